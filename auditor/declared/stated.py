"""Percentages that a text states of something: ``联网率、完好率均达到95%以上``.

A percentage counts only when the words before it are the name of a rate and a plain link, or
when a share of 小区 follows it; whatever else a text does with a percentage is left alone.
"""

import enum
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from auditor.declared.numerals import NUMBER, decimals, folded, number

__all__ = ["Bound", "Stated", "stated"]


class Bound(enum.StrEnum):
    """How exactly a percentage is meant."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    ABOUT = "about"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One rate with its percentage; ``start`` and ``end`` are its place in the text.

    ``together``: the same figure is given to several rates at once (均).  ``share`` is the noun
    of a share (``80%小区``), empty for rates.
    """

    name: str
    value: Fraction
    places: int
    bound: Bound
    start: int
    end: int
    together: bool = False
    share: str = ""

    @property
    def kernel(self) -> str:
        """What sort of rate: 覆盖率, 完好率, 满意度, or the noun of a share."""
        return self.share or self.name[-_KERNEL:]

    @property
    def modifier(self) -> str:
        """What stands before the kernel: 家庭千兆光纤网络."""
        return "" if self.share else self.name[:-_KERNEL]


@dataclass(frozen=True, slots=True)
class _Percent:
    value: Fraction
    places: int
    start: int
    end: int


_KERNEL = 3
_PERCENT = re.compile(
    rf"(?P<digits>{NUMBER})\s*%|百分之(?P<words>[零〇一二两三四五六七八九十百点\d.]+)|(?P<all>百分百)"
)
_BREAK = re.compile(r"[。;\n]")
_NAME_START = re.compile(r"[，,、。;:\n\"“”%!！?？)]|其中|(?<=[率度])[和与及]")
_RATE = re.compile(r"(?:率|满意度)$")
_LINK = re.compile(
    r"\s*(?:\([^()\n]{0,40}\)\s*)?(?P<all>(?:均|都|全部|分别|也|已经?|能够?|可|总体|整体|目前|现|仅|只)*)"
    r"(?:[=:]\s*\d+\s*/\s*\d+\s*)?"
    r"(?:(?:由|从)\s*|稳定在|保持在|维持在|提升[至到]|提高[至到]|达到了?|达[至成]?|实现了?|高达|[为是在=:])?"
    r"\s*(?P<before>不低于|不少于|不小于|至少|超过|高于|大于|≥|>|不超过|不高于|没超过|未超过|低于|小于|不足|≤|<|大?约为?|接近|近)?\s*$"
)
_AFTER = re.compile(
    r"\s*(?:(?P<least>[及或]?以上|\+)|(?P<most>[及或]?以下|以内)|(?P<about>左右|上下))"
)
_LEAST = frozenset({"不低于", "不少于", "不小于", "至少", "超过", "高于", "大于", "≥", ">"})
_MOST = frozenset({"不超过", "不高于", "没超过", "未超过", "低于", "小于", "不足", "≤", "<"})
_RANGE_BEFORE = re.compile(r"[\d%]\s*[-–—~至到]\s*$")
_RANGE_BETWEEN = re.compile(r"\s*[-–—~至到]\s*")
_GROWN = re.compile(r"\s*(?:，|,)?(?:提升|提高|增长|上升|增加)(?:到|至|为)了?\s*")
_LISTED = re.compile(r"\s*[、，,和及与]\s*")
_SHARE = re.compile(r"\s*(?:[及或]?以上)?的?(?P<noun>封闭式小区|小区|楼栋|住宅楼|居民楼)")
_LEAD = re.compile(
    r"^(?:\(?\d{1,2}[.、)]\s*)?(?:其中|另外|同时|以及|并且|且|我|本|该|全|社区内|社区|辖区内?|目前|现|总体|整体|综合|平均|总)*"
)


def stated(text: str) -> tuple[Stated, ...]:
    """Every percentage that is said of a rate or of a share of 小区, in the text's order."""
    flat = folded(text)
    found = list(_percents(flat))
    results: list[Stated] = []
    at = 0
    while at < len(found):
        group = _group(flat, found[at:])
        results.extend(_named(flat, found, at, group))
        at += len(group)
    return tuple(results)


def _percents(flat: str) -> Iterator[_Percent]:
    for match in _PERCENT.finditer(flat):
        written = match["digits"] or match["words"] or "一百"
        value = number(written)
        if value is not None:
            yield _Percent(value, decimals(written), match.start(), match.end())


