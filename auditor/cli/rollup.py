"""``auditor rollup``: the kept results of many communities added up."""

import enum
import functools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter
from rich.table import Table

from auditor.cli.options import (
    EXIT_INCOMPLETE,
    EXIT_MET,
    EXIT_MISSED,
    plain_console,
    print_bytes,
    working,
)
from auditor.cli.outputs import keep_inputs
from auditor.cli.stores import existing_store, store_files
from auditor.errors import ConfigError
from auditor.model import IndicatorResult, RateVerdict, Report
from auditor.policy import JudgedOn
from auditor.render import figures
from auditor.render.csv import render_csv
from auditor.render.finding_files import write_aside
from auditor.render.plain_text import visible
from auditor.render.rollup import ROLLUP_COLUMNS, level_title, rollup_rows, walk
from auditor.render.rollup_page import COMMUNITY, render_rollup_page
from auditor.render.words import rate_word
from auditor.rollup.choice import Choice, LeftOut, choose
from auditor.rollup.counts import Node, Part
from auditor.rollup.groups import Grouping, group_results
from auditor.rollup.latest import latest_rounds
from auditor.rollup.place import place_of
from auditor.rollup.tree import Located, build_tree, group_node
from auditor.store.store import Store

__all__ = ["HELP", "command"]

HELP = """Add up the kept results of many communities.

One round a community: its latest complete one. Counts are added, rates never averaged.
A community whose round is incomplete, older than --since days or judged by other rules is left out and named.
Exit code: 0 the total meets all, 1 it misses one, 3 undecided or some community left out.

Examples:

\b
  auditor rollup
  auditor rollup --since 30 --format csv --output rollup.csv
  auditor rollup --by maker --community 云帆社区
  auditor rollup --format html --output all.html --link "{community}/index.html"
"""


class By(enum.StrEnum):
    """What the total is divided by."""

    DIVISION = "division"
    MAKER = "maker"
    NETWORK = "network"
    POINT_TYPE = "point-type"
    CLASS = "class"


class RollupFormat(enum.StrEnum):
    """Text and HTML are for people, CSV for spreadsheets, JSON for programs."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What is printed: the tree, the communities left out, remarks on places (Chinese)."""

    by: By
    total: Node
    left_out: tuple[LeftOut, ...]
    remarks: tuple[str, ...]


def command(
    by: Annotated[By, typer.Option(help="What to divide by.")] = By.DIVISION,
    community: Annotated[list[str] | None, typer.Option(help="Only this one; repeatable.")] = None,
    rounds: Annotated[list[str] | None, typer.Option(help="These rounds; repeatable.")] = None,
    since: Annotated[int | None, typer.Option(min=1, help="At most so many days old.")] = None,
    profile: Annotated[str | None, typer.Option(help="Only results by this profile.")] = None,
    store: Annotated[
        str | None, typer.Option(help="The store: a file or a PostgreSQL URL. [auditor.sqlite]")
    ] = None,
    output: Annotated[RollupFormat, typer.Option("--format")] = RollupFormat.TEXT,
    file: Annotated[Path | None, typer.Option("--output", help="Write here.")] = None,
    link: Annotated[
        str, typer.Option(help="HTML: a community's report, e.g. {community}/index.html")
    ] = "",
) -> int:
    """Roll up; see HELP."""
    _check_link(link)
    place = existing_store(store, None)
    if file is not None:
        keep_inputs(store_files(place), (file,))
    with working("Reading results"):
        reports, unended = _read(place, tuple(community or ()), tuple(rounds or ()), profile)
    oldest = None if since is None else datetime.now(UTC) - timedelta(days=since)
    chosen = choose(reports, since=oldest, profile=profile)
    result = _result(by, chosen, unended)
    _give(result, output, file, link)
    return _exit_code(result)


def _read(
    place: str, communities: tuple[str, ...], names: tuple[str, ...], profile: str | None
) -> tuple[tuple[Report, ...], tuple[LeftOut, ...]]:
    with Store(place) as store:
        kept = store.rounds()
        known = sorted({one.community for one in kept})
        for name in communities:
            if name not in known:
                raise ConfigError(
                    f"no round of the community {name!r}; kept: {', '.join(known[:9])}"
                )
        if names:
            picked = {store.find_round(name) for name in names}
            kept = tuple(one for one in kept if one.id in picked)
        kept = tuple(one for one in kept if not communities or one.community in communities)
        report = functools.cache(store.report)
        ids, unended = latest_rounds(kept, lambda one: _suits(report(one), profile))
        return tuple(report(round_id) for round_id in ids), unended


