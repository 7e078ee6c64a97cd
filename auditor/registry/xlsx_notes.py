"""What a reader of a workbook's findings should know of how it was read (Chinese)."""

from collections.abc import Iterable

from auditor.registry.column_map import header_key, headers_of
from auditor.registry.columns import REGISTRY_COLUMNS
from auditor.registry.xlsx_header import Candidate
from auditor.registry.xlsx_rows import Rows
from probes.redact import redact_uri

__all__ = ["code_positions", "notes"]

_CODES = frozenset({"device_code", "parent_id", "business_group_id"})
_SHOWN = 40


def code_positions(headers: list[str]) -> list[int]:
    """The columns that hold codes of 20 digits, which must not be stored as numbers."""
    keys = frozenset().union(*(headers_of(c) for c in REGISTRY_COLUMNS if c.name in _CODES))
    return [at for at, header in enumerate(headers) if header_key(header) in keys]


def notes(chosen: Candidate, rows: Rows, *, unread: list[str]) -> tuple[str, ...]:
    """Told: the sheet, hidden ones, titles, codes stored as numbers, error cells."""
    told = [f"读取的工作表：{_short(chosen.name)}"]
    if unread:
        told.append(f"有 {len(unread)} 个隐藏的工作表未读取：{_list(unread)}")
    if chosen.above:
        told.append(
            f"表头在第 {chosen.header.line} 行，其上的文字不是数据：{_list(_titles(chosen))}"
        )
    told += [
        f"“{_short(chosen.headers[at])}”列有 {count} 个单元格按数字保存，"
        "数字只保留 15 位，20 位编码须按文本保存"
        for at, count in rows.numeric.items()
        if count
    ]
    below = sum(line > chosen.header.line for line, _ in chosen.errors)
    if below:
        told.append(f"有 {below} 个单元格为公式错误值（如 #N/A）")
    return tuple(told)


def _titles(chosen: Candidate) -> Iterable[str]:
    return [text for row in chosen.above for text in row.texts if text.strip()]


def _list(texts: Iterable[str], shown: int = 5) -> str:
    words = [_short(text) for text in texts]
    return "、".join(words[:shown]) + ("…" if len(words) > shown else "")


def _short(text: str) -> str:
    """One line without secrets."""
    line = " ".join(redact_uri(text).split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
