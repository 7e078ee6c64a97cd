"""The physical lines of a delimited text: which are plain rows, which are blank, which need care.

A *plain* line is a whole row of the right number of cells that every CSV reader splits alike:
its quotation marks are paired and stand where marks may stand, its bytes are sound, it ends in
LF or CRLF.  Everything is decided by counting bytes, for all lines at once.  A line is only
what it is called if no earlier line reaches into it; that is left to `auditor.registry.fast`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from auditor.registry.decoding import Piece, broken_at
from auditor.registry.rows import MAX_CELL

__all__ = ["Lines", "line_ends", "survey"]

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_BLOCK = 1024 * 1024
_LF, _CR, _MARK, _BLANK, _TAB = 0x0A, 0x0D, 0x22, 0x20, 0x09
_MARK_LEAD = 0xEF  # first byte of U+FEFF, which may be dropped where a text begins
_VISIBLE = range(0x21, 0x7F)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """By line: where it begins, where it ends (after its line end), and what it is."""

    starts: Places
    ends: Places
    plain: Flags
    blank: Flags


def survey(piece: Piece, *, delimiter: str, columns: int) -> Lines:
    """Tell the lines of ``piece`` apart, in a table of ``columns`` columns."""
    codes = np.frombuffer(piece.data, np.uint8)
    ends = line_ends(piece.data)
    starts = np.concatenate(([0], ends[:-1])) if ends.size else ends
    plain, blank = (np.zeros(len(ends), np.bool_) for _ in range(2))
    for first, after in _blocks(ends):
        begin, end = starts[first], ends[after - 1]
        view = _View(
            codes=codes[begin:end],
            starts=starts[first:after] - begin,
            ends=ends[first:after] - begin,
            delimiter=ord(delimiter),
        )
        plain[first:after], blank[first:after] = _told_apart(view, columns)
    if not piece.sound:
        plain[np.searchsorted(ends, broken_at(piece.data), side="right")] = False
    return Lines(starts=starts, ends=ends, plain=plain, blank=blank)


def _blocks(ends: Places) -> Iterator[tuple[int, int]]:
    """Lines in groups of about `_BLOCK` bytes, which the processor's cache can hold."""
    if ends.size:
        borders = np.searchsorted(ends, np.arange(0, ends[-1], _BLOCK))
        yield from pairwise(np.unique(np.append(borders, len(ends))).tolist())


def _told_apart(view: "_View", columns: int) -> tuple[Flags, Flags]:
    visible, blank = _written(view)
    cells, ill_marked = _cells(view)
    plain = visible & ~ill_marked & ~_is_strange(view)
    plain &= (cells == columns) & (view.ends - view.starts <= MAX_CELL)
    return plain, blank


def line_ends(data: bytes) -> Places:
    """After each line: LF, CRLF and a lone CR end one, and so does the end of the data."""
    codes = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(codes == _LF) + 1
    if b"\r" in data:
        returns = np.flatnonzero(codes == _CR)
        follows = codes[np.minimum(returns + 1, len(codes) - 1)]
        ends = np.sort(np.concatenate((ends, returns[follows != _LF] + 1)))
    if data and (not ends.size or ends[-1] != len(data)):
        ends = np.append(ends, len(data))
    return ends


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    codes: Bytes
    starts: Places
    ends: Places
    delimiter: int


def _written(view: _View) -> tuple[Flags, Flags]:
    """Lines that show something in ASCII, and lines of nothing but blanks and delimiters.

    A line that is neither may be blank in another alphabet's blanks: it needs care.
    """
    shown = np.zeros(256, np.bool_)
    shown[_VISIBLE] = True
    shown[[view.delimiter, _MARK]] = False
    first = view.codes[view.starts]
    second = view.codes[np.minimum(view.starts + 1, view.ends - 1)]
    visible = shown[first] | shown[second]
    blank = np.zeros(len(view.starts), np.bool_)
    if not visible.all():
        void = np.zeros(256, np.bool_)
        void[[view.delimiter, _BLANK, _TAB, _CR, _LF]] = True
        unclear, lengths = ~visible, view.ends - view.starts
        codes = view.codes[np.repeat(unclear, lengths)]
        starts = np.cumsum(lengths[unclear]) - lengths[unclear]
        visible[unclear] = np.logical_or.reduceat(shown[codes], starts)
        blank[unclear] = np.logical_and.reduceat(void[codes], starts)
    return visible, blank


def _cells(view: _View) -> tuple[Places, Flags]:
    """By line: how many cells it has, and whether a mark stands wrongly, so that nobody knows."""
    delimiters = np.flatnonzero(view.codes == view.delimiter)
    marks = np.flatnonzero(view.codes == _MARK)
    wrong = np.zeros(len(view.starts), np.bool_)
    if marks.size:
        count = _by_line(marks, view)
        wrong = count % 2 == 1
        marks = marks[np.repeat(~wrong, count)] if wrong.any() else marks
        wrong[np.searchsorted(view.ends, _misplaced(marks, view), side="right")] = True
        delimiters = delimiters[~_are_inside(delimiters, marks, view)]
    return _by_line(delimiters, view) + 1, wrong


def _misplaced(marks: Places, view: _View) -> Places:
    """Those of ``marks``, an even number in each line, that open or close nothing.

    They alternate between opening and closing; a doubled mark closes and opens again.  So an
    opening one follows a delimiter, a line's start or a closing one, and a closing one precedes
    a delimiter, a line's end or an opening one.
    """
    fits = np.zeros(256, np.bool_)
    fits[[view.delimiter, _MARK, _CR, _LF]] = True
    opening, closing = marks[::2], marks[1::2]
    opens = fits[view.codes[opening - 1]] | (opening == 0)
    last = len(view.codes) - 1
    closes = fits[view.codes[np.minimum(closing + 1, last)]] | (closing == last)
    return np.concatenate((opening[~opens], closing[~closes]))


def _are_inside(places: Places, marks: Places, view: _View) -> Flags:
    """Which of ``places`` have an odd number of ``marks`` before them."""
    flips = np.zeros(len(view.codes), np.bool_)
    flips[marks] = True
    return np.logical_xor.accumulate(flips)[places]


def _by_line(places: Places, view: _View) -> Places:
    """How many of ``places`` each line has."""
    return np.diff(np.append(np.searchsorted(places, view.starts), len(places)))


def _is_strange(view: _View) -> Flags:
    """Lines that end in a lone CR or begin as a byte order mark does."""
    strange: Flags = view.codes[view.ends - 1] == _CR
    strange |= view.codes[view.starts] == _MARK_LEAD
    return strange
