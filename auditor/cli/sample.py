"""``auditor sample``: whom to look at, what a sample proves, and how many are enough."""

import contextlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from auditor.cli.options import (
    EXIT_INCOMPLETE,
    EXIT_MET,
    EXIT_MISSED,
    Format,
    plain_console,
    print_json,
)
from auditor.cli.outputs import keep_inputs
from auditor.errors import ConfigError, ReportError
from auditor.model import RateVerdict
from auditor.records import Camera
from auditor.registry.registry import read_registry
from auditor.render.csv import render_csv
from auditor.render.words import rate_word
from auditor.sampling.acceptance import Plan, find_plan
from auditor.sampling.draw import draw, needed_size
from auditor.sampling.interval import CONFIDENCES, Interval, judge_interval, wilson
from auditor.sampling.strata import METHOD, STRATA, strata_of

__all__ = ["application"]

_HELP = """Sampled audits: draw, estimate, plan.

Examples:

\b
  auditor sample draw registry.csv --size 50 --seed 2026-11 -o sample.csv
  auditor sample estimate --met 48 --of 50 --population 500 --threshold 95
  auditor sample plan --lot 500 --aql 20 --lq 100
"""
_COLUMNS = ("行号", "设备编码", "设备名称", "社区", "层", "层总体", "层样本")
_MAX_LOT = 5_000
_Strata = Mapping[tuple[str, ...], Sequence[Camera]]
_EXITS = {RateVerdict.MEETS: EXIT_MET, RateVerdict.MISSES: EXIT_MISSED}
_FORMAT = typer.Option("--format", help="Output format.")
_CONFIDENCE = typer.Option(help="90, 95 or 99 percent.")


def application() -> typer.Typer:
    """The verbs below ``auditor sample``."""
    app = typer.Typer(help=_HELP, no_args_is_help=True, rich_markup_mode=None)
    for verb in (draw_sample, estimate, plan):
        app.command(name=verb.__name__.removesuffix("_sample"))(verb)
    return app


def draw_sample(
    registry: Annotated[Path, typer.Argument(help="The register.")],
    file: Annotated[Path, typer.Option("-o", "--output", help="The sample, as CSV.")],
    seed: Annotated[str, typer.Option(help="Any text; the same draws the same.")],
    size: Annotated[int | None, typer.Option(min=1, help="How many cameras.")] = None,
    margin: Annotated[int | None, typer.Option(min=1, max=500, help="In thousandths.")] = None,
    confidence: Annotated[int, _CONFIDENCE] = 95,
    strata: Annotated[str, typer.Option(help=", ".join(STRATA) + ", by commas.")] = "",
    each: Annotated[bool, typer.Option("--each", help="At least one of each stratum.")] = False,  # noqa: FBT002
    output: Annotated[Format, _FORMAT] = Format.TEXT,
) -> int:
    """Draw a stratified random sample; its seed and sizes stand in OUTPUT.json beside it."""
    facts = file.with_name(f"{file.name}.json")
    keep_inputs((registry,), (file, facts))
    if (size is None) == (margin is None):
        raise ConfigError("give either --size or --margin")
    _check_confidence(confidence)
    names = _names(strata)
    read = read_registry(registry)
    groups = strata_of(read.cameras, names)
    population = sum(map(len, groups.values()))
    if margin is not None:
        size = needed_size(population=population, margin=margin, confidence=confidence)
    if size is None or size > population or not population:
        raise ConfigError(f"{registry}: {size} of {population} readable cameras cannot be drawn")
    drawn = draw(groups, size, seed=seed, at_least_one=each)
    said = _facts(groups, drawn) | {
        "registry_sha256": read.sha256,
        "seed": seed,
        "method": METHOD + (", at least one of each stratum" if each else ""),
        "strata": list(names),
        "unread_rows": len(read.errors),
    }
    text = json.dumps(said, ensure_ascii=False, indent=2) + "\n"
    _write({facts: text.encode("utf-8", "replace"), file: _table(groups, drawn)})
    if output is Format.JSON:
        print_json(TypeAdapter(dict[str, object]), said)
    else:
        plain_console().print(f"{file}: {said['sample']} of {population} cameras drawn")
    return EXIT_MET


