"""Reads a drawn sample and checks it against the register, by drawing it again."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from auditor.errors import ConfigError
from auditor.model import Sample
from auditor.registry.registry import Registry
from auditor.sampling.draw import draw
from auditor.sampling.strata import METHOD, strata_of

__all__ = ["read_sample"]

_MAX_BYTES = 16 * 1024 * 1024
_Stratum = Literal["community", "maker", "network", "point-type"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What is needed of the file beside a sample; its other facts follow from these."""

    population: int
    sample: int
    registry_sha256: str
    seed: str
    method: str
    strata: tuple[_Stratum, ...]


def read_sample(file: Path, registry: Registry) -> Sample:
    """The sample; ConfigError when it is not the one that its seed draws from ``registry``."""
    facts = _read_facts(file.with_name(f"{file.name}.json"))
    if facts.registry_sha256 != registry.sha256:
        raise ConfigError(f"{file}: drawn from another register than {registry.name}; draw anew")
    if facts.method != METHOD:
        raise ConfigError(f"{file}: an interval needs a proportional draw; draw without --each")
    groups = strata_of(registry.cameras, facts.strata)
    population = sum(map(len, groups.values()))
    if facts.population != population or not 0 < facts.sample <= population:
        raise ConfigError(
            f"{file}: {facts.sample} drawn of {facts.population} cameras, but {population} are "
            "audited; draw from a register of this community alone"
        )
    drawn = draw(groups, facts.sample, seed=facts.seed)
    expected = {c.row: _plain(c.device_code) for members in drawn.values() for c in members}
    if _read_rows(file) != sorted(expected.items()):
        raise ConfigError(f"{file}: not the cameras that its seed draws; draw anew")
    return Sample(
        rows=tuple(sorted(expected)),
        population=population,
        seed=facts.seed,
        method=facts.method,
    )


def _read_facts(file: Path) -> _Facts:
    try:
        return TypeAdapter(_Facts).validate_json(_content(file), extra="ignore")
    except ValidationError as error:
        raise ConfigError(f"{file}: not what auditor sample draw writes; draw anew") from error


def _read_rows(file: Path) -> list[tuple[int, str]]:
    try:
        lines = csv.DictReader(io.StringIO(_content(file).decode("utf-8-sig")))
        return sorted((int(line["行号"]), _plain(line["设备编码"])) for line in lines)
    except (KeyError, TypeError, AttributeError, ValueError, csv.Error) as error:
        raise ConfigError(f"{file}: not what auditor sample draw writes; draw anew") from error


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            content = opened.read(_MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error
    if len(content) > _MAX_BYTES:
        raise ConfigError(f"{file}: larger than {_MAX_BYTES} bytes")
    return content


def _plain(code: str) -> str:
    """Without what a spreadsheet needs around a code."""
    return code.strip().removeprefix("'").strip()