def _suits(report: Report, profile: str | None) -> bool:
    return report.sample is None and profile in (None, report.provenance.profile)


def _result(by: By, chosen: Choice, unended: tuple[LeftOut, ...]) -> Result:
    left_out = (*unended, *chosen.left_out)
    if by is not By.DIVISION:
        groups = group_results(chosen.reports, Grouping(by.value), chosen.policy)
        total = group_node(by.value, groups, chosen.policy)
        return Result(by=by, total=total, left_out=left_out, remarks=())
    located = [_located(report) for report in chosen.reports]
    remarks = tuple(f"{one.part.community}：{one.place.note}" for one in located if one.place.note)
    return Result(
        by=by, total=build_tree(located, chosen.policy), left_out=left_out, remarks=remarks
    )


def _located(report: Report) -> Located:
    part = Part(
        community=report.community,
        round_id=report.provenance.round_id,
        results=report.results,
    )
    return Located(part=part, place=place_of(result.camera for result in report.cameras))


def _exit_code(result: Result) -> int:
    """A miss of the total stands; a total that lacks a community is no proof that all is met."""
    if result.total.verdict is RateVerdict.MISSES and not result.left_out:
        return EXIT_MISSED
    if result.total.verdict is RateVerdict.MEETS and not result.left_out:
        return EXIT_MET
    return EXIT_INCOMPLETE


def _check_link(link: str) -> None:
    """An address of another host or of a script has no place in a report."""
    if link and (COMMUNITY not in link or ":" in link or link.startswith(("/", "\\"))):
        raise ConfigError(
            f"--link {link!r}: give a relative path with {COMMUNITY}, as {COMMUNITY}/index.html"
        )


def _give(result: Result, output: RollupFormat, file: Path | None, link: str) -> None:
    if output is RollupFormat.TEXT and file is None:
        _print(result)
        return
    if output is RollupFormat.TEXT:
        raise ConfigError("--output needs --format json, csv or html")
    data = _document(result, output, link)
    if file is None:
        print_bytes(data)
    else:
        with write_aside(file) as whole:
            whole.write(data)


def _document(result: Result, output: RollupFormat, link: str) -> bytes:
    if output is RollupFormat.JSON:
        return TypeAdapter(Result).dump_json(result, indent=2) + b"\n"
    if output is RollupFormat.HTML:
        page = render_rollup_page(result.total, result.left_out, result.remarks, link=link)
        return page.encode()
    return render_csv(ROLLUP_COLUMNS, rollup_rows(result.total))


def _verdict(result: IndicatorResult) -> str:
    """With the net counts where they are what was judged."""
    word, rate = str(rate_word(result.verdict)), result.rate
    if result.judged_on != JudgedOn.NET:
        return word
    return f"{word}（净值 {rate.net_met}/{rate.net_of}）"


def _print(result: Result) -> None:
    table = Table(box=None, pad_edge=False)
    for title in ("名称", "层级", "社区 达标/不达标/未定", "指标", "合格/分母", "比率", "结论"):
        table.add_column(title, overflow="fold")
    for depth, node in walk(result.total):
        counted = f"{node.communities}  {node.meets}/{node.misses}/{node.undecided}"
        first = (
            f"{'  ' * depth}{visible(node.name)}",
            level_title(node.level),
            counted if node.communities else "",
        )
        for number, one in enumerate(node.results):
            head = first if number == 0 else ("", "", "")
            share = f"{one.rate.met}/{one.rate.of}"
            interval = figures.interval(one.rate)
            table.add_row(*head, one.rate.title, share, interval, _verdict(one))
    console = plain_console()
    console.print(table)
    for one in result.total.results:
        if one.standard_threshold is not None:
            text = f"{one.rate.title}的阈值：{figures.judged_threshold(one)}"
            console.print(visible(text), soft_wrap=True)
    for remark in result.remarks:
        console.print(f"说明：{visible(remark)}", soft_wrap=True)
    for absent in result.left_out:
        text = f"未计入：{absent.community}（{absent.round_id}）：{absent.reason}"
        console.print(visible(text), soft_wrap=True)
