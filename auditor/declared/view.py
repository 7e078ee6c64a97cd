"""What a row of the form says, as the rules see it: figures matched with what is required.

Everything that rules share is worked out here once a row; judging is left to them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.declared.counts import Count, counts
from auditor.declared.form import Form, Row
from auditor.declared.numerals import folded
from auditor.declared.ratios import Ratio, ratio_of
from auditor.declared.stated import Bound, Stated, stated

__all__ = ["Declared", "View", "view"]

_NOT_MET = re.compile(
    r"[未不]达标|未达到|没达到|未完成|未通过|不符合|不满足|整改|尚未|正在建设|推进中|基本达标"
)
_MET = re.compile(r"达标|完成|符合|满足|达到|通过")
_ITEM = re.compile(r"(?:^|(?<=[\n。;]))[ ]*(?:\(?\d{1,2}\)|\d{1,2}[.、](?!\d)|[①-⑨])")
_FORM_MET = re.compile(r"达到.{0,30}标准|通过验收|验收合格|验收通过")
_MANY = 100
"""Figures of one answer that are looked at; the longest real answers have a dozen."""

_BEST, _ALIKE, _LOOSE, _NONE = 3, 2, 1, 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A figure of the answer with what it must reach and the counts behind it, where known."""

    figure: Stated
    required: Stated | None
    ratio: Ratio | None
    item: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One row, read: figures of the answer and of the standard, counts, whether it claims 达标."""

    row: Row
    form: Form
    required: tuple[Stated, ...]
    declared: tuple[Declared, ...]
    counts: tuple[Count, ...]
    claims_met: bool

    @property
    def flat(self) -> str:
        """The answer in half width, as long as the answer."""
        return folded(self.row.answer)

    def counts_in(self, item: tuple[int, int]) -> tuple[Count, ...]:
        """The counts of one numbered sentence."""
        return _within(self.counts, item)

    def decisive(self, required: Stated) -> tuple[Declared, ...]:
        """The figures that answer ``required`` most directly; none where they disagree.

        A rate's own figure goes before one that several rates share, and the rate as the standard
        names it before one of a part of it (一个小区的覆盖率).
        """
        mine = [d for d in self.declared if d.required is required]
        context = _context(self.row)
        ranks = [(not d.figure.together, _score(d.figure, required, context)) for d in mine]
        best = max(ranks, default=None)
        return tuple(d for d, rank in zip(mine, ranks, strict=True) if rank == best)


def view(row: Row, form: Form) -> View:
    """Read one row of ``form``."""
    asked = stated(row.standard)[:_MANY]
    required = tuple(r for r in asked if r.bound is not Bound.AT_MOST)
    found = counts(row.answer)[:_MANY]
    figures = stated(row.answer)[:_MANY]
    items = tuple(_items(row.answer))
    declared = tuple(
        _declared(row, figure, figures, (required, found, items)) for figure in figures
    )
    return View(
        row=row,
        form=form,
        required=required,
        declared=declared,
        counts=found,
        claims_met=_claims_met(row, form),
    )


def _declared(
    row: Row,
    figure: Stated,
    figures: Sequence[Stated],
    around: tuple[Sequence[Stated], Sequence[Count], Sequence[tuple[int, int]]],
) -> Declared:
    required, found, items = around
    item = next(i for i in items if i[0] <= figure.start < i[1])
    others = {f.name for f in figures if item[0] <= f.start < item[1]} - {figure.name}
    same = [f for f in figures if f.kernel == figure.kernel and item[0] <= f.start < item[1]]
    ratio = ratio_of(
        figure,
        row.answer,
        _within(found, item),
        formula=f"{row.definition}\n{row.standard}",
        alone=not others,
    )
    is_one = len({(f.name, f.value) for f in same}) == 1
    return Declared(
        figure=figure,
        required=_required(figure, required, _context(row)),
        ratio=ratio if is_one else None,
        item=item,
    )


def _required(figure: Stated, required: Sequence[Stated], context: str) -> Stated | None:
    """What the standard asks of this rate; None when nothing or two things fit equally."""
    scored = [(score, r) for r in required if (score := _score(figure, r, context))]
    best = max((score for score, _ in scored), default=_NONE)
    fitting = [r for score, r in scored if score == best]
    return fitting[0] if len({r.value for r in fitting}) == 1 else None


def _score(figure: Stated, required: Stated, context: str) -> int:
    """How surely two names mean one rate."""
    if figure.kernel != required.kernel:
        return _NONE
    mine, asked = figure.modifier, required.modifier
    if mine == asked:
        return _BEST
    if mine and asked and (mine.endswith(asked) or asked.endswith(mine)):
        return _ALIKE
    return _LOOSE if _is_spread_in(mine, context) else _NONE


def _is_spread_in(words: str, context: str) -> bool:
    """Whether all characters of ``words`` stand in ``context`` in this order."""
    rest = iter(context)
    return all(word in rest for word in words)


def _context(row: Row) -> str:
    return folded(f"{row.title}\n{row.definition}\n{row.standard}")


def _items(answer: str) -> Iterator[tuple[int, int]]:
    """Where the numbered sentences of an answer begin and end; all of it without numbers."""
    starts = sorted({0, *(match.start() for match in _ITEM.finditer(folded(answer)))})
    ends = [*starts[1:], len(answer) + 1]
    yield from zip(starts, ends, strict=True)


def _within(found: Sequence[Count], item: tuple[int, int]) -> tuple[Count, ...]:
    return tuple(count for count in found if item[0] <= count.start < item[1])


def _claims_met(row: Row, form: Form) -> bool:
    """By its own words, else by the notice that the table stands in."""
    words = f"{row.verdict}\n{row.answer}"
    verdict = row.verdict.strip()
    if _NOT_MET.search(words) or verdict in ("否", "×"):
        return False
    return verdict in ("是", "√") or bool(_MET.search(words) or _FORM_MET.search(form.outside))
