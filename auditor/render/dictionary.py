"""The data dictionary: what every column of every table means, made from the vocabulary.

`make data-dictionary` writes docs/data-dictionary.md; a test refuses a page that says otherwise.
Each report has it as data-dictionary.csv and as the last sheet of its workbook.
"""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.render.tables import TABLES
from auditor.render.vocabulary.column import Column, Kind, Masking, Table
from auditor.render.words import Word

__all__ = ["DICTIONARY", "DictionaryLine", "dictionary_lines", "dictionary_page"]

_NOTE = "<!-- Made by `make data-dictionary` from auditor/render/vocabulary; edit that. -->"
_INTRO = """\
报告文件夹中每张表都有三种形式，列相同：

- `表名.csv`：UTF-8（带 BOM），表头为英文列名；12 位以上数字后有一个制表符，以免电子表格改写编码。
- `tables.xlsx`：每表一页，表头为中文名和英文列名，取值显示为中文，可筛选；末页为本字典。
- `表名.parquet`：供程序读取，列有类型，时间为 UTC。

“遮蔽”一栏所列内容默认遮蔽，`--unmasked` 时为全文，并记入操作日志。"""
_KINDS = {
    Kind.TEXT: "文本",
    Kind.CODE: "文本（编码）",
    Kind.WHOLE: "整数",
    Kind.TRUTH: "是／否",
    Kind.TIME: "时间",
    Kind.CHOICE: "取值之一",
}
_MASKED = {
    Masking.NONE: "",
    Masking.ADDRESS: "IP 地址后两段",
    Masking.POSITION: "只留 2 位小数（约 1 千米）",
    Masking.WORDS: "文中的 IP 和硬件地址、电话",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DictionaryLine:
    """A column in its table."""

    table: Table[Any]
    column: Column[Any]


def _values(line: DictionaryLine) -> str:
    known: Mapping[str, Word] = line.column.values or {}
    return "；".join(f"{value} {word.text}" for value, word in known.items())


DICTIONARY: Table[DictionaryLine] = Table(
    id="data-dictionary",
    title="数据字典",
    meaning="每张表每列一行。",
    columns=(
        Column(id="table", title="表", meaning="表名", read=lambda one: one.table.id),
        Column(id="table_title", title="表的中文名", meaning="", read=lambda one: one.table.title),
        Column(id="column", title="列", meaning="英文列名", read=lambda one: one.column.id),
        Column(id="title", title="列的中文名", meaning="", read=lambda one: one.column.title),
        Column(id="meaning", title="含义", meaning="", read=lambda one: one.column.meaning),
        Column(id="type", title="类型", meaning="", read=lambda one: _KINDS[one.column.kind]),
        Column(id="unit", title="单位", meaning="", read=lambda one: one.column.unit),
        Column(id="values", title="取值", meaning="可能的取值", read=_values),
        Column(id="source", title="来源和依据", meaning="", read=lambda one: one.column.source),
        Column(id="masked", title="遮蔽", meaning="", read=lambda one: _MASKED[one.column.masking]),
    ),
)


def dictionary_lines(tables: Iterable[Table[Any]]) -> tuple[DictionaryLine, ...]:
    """Every column of ``tables`` in its order."""
    return tuple(
        DictionaryLine(table=table, column=column) for table in tables for column in table.columns
    )


def dictionary_page(tables: Iterable[Table[Any]]) -> str:
    """The page of docs/."""
    lines = [_NOTE, "", "# 数据字典", "", _INTRO]
    shown = DICTIONARY.columns[2:]
    for table in tables:
        lines += ["", f"## {table.title}（`{table.id}`）", "", table.meaning, ""]
        lines += [_row(column.title for column in shown), _row("---" for _ in shown)]
        for one in dictionary_lines((table,)):
            lines.append(_row(str(column.read(one)) for column in shown))
    return "\n".join(lines) + "\n"


def _row(texts: Iterable[str]) -> str:
    return f"| {' | '.join(text.replace('|', chr(92) + '|') for text in texts)} |"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(dictionary_page(TABLES), encoding="utf-8")
