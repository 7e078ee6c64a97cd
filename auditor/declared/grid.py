"""A table as a grid of texts, merged cells repeated, and where its columns are.

Readers make the grid; here 标准要求 and 完成情况 are found in it, by the many headers that
counties use, and the rows are put together.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from auditor.declared.form import Form, Row
from auditor.declared.numerals import folded, number
from auditor.declared.titles import number_of

__all__ = [
    "MAX_CELLS",
    "MAX_COLUMNS",
    "Cell",
    "Columns",
    "Grid",
    "columns_of",
    "forms_of",
    "level_in",
    "lines_of",
    "merged_answer",
]

MAX_CELLS = 100_000
MAX_COLUMNS = 60

_HEADER_ROWS = 6
_SPACE = re.compile(r"\s+")
_LEVEL = re.compile(r"基础型|成长型|标杆型")
_NUMBER = re.compile(r"\s*[(第]?\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*[).、]?\s*")
_KINDS = {
    "number": re.compile(r"(?:指标)?(?:序号|编号)|序"),
    "definition": re.compile(r"(?:指标)?(?:释义|说明|解释|含义|定义)(?:及公式)?"),
    "standard": re.compile(
        r"(?:(?:达标|建设|评价|考核|验收|指标|评估)?(?:标准|要求)(?:要求|内容)?|指标标准|目标值|标准值)"
        r"(?:[(,、]?(?:基础型|成长型|标杆型)\)?)?"
    ),
    "verdict": re.compile(
        r"是否(?:达标|达到|完成|符合|合格).{0,4}|(?:验收|评估|初验|自评|审核)?(?:结论|结果)|达标情况\(是/否\)"
    ),
    "title": re.compile(r"二级指标(?:名称)?|指标名称|指标|指标项|三级指标"),
    "answer": re.compile(
        r".{0,30}(?:完成情况|完成状况|完成内容|建设情况|落实情况|自评情况|达标情况|自查情况|实际情况|建设成效|完成结果)(?:说明|描述|自述)?(?:\(.{0,20}\))?"
    ),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, and which cell of the file it is: repeated where cells are merged."""

    text: str
    key: object = None


