"""``auditor registry``: what a file is, before its records are judged."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter
from rich.console import Console
from rich.table import Table

from auditor.cli.options import (
    EXIT_MET,
    EXIT_MISSED,
    Format,
    plain_console,
    print_json,
    working,
)
from auditor.registry.claims import How
from auditor.registry.column_map import read_column_map
from auditor.registry.columns import WRITTEN_COLUMNS
from auditor.registry.inspection import ColumnFacts, Inspection, inspect
from auditor.render.plain_text import shorten, visible

__all__ = ["HELP", "application", "inspect_command"]

HELP = """Look at a registry (一机一档) before its records are judged.

Examples:

\b
  auditor registry inspect registry.xlsx
"""
_INSPECT = """Tell what is recognised in a registry: format, columns, damaged codes.

Works on files that lack required columns; nothing is judged and no connection is opened.

Exit codes: 0 recognised, 1 rows cannot be read or required columns are missing or doubled,
2 the file cannot be read.

Examples:

\b
  auditor registry inspect registry.csv
  auditor registry inspect registry.xlsx --sheet 台账 --column-map columns.toml
  auditor registry inspect registry.csv --format json
"""
_HOW = {How.MAP: "列映射", How.POSITION: "标准列序", How.NAME: "列名", How.ALIAS: "别名"}
_BY = {"byte order mark": "按字节顺序标记", "content": "按内容判断", "file signature": "按文件头"}
_DELIMITERS = {"": "无", ",": "逗号", ";": "分号", "\t": "制表符"}
_MESSAGE = 120


def application() -> typer.Typer:
    """Build the group of verbs."""
    app = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)
    app.callback()(_group)
    app.command(name="inspect", help=_INSPECT)(inspect_command)
    return app


def _group() -> None:
    """Keep ``inspect`` a verb of a group, though it is the only one."""


def inspect_command(
    registry: Annotated[Path, typer.Argument(help="The registry (一机一档), CSV or XLSX.")],
    column_map: Annotated[
        Path | None, typer.Option(help="Which header is which column, TOML.")
    ] = None,
    sheet: Annotated[str, typer.Option(help="The sheet of a workbook to look at.")] = "",
    output: Annotated[Format, typer.Option("--format", help="Output format.")] = Format.TEXT,
) -> int:
    """Tell what a registry is; see HELP."""
    columns = read_column_map(column_map) if column_map is not None else None
    with working("reading the registry"):
        found = inspect(registry, columns, sheet=sheet)
    if output is Format.JSON:
        print_json(TypeAdapter(Inspection), found)
    else:
        _print(plain_console(), found)
    return EXIT_MET if found.is_sound else EXIT_MISSED


def _print(console: Console, found: Inspection) -> None:
    for line in (*_file_lines(found), *(f"说明：{visible(note)}" for note in found.notes)):
        console.print(line, overflow="fold")
    if found.columns:
        console.print()
        console.print(_columns(found.columns))
        console.print()
    for line in _problem_lines(found):
        console.print(line, overflow="fold")


def _file_lines(found: Inspection) -> tuple[str, ...]:
    encoding = f"{found.encoding}（{_BY[found.encoding_by]}）"
    return (
        f"文件：{visible(found.file)}",
        f"格式：{found.format}　编码：{encoding}　分隔符：{_DELIMITERS[found.delimiter]}",
        f"物理行数：{found.lines}　数据行：{found.rows}　无法读取：{found.unreadable}",
    )


def _columns(columns: tuple[ColumnFacts, ...]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("列", justify="right", no_wrap=True)
    for title in ("表头", "识别为", "依据"):
        table.add_column(title, overflow="fold")
    for title in ("非空", "不同值", "最长"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("示例", overflow="fold")
    for each in columns:
        title = f"{each.title}*" if each.required else each.title
        counts = (str(each.filled), str(each.distinct), str(each.longest))
        table.add_row(str(each.position), each.header, title, _HOW[each.how], *counts, each.example)
    table.caption = "* 必需的列"
    table.caption_justify = "left"
    return table


def _problem_lines(found: Inspection) -> list[str]:
    lines = [
        f"×缺少必需的列：{'、'.join(found.missing_required)}" for _ in found.missing_required[:1]
    ]
    lines += [
        f'×第 {"、".join(map(str, at))} 列都可作为“{title}”，只使用第 {at[0]} 列；可用列映射（--column-map）指定，如 "列名#2"'
        for title, at in found.duplicates
    ]
    unclaimed = "、".join(f"{each.header}（第 {each.position} 列）" for each in found.unclaimed)
    lines += [f"·未能识别、未被使用的列：{unclaimed}"] if unclaimed else []
    usual = {column.header for column in WRITTEN_COLUMNS}
    optional = "、".join(title for title in found.missing_optional if title in usual)
    lines += [f"·没有的可选列：{optional}"] if optional else []
    lines += [
        f"!{each.column}：{each.cells} 个单元格{shorten(each.message, _MESSAGE)}（首见第 {each.row} 行）"
        for each in found.damage
    ]
    lines += [f"×第 {e.row} 行（文件第 {e.line} 行）无法读取：{e.message}" for e in found.errors]
    rest = found.unreadable - len(found.errors)
    return [*lines, f"×另有 {rest} 行无法读取"] if rest else lines
