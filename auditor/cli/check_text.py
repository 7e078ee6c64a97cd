"""A checked register on a terminal: counts first, then the findings, as many as are wanted."""

from collections.abc import Iterable
from itertools import groupby, islice

from rich.console import Console
from rich.table import Table

from auditor.model import Finding, Verdict
from auditor.record_check import Checked
from auditor.record_summary import RuleCount, Segment
from auditor.records import RowError
from auditor.registry.columns import REGISTRY_COLUMNS
from auditor.registry.redaction import redact_text
from auditor.render.plain_text import shorten, visible
from auditor.render.words import SEVERITIES

__all__ = ["print_checked", "print_errors"]

_HEADERS = {column.name: column.header for column in REGISTRY_COLUMNS}
_WORST = 5
_ERRORS_SHOWN = 50


def print_checked(console: Console, checked: Checked, *, limit: int) -> None:
    """Heading, unreadable rows, counts by rule and segment, notes, findings (0: all)."""
    _say(console, _heading(checked))
    print_errors(console, checked.errors)
    if checked.summary.findings:
        _rules(console, checked.summary.rules)
        for column, members in groupby(checked.summary.segments, lambda s: s.column):
            _segments(console, column, members)
        _findings(console, checked, limit)
    for note in checked.notes:
        _say(console, f"批量分析 {visible(note.scope)}：{note.sentence}")


def print_errors(console: Console, errors: tuple[RowError, ...]) -> None:
    """A line for each row that could not be read; of very many the first."""
    for e in errors[:_ERRORS_SHOWN]:
        where = f"{visible(e.file)} 第 {e.row} 行（文件第 {e.line} 行）"
        _say(console, f"{where}无法读取：{e.message}")
    if len(errors) > _ERRORS_SHOWN:
        _say(console, f"另有 {len(errors) - _ERRORS_SHOWN} 行无法读取，全部见 --details")


def _heading(checked: Checked) -> str:
    summary = checked.summary
    line = (
        f"{visible(checked.name)}（{checked.encoding}）：{checked.read} 条记录，"
        f"{summary.findings} 个问题，{summary.faulty} 条有错误\n"
        f"依据：{checked.basis.edition.title}，行政区划截至 {checked.basis.divisions_as_of}"
    )
    headers = "、".join(
        shorten(visible(redact_text(h)), 20) for h in checked.unclaimed_headers[:10]
    )
    return f"{line}\n未能识别、未被使用的列：{headers}" if headers else line


def _rules(console: Console, counts: tuple[RuleCount, ...]) -> None:
    table = _table("规则", "级别", "不合规", "无法判定", "问题")
    for count in counts:
        level = str(SEVERITIES[count.severity])
        table.add_row(count.rule, level, str(count.failed), str(count.unknown), count.title)
    console.print(table)


def _segments(console: Console, column: str, members: Iterable[Segment]) -> None:
    """The worst few; the whole is in segments.csv."""
    table = _table(f"按{_HEADERS[column]}", "记录", "有错误")
    shown = [segment for segment in islice(members, _WORST) if segment.faulty]
    for segment in shown:
        value = shorten(visible(segment.value), 30) or "（空）"
        table.add_row(value, str(segment.records), str(segment.faulty))
    if shown:
        console.print(table)


def _findings(console: Console, checked: Checked, limit: int) -> None:
    table = _table("行", "规则", "级别", "内容", "问题")
    for finding in islice(checked.verdicts.findings(), limit or None):
        table.add_row(*_row(finding))
    console.print(table)
    more = checked.summary.findings - limit
    if limit and more > 0:
        _say(console, f"另有 {more} 个问题未显示；全部：--limit 0，或 --format csv --output 文件")


def _row(f: Finding) -> tuple[str, ...]:
    level = "无法判定" if f.verdict is Verdict.UNKNOWN else str(SEVERITIES[f.severity])
    value, message = shorten(visible(f.value), 40), shorten(visible(f.message), 120)
    return (str(f.row), f.rule, level, value, message)


def _table(*titles: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for title in titles:
        table.add_column(title, overflow="fold")
    return table


def _say(console: Console, line: str) -> None:
    console.print(line, soft_wrap=True)