Grid = Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which column of a grid is what; ``body`` is the first row under the header."""

    body: int
    answers: tuple[tuple[int, str], ...]
    standard: int | None
    number: int | None
    title: int | None
    definition: int | None
    verdict: int | None


def columns_of(grid: Grid, *, level: str = "") -> Columns | None:
    """The columns of the acceptance table; None when ``grid`` is another table."""
    for at in range(min(_HEADER_ROWS, len(grid))):
        for depth in (2, 1):
            heads = _heads(grid, at, depth)
            found = _recognised(heads, level)
            if found and _is_header(grid, at, depth):
                return Columns(body=at + depth, **found)  # type: ignore[arg-type]  # by name
    return None


def forms_of(grid: Grid, columns: Columns, outside: str) -> Iterator[Form]:
    """One form for each column 完成情况."""
    for position, header in columns.answers:
        rows = tuple(_rows(grid, columns, position))
        if rows:
            yield Form(column=header, rows=rows, outside=outside)


def lines_of(grid: Grid, columns: Columns) -> dict[int, list[Sequence[Cell]]]:
    """The lines of the table by indicator: those with the same number belong together."""
    groups: dict[int, list[Sequence[Cell]]] = {}
    for line in grid[columns.body :]:
        which = _which(line, columns)
        if which:
            groups.setdefault(which, []).append(line)
    return groups


def merged_answer(grid: Grid, columns: Columns) -> int | None:
    """The first indicator whose answer and requirement are one cell: which it is, nobody knows."""
    for which, lines in lines_of(grid, columns).items():
        if any(_shares(line, columns) for line in lines):
            return which
    return None


def _shares(line: Sequence[Cell], columns: Columns) -> bool:
    if columns.standard is None or columns.standard >= len(line):
        return False
    asked = line[columns.standard]
    names = (place for place in (columns.number, columns.title) if place is not None)
    if not asked.text.strip() or any(_same(asked, cell) for cell in _at(line, names)):
        return False  # a heading over the whole width
    return any(_same(asked, cell) for cell in _at(line, (place for place, _ in columns.answers)))


def _at(line: Sequence[Cell], places: Iterable[int]) -> Iterator[Cell]:
    return (line[place] for place in places if place < len(line))


def _heads(grid: Grid, at: int, depth: int) -> list[str]:
    """The header of each column; with two rows of headers, both, unless they are one cell."""
    first = grid[at]
    if depth == 1:
        return [_plain(cell.text) for cell in first]
    if at + 1 >= len(grid):
        return []
    second = [*grid[at + 1], *(Cell("") for _ in first)]
    return [
        _plain(above.text) if _same(above, below) else _plain(above.text) + _plain(below.text)
        for above, below in zip(first, second, strict=False)
    ]


def _is_header(grid: Grid, at: int, depth: int) -> bool:
    """A second row of headers shares a cell with the first; else it is a row of the table."""
    if depth == 1:
        return True
    pairs = zip(grid[at], grid[at + 1], strict=False)
    return any(_same(above, below) and above.text.strip() for above, below in pairs)


def _same(above: Cell, below: Cell) -> bool:
    return above.key is not None and above.key == below.key


def _recognised(heads: Sequence[str], level: str) -> dict[str, object] | None:
    """Which header is what; None without a column of answers."""
    places: dict[str, list[int]] = {kind: [] for kind in _KINDS}
    for position, head in enumerate(heads):
        kind = next((k for k, pattern in _KINDS.items() if pattern.fullmatch(head)), None)
        if kind is not None and not (position and heads[position - 1] == head):
            places[kind].append(position)
    if not places["answer"]:
        return None
    return {
        **{kind: _last(places[kind]) for kind in ("number", "title", "definition", "verdict")},
        "standard": _standard(places["standard"], heads, level),
        "answers": tuple((position, heads[position]) for position in places["answer"]),
    }


def _last(places: Sequence[int]) -> int | None:
    return places[-1] if places else None


def _standard(places: Sequence[int], heads: Sequence[str], level: str) -> int | None:
    """Of several columns of requirements the one of the form's level; none when unclear."""
    if len(places) <= 1:
        return places[0] if places else None
    of_level = [place for place in places if level and level in heads[place]]
    return of_level[0] if len(of_level) == 1 else None


def _rows(grid: Grid, columns: Columns, answer: int) -> Iterator[Row]:
    """One row an indicator."""
    for which, lines in lines_of(grid, columns).items():
        if not any(answer < len(line) for line in lines):
            continue
        yield Row(
            number=which,
            title=_joined(lines, columns.title),
            answer=_joined(lines, answer),
            standard=_joined(lines, columns.standard),
            definition=_joined(lines, columns.definition),
            verdict=_joined(lines, columns.verdict),
        )


def _which(line: Sequence[Cell], columns: Columns) -> int | None:
    """The indicator's number: as printed, else by its name."""
    if columns.number is not None and columns.number < len(line):
        match = _NUMBER.fullmatch(folded(line[columns.number].text))
        value = number(match[1]) if match else None
        if value is not None:
            return int(value)
    if columns.title is None or columns.title >= len(line):
        return None
    return number_of(line[columns.title].text)


def _joined(lines: Sequence[Sequence[Cell]], position: int | None) -> str:
    """The texts of a column, a merged cell once."""
    if position is None:
        return ""
    cells = [line[position] for line in lines if position < len(line)]
    told: list[Cell] = []
    for cell in cells:
        if not (told and cell.key is not None and cell.key == told[-1].key):
            told.append(cell)
    return "\n".join(cell.text for cell in told).strip("\n")


def level_in(text: str) -> str:
    """The level that a text names; empty when it names none or several."""
    levels = set(_LEVEL.findall(text))
    return levels.pop() if len(levels) == 1 else ""


def _plain(text: str) -> str:
    return _SPACE.sub("", folded(text))
