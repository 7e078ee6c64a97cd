"""Which two counts of a sentence make a rate that it states.

Forms write the part and the whole in any order and among other numbers.  A pair is taken only
where the words leave one reading; otherwise there is none, and nothing is said.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from auditor.declared.counts import Count
from auditor.declared.numerals import folded
from auditor.declared.stated import Stated

__all__ = ["Ratio", "ratio_of"]

_STEMS = {
    "覆盖率": "覆盖|接入|具备",
    "联网率": "联网|接入|上联",
    "完好率": "完好|正常",
    "出图率": "出图",
    "合规率": "合规|合格",
    "在线率": "在线",
    "安装率": "安装|智能",
    "满意度": "满意",
}
_FRACTION = re.compile(r"(?P<part>\d+(?:\.\d+)?)\s*/\s*(?P<whole>\d+(?:\.\d+)?)(?![\d/])")
_CLOSE = 2
_ALIKE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """Part and whole with the place in the text that holds both."""

    part: Fraction
    whole: Fraction
    start: int
    end: int

    @property
    def percent(self) -> Fraction:
        """The share in percent."""
        return self.part * 100 / self.whole

    def is_less_than(self, percent: Fraction) -> bool:
        """Compared exactly: 18 of 19 is less than 95 %."""
        return self.part * 100 < percent * self.whole

    def agrees_with(self, value: Fraction, places: int) -> bool:
        """Whether ``value`` is this share, rounded or cut off, to half a point."""
        above = self.percent - value
        return abs(above) <= Fraction(1, 2) or 0 <= above < Fraction(1, 10**places)


def ratio_of(
    rate: Stated, text: str, found: Sequence[Count], *, formula: str, alone: bool
) -> Ratio | None:
    """The counts behind ``rate``; ``found`` are those of its sentence.

    ``formula`` is the text of 指标释义, ``alone`` says that the sentence has no other rate.
    """
    written = _fraction(rate, folded(text))
    if written is not None:
        return written
    part_noun, whole_noun = _nouns(rate, formula)
    parts = [c for c in found if not c.is_total and _is_part(c, rate, part_noun, alone=alone)]
    if len(parts) != 1:
        return None
    part = parts[0]
    by_formula = bool(part_noun) and _alike(_bare(part.noun), part_noun)
    others = (c for c in found if c is not part and (c.unit == part.unit or by_formula))
    wholes = [c for c in others if c.is_total or _alike(_bare(c.noun), whole_noun)]
    if len(wholes) != 1 or wholes[0].value <= 0 or part.value > wholes[0].value:
        return None
    places = (part.start, part.end, wholes[0].start, wholes[0].end)
    return Ratio(part=part.value, whole=wholes[0].value, start=min(places), end=max(places))


def _fraction(rate: Stated, flat: str) -> Ratio | None:
    """``95%（38/40）``, ``（38/40）95%`` and ``38/40=95%``."""
    behind = re.match(r"\s*(?:以上)?\s*[(,，]?\s*(?:即|=)?\s*", flat[rate.end :])
    at = rate.end + (behind.end() if behind else 0)
    match = _FRACTION.match(flat, at) or _FRACTION.search(flat, rate.start, rate.end)
    if match is None:
        return None
    part, whole = Fraction(match["part"]), Fraction(match["whole"])
    if whole <= 0 or part > whole:
        return None
    return Ratio(part=part, whole=whole, start=match.start(), end=match.end())


def _nouns(rate: Stated, formula: str) -> tuple[str, str]:
    """What the definition divides by what, when it is this rate's."""
    pattern = re.compile(rf"{re.escape(rate.kernel)}=([^/=\n。;]+)/([^/=\n。;]+)")
    match = pattern.search(folded(formula))
    return (_bare(match[1]), _bare(match[2])) if match else ("", "")


def _is_part(count: Count, rate: Stated, noun: str, *, alone: bool) -> bool:
    words = f"{count.before} {count.after}"
    stem = _STEMS.get(rate.kernel)
    if noun and _alike(_bare(count.noun), noun):
        return True
    if stem and re.search(stem, words) and not re.search(r"未|没|不", words):
        return alone or not noun or len(_bare(count.noun)) >= _CLOSE
    return alone and not noun and count.is_part


def _bare(noun: str) -> str:
    """A noun without the words that only say that it is counted."""
    return re.sub(r"其中|数量|总数|总|数|的|是|为|有|共|已|社区内?|[\s:]", "", noun)


def _alike(first: str, second: str) -> bool:
    """Whether two nouns share most of their pairs of characters."""
    if first == second and first:
        return True
    one = {first[i : i + 2] for i in range(len(first) - 1)}
    two = {second[i : i + 2] for i in range(len(second) - 1)}
    if not one or not two:
        return False
    return len(one & two) >= _ALIKE * max(len(one), len(two))
