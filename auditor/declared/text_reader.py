"""The table of a form that was saved as plain text, as grids, and the text around it.

Three habits are read: a cell begins on a line with a leading tab and goes on until the next one
(what converters of DOC files write), a row is a line with tabs or bars between its cells, and
no table at all but a sentence ``4.视频监控设施`` followed by 标准要求：… and 完成情况：….
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from auditor.declared.form import Form, Row
from auditor.declared.grid import MAX_CELLS, MAX_COLUMNS, Cell
from auditor.declared.titles import TITLES

__all__ = ["labelled_form", "text_tables"]

_BAR = re.compile(r"\s*\|.*\|\s*")
_RULE_LINE = re.compile(r"[\s|:\-=+]+")
_TITLE = "|".join(map(re.escape, sorted(TITLES, key=len, reverse=True)))
_SECTION = re.compile(
    rf"(?m)^[ \t\u3000]*(?:指标)?[（(]?(?P<number>\d{{1,2}})[)）]?[.、．:：\s]*(?P<title>{_TITLE})"
)
_LABEL = re.compile(
    r"[【\[]?(?P<label>指标释义|释义|标准要求|建设标准|达标要求|建设要求|[^\s，。；：:]{0,12}?完成情况|建设情况|自评情况)[】\]]?\s*[：:]"
)


def text_tables(text: str) -> Iterator[tuple[list[list[Cell]], str]]:
    """Every way to read a text as one table, each with what stands before and after it."""
    for read in (_hanging, _lined):
        grid, outside = read(text.splitlines())
        if grid:
            yield grid, outside


def labelled_form(text: str) -> Form | None:
    """Running text with labels; None when no indicator has a labelled 完成情况."""
    starts = list(_SECTION.finditer(text))
    ends = [*(match.start() for match in starts[1:]), len(text)]
    rows: dict[int, Row] = {}
    for match, end in zip(starts, ends, strict=False):
        row = _section(int(match["number"]), match["title"], text[match.end() : end])
        if row is not None:
            rows.setdefault(row.number, row)
    if not rows:
        return None
    return Form(column="完成情况", rows=tuple(rows.values()), outside=text[: starts[0].start()])


def _section(number: int, title: str, text: str) -> Row | None:
    labels = list(_LABEL.finditer(text))
    ends = [*(match.start() for match in labels[1:]), len(text)]
    parts: dict[str, str] = {}
    for match, end in zip(labels, ends, strict=False):
        parts.setdefault(_kind(match["label"]), text[match.end() : end].strip())
    if "answer" not in parts:
        return None
    return Row(
        number=number,
        title=title,
        answer=parts["answer"],
        standard=parts.get("standard", ""),
        definition=parts.get("definition", ""),
    )


def _kind(label: str) -> str:
    if "释义" in label:
        return "definition"
    return "answer" if label.endswith("情况") else "standard"


def _hanging(lines: Sequence[str]) -> tuple[list[list[Cell]], str]:
    """Cells begin with a tab, rows end with an empty line before the next tab."""
    rows: list[list[list[str]]] = []
    outside: list[str] = []
    is_open = False
    for at, line in enumerate(lines):
        if line.startswith("\t") and line.count("\t") == 1:
            if not is_open:
                rows.append([])
                is_open = True
            rows[-1].append([line[1:]])
        elif is_open and _ends_row(lines, at):
            is_open = False
        elif is_open:
            rows[-1][-1].append(line)
        else:
            outside.append(line)
    width = len(rows[0]) if rows else 0
    texts = (["\n".join(cell).strip("\n") for cell in row[:MAX_COLUMNS]] for row in rows)
    # What a short row lacks is its first cells: they are merged with those above.
    return _grid([""] * (width - len(row)) + row for row in texts), "\n".join(outside)


def _ends_row(lines: Sequence[str], at: int) -> bool:
    """An empty line ends a row, unless only a paragraph of the same cell follows it."""
    if lines[at].strip():
        return False
    rest = [line for line in lines[at + 1 :] if line.strip("\r ")]
    is_inside = any(line.startswith("\t") for line in rest)
    return not is_inside or rest[0].startswith("\t")


def _lined(lines: Sequence[str]) -> tuple[list[list[Cell]], str]:
    """A line a row: cells between tabs or between bars; other lines go on with the last cell."""
    rows: list[list[str]] = []
    outside: list[str] = []
    for line in lines:
        cells = _split(line)
        if len(cells) > 1:
            rows.append(cells[:MAX_COLUMNS])
        elif rows and line.strip() and not _RULE_LINE.fullmatch(line):
            rows[-1][-1] += f"\n{line}"
        else:
            outside.append(line)
    return _grid(rows), "\n".join(outside)


def _split(line: str) -> list[str]:
    if _RULE_LINE.fullmatch(line):
        return []
    if _BAR.fullmatch(line):
        return [cell.strip() for cell in line.strip().strip("|").split("|")]
    return [cell.strip(" ") for cell in line.split("\t")] if "\t" in line.lstrip() else []


def _grid(rows: Iterable[list[str]]) -> list[list[Cell]]:
    grid: list[list[Cell]] = []
    left = MAX_CELLS
    for row in rows:
        left -= len(row)
        if left < 0:
            break
        grid.append([Cell(text) for text in row])
    return grid
