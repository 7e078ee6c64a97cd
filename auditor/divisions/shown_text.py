"""The lines that ``auditor divisions`` prints for people, in Chinese."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from auditor.divisions.difference import TableDifference
from auditor.divisions.show import ShownCommunity, ShownDivision, ShownTownship
from gb28181.divisions import Level, division_table
from gb28181.townships import townships

__all__ = ["as_of_line", "difference_lines", "shown_lines"]

_LEVELS = {Level.PROVINCE: "省级", Level.PREFECTURE: "地级", Level.COUNTY: "县级"}
_TABLES = {
    "divisions": "县级以上区划（民政）",
    "abolished": "撤销代码",
    "townships_civil": "乡级（民政）",
    "townships_statistical": "乡级（统计）",
    "communities": "村级（统计）",
}
_NOT_LISTED = "未列"
_LINES = 40
"""More of a kind are counted only: the whole list is in the JSON."""


def shown_lines(shown: ShownDivision | ShownTownship | ShownCommunity) -> list[str]:
    """What a code is."""
    if isinstance(shown, ShownDivision):
        counts = f"乡级：民政 {shown.civil}，统计 {shown.statistical}"
        return [f"{shown.code}  {_division(shown)}", counts]
    if isinstance(shown, ShownTownship):
        return _township(shown)
    name = (shown.name or _NOT_LISTED) if shown.installed else "未安装村级数据，无法查询"
    return [f"{shown.code}  村级（统计）：{name}", *_township(shown.township)]


def as_of_line(dates: Mapping[str, date]) -> str:
    """The days of the tables in use."""
    return "截至：" + "；".join(f"{_title(table)} {day}" for table, day in dates.items())


def difference_lines(found: Iterable[TableDifference]) -> list[str]:
    """For each table a line of counts and then its lines."""
    return [line for table in found for line in _table(table)]


def _division(shown: ShownDivision) -> str:
    """One phrase that explains a code of up to six digits."""
    if shown.level is not None:
        return f"{' '.join(shown.chain)}（现行，{_LEVELS[shown.level]}）"
    if shown.status == "abolished":
        names = division_table().names
        after = "、".join(f"{code} {names.get(code, '')}" for code in shown.successors) or "不详"
        since = f"{shown.since} 年启用，" if shown.since else ""
        return f"{shown.name}（{since}{shown.until} 年撤销，现行 {after}）"
    if shown.status == "zone":
        return f"{shown.name or ''}统计用开发区代码，不是行政区划"
    if shown.status == "group":
        return f"{shown.name}（代码表中的汇总项，不是行政区划）"
    return "不在表中：可能比表新，不能据此判错"


def _township(shown: ShownTownship) -> list[str]:
    lists = townships()
    lines = [
        f"{shown.code}  {_division(shown.county)}",
        f"民政 {lists.civil.as_of}：{shown.civil or _NOT_LISTED}",
        f"统计 {lists.statistical.as_of}：{shown.statistical or _NOT_LISTED}",
    ]
    if shown.civil_elsewhere:
        codes = "、".join(shown.civil_elsewhere)
        lines.append(f"{shown.statistical}的民政代码：{codes}")
    if shown.statistical_elsewhere:
        codes = "、".join(shown.statistical_elsewhere)
        lines.append(f"{shown.civil}的统计代码：{codes}")
    if not (shown.civil or shown.statistical):
        lines.append("两套代码均未列：可能比表新，不能据此判错")
    return lines


def _table(table: TableDifference) -> list[str]:
    name = table.file.partition(".")[0]
    before = f"{table.as_of_before} {table.rows_before} 条" if table.as_of_before else "无"
    counts = f"减少 {len(table.gone)}，新增 {len(table.new)}，变更 {len(table.changed)}"
    head = f"{_title(name)}：{before} → {table.as_of_after} {table.rows_after} 条；{counts}"
    if table.as_of_before is None:
        return [head]
    is_older = table.as_of_after < table.as_of_before
    lines = [head, "  注意：新表早于现用的表"] if is_older else [head]
    lines += _first([f"- {row.code} {row.text}" for row in table.gone])
    lines += _first([f"+ {row.code} {row.text}" for row in table.new])
    lines += _first([f"~ {row.code} {row.before} → {row.after}" for row in table.changed])
    return lines


def _first(lines: Sequence[str]) -> list[str]:
    more = len(lines) - _LINES
    rest = [f"  …另有 {more} 条，见 --format json"] if more > 0 else []
    return [f"  {line}" for line in lines[:_LINES]] + rest


def _title(table: str) -> str:
    if table.startswith("communities_"):
        return f"{_TABLES['communities']}{table[-2:]}"
    return _TABLES[table]