def _group(flat: str, found: Sequence[_Percent]) -> Sequence[_Percent]:
    """Percentages that are one list (``96%、97%和98%``), one range or one growth."""
    size = 1
    for before, after in itertools.pairwise(found):
        between = flat[before.end : after.start]
        if not any(p.fullmatch(between) for p in (_LISTED, _RANGE_BETWEEN, _GROWN)):
            break
        size += 1
    return found[:size]


def _named(
    flat: str, found: Sequence[_Percent], at: int, group: Sequence[_Percent]
) -> Iterator[Stated]:
    """The rates that a group of percentages is said of."""
    first, last = group[0], group[-1]
    start = max(found[at - 1].end if at else 0, _last_break(flat, first.start))
    before = flat[start : first.start]
    link = _link(before)
    names = _names(before[: link.start()], start) if link else ()
    if link is None or not names or _is_range(flat, group):
        yield from (share for each in group if (share := _share(flat, each)))
        return
    values = [last] if _is_growth(flat, group) else list(group)
    if len(values) not in (1, len(names)):
        return
    for position, (name, begin) in enumerate(names):
        value = values[position if len(values) > 1 else 0]
        bound, end = _bound(flat, value, link["before"] or "")
        together = len(names) > 1 and len(values) == 1
        yield Stated(
            name=name,
            value=value.value,
            places=value.places,
            bound=bound,
            start=names[0][1] if together else begin,
            end=end,
            together=together,
        )


def _link(before: str) -> re.Match[str] | None:
    """The words between the name of a rate and its percentage, which the name must precede."""
    for match in re.finditer(r"率|满意度", before):
        link = _LINK.fullmatch(before, match.end())
        if link:
            return link
    return None


def _names(before: str, offset: int) -> tuple[tuple[str, int], ...]:
    """The names that end here, each with its place: ``联网率、摄像机完好率``."""
    names: list[tuple[str, int]] = []
    end = len(before)
    while end > 0:
        cuts = [match.end() for match in _NAME_START.finditer(before, 0, end)]
        piece_start = cuts[-1] if cuts else 0
        raw = before[piece_start:end]
        if not _RATE.search(raw):
            break
        begin = piece_start + max(raw.rfind("的", 0, -_KERNEL) + 1, 0)
        lead = _LEAD.match(before[begin : end - _KERNEL])
        begin += lead.end() if lead else 0
        while before[begin] == " ":
            begin += 1
        names.insert(0, (before[begin:end], offset + begin))
        if before[piece_start - 1 : piece_start] not in ("、", "，", ",", "和", "与", "及"):
            break
        end = piece_start - 1
    return tuple(names)


def _share(flat: str, percent: _Percent) -> Stated | None:
    """``80%小区``: of how many of them."""
    match = _SHARE.match(flat, percent.end)
    if not match or _RANGE_BEFORE.search(flat[: percent.start]):
        return None
    most = re.search(r"(不超过|低于|小于|不足|近|约)\s*$", flat[: percent.start])
    bound = Bound.ABOUT if most else _bound(flat, percent, "")[0]
    return Stated(
        name=f"{match['noun']}占比",
        value=percent.value,
        places=percent.places,
        bound=bound,
        start=percent.start,
        end=match.end(),
        share=match["noun"].removeprefix("封闭式"),
    )


def _bound(flat: str, percent: _Percent, before: str) -> tuple[Bound, int]:
    after = _AFTER.match(flat, percent.end)
    end = after.end() if after else percent.end
    if before in _MOST or (after and after["most"]):
        return Bound.AT_MOST, end
    if before in _LEAST or (after and after["least"]):
        return Bound.AT_LEAST, end
    if before or (after and after["about"]):
        return Bound.ABOUT, end
    return Bound.EXACT, end


def _is_range(flat: str, group: Sequence[_Percent]) -> bool:
    if _RANGE_BEFORE.search(flat[: group[0].start]):
        return True
    pairs = itertools.pairwise(group)
    return any(_RANGE_BETWEEN.fullmatch(flat[a.end : b.start]) for a, b in pairs)


def _is_growth(flat: str, group: Sequence[_Percent]) -> bool:
    pairs = itertools.pairwise(group)
    return any(_GROWN.fullmatch(flat[a.end : b.start]) for a, b in pairs)


def _last_break(flat: str, end: int) -> int:
    return max((match.end() for match in _BREAK.finditer(flat, 0, end)), default=0)