def estimate(
    met: Annotated[int, typer.Option(min=0)],
    of: Annotated[int, typer.Option(min=1, help="How many were looked at.")],
    population: Annotated[int, typer.Option(min=1, help="Of how many.")],
    unknown: Annotated[int, typer.Option(min=0)] = 0,
    threshold: Annotated[int | None, typer.Option(min=0, max=100, help="Percent.")] = None,
    confidence: Annotated[int, _CONFIDENCE] = 95,
    output: Annotated[Format, _FORMAT] = Format.TEXT,
) -> int:
    """Wilson's interval of a proportional sample; exit 0 met, 1 missed, 3 undecided."""
    _check_confidence(confidence)
    try:
        found = wilson(
            met=met, unknown=unknown, sampled=of, population=population, confidence=confidence
        )
    except ValueError as error:
        raise ConfigError(f"met, unknown, of and population do not fit: {error}") from error
    verdict = RateVerdict.NO_THRESHOLD if threshold is None else judge_interval(found, threshold)
    if output is Format.JSON:
        print_json(TypeAdapter(tuple[Interval, RateVerdict]), (found, verdict))
    else:
        bounds = f"{_down(found.lower)}% ～ {_up(found.upper)}%"
        plain_console().print(
            f"抽样 {of}/{population}，{confidence}% 置信区间 {bounds}：{rate_word(verdict)}"
        )
    return EXIT_MET if threshold is None else _EXITS.get(verdict, EXIT_INCOMPLETE)


def plan(
    lot: Annotated[int, typer.Option(min=2, max=_MAX_LOT)],
    aql: Annotated[int, typer.Option(min=0, max=999, help="Faulty that is good, thousandths.")],
    lq: Annotated[int, typer.Option(min=1, max=1000, help="Faulty that is bad, thousandths.")],
    producer_risk: Annotated[int, typer.Option(min=1, max=500, help="Thousandths.")] = 50,
    consumer_risk: Annotated[int, typer.Option(min=1, max=500, help="Thousandths.")] = 100,
    output: Annotated[Format, _FORMAT] = Format.TEXT,
) -> int:
    """The smallest plan by the hypergeometric formula; not the table of GB/T 2828.1."""
    try:
        found = find_plan(
            lot=lot, aql=aql, lq=lq, producer_risk=producer_risk, consumer_risk=consumer_risk
        )
    except ValueError as error:
        raise ConfigError(f"--aql {aql}, --lq {lq}: {error}") from error
    if output is Format.JSON:
        print_json(TypeAdapter(Plan), found)
    else:
        numbers = f"样本量 {found.sample}，接收数 Ac={found.accept}，拒收数 Re={found.reject}"
        plain_console().print(
            f"批量 {lot}：{numbers}（超几何分布，非 GB/T 2828.1 查表）", soft_wrap=True
        )
    return EXIT_MET


def _check_confidence(confidence: int) -> None:
    if confidence not in CONFIDENCES:
        raise ConfigError(f"--confidence {confidence}: use 90, 95 or 99")


def _names(strata: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in strata.split(",") if name.strip())
    for name in names:
        if name not in STRATA:
            raise ConfigError(f"--strata {name}: unknown; use {', '.join(STRATA)}")
    return names


def _facts(groups: _Strata, drawn: _Strata) -> dict[str, object]:
    return {
        "population": sum(map(len, groups.values())),
        "sample": sum(map(len, drawn.values())),
        "sizes": [
            {"stratum": list(key), "population": len(groups[key]), "sample": len(drawn[key])}
            for key in groups
        ],
    }


def _table(groups: _Strata, drawn: _Strata) -> bytes:
    rows = (
        (
            camera.row,
            camera.device_code,
            camera.name,
            camera.community,
            "／".join(key),
            len(groups[key]),
            len(drawn[key]),
        )
        for key in groups
        for camera in drawn[key]
    )
    return render_csv(_COLUMNS, rows)


def _down(millionths: int) -> str:
    return f"{millionths // 10_000}.{millionths // 1000 % 10}"


def _up(millionths: int) -> str:
    return _down(-(-millionths // 1000) * 1000)


def _write(contents: Mapping[Path, bytes]) -> None:
    """All aside first, then in place."""
    asides = {file: file.with_name(f".{file.name}.partial") for file in contents}
    try:
        for file, aside in asides.items():
            aside.write_bytes(contents[file])
        for file, aside in asides.items():
            aside.replace(file)
    except OSError as error:
        for aside in asides.values():
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
        why = error.strerror or type(error).__name__
        raise ReportError(f"{error.filename}: cannot be written: {why}") from error
