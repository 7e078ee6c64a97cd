"""Counted things in a text: ``其中智能照明设备85个``, ``共109盏``, ``42路中40路``.

A count knows the words around it; which two of them make a rate is `auditor.declared.ratios`'.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from auditor.declared.numerals import NUMBER, WORDS, folded, number

__all__ = ["COUNTED", "Count", "counts"]

COUNTED = "平方公里|平方千米|平方米|公里|万户|户|个|路|台|套|栋|幢|处|盏|部|块|只|支|条|座|人|名|次|种|项|件|场|间|辆"
"""Units that are counted; layers, minutes and years are not."""

_COUNT = re.compile(
    rf"(?P<number>{NUMBER}|(?<![一-龥]){WORDS}|(?<=[有共为是置装供展建达到])(?:{WORDS}))\s*"
    rf"(?P<unit>{COUNTED})(?!(?<=个)(?:月|工作日|小时|百分点|方面|性|体|人信息))(?!(?<=项)目|(?<=种)[类植])"
)
_EDGE = re.compile(r"[，,。;:()\n、\"“”]")
_LINK = re.compile(r"(?:[为是有达到约共:：\s]|总计|合计)*$")
_TOTAL = re.compile(r"总|应|共|合计|全部|登记|在册|规划")
_PART = re.compile(r"其中|已|实际")
_OUT_OF = re.compile(r"[一-龥]{0,8}?(?<![集其])中(?![心型央国学医餐间小高等])")
"""“120路中……”: all of them."""

_REACH = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number with its unit; ``before`` and ``after`` are the words of its clause."""

    value: Fraction
    unit: str
    before: str
    after: str
    start: int
    end: int

    @property
    def noun(self) -> str:
        """What is counted."""
        return self.before or self.after

    @property
    def is_total(self) -> bool:
        """Whether the words say that this is all there is."""
        if _OUT_OF.match(self.after):
            return True
        return bool(_TOTAL.search(self.before)) and not self.is_part

    @property
    def is_part(self) -> bool:
        """Whether the words say that this is some of them."""
        return bool(_PART.match(self.before)) and "总" not in self.before


def counts(text: str) -> tuple[Count, ...]:
    """Every count of a text, in order."""
    flat = folded(text)
    found: list[Count] = []
    for match in _COUNT.finditer(flat):
        value = number(match["number"])
        if value is None:
            continue
        many = match["unit"] == "万户"
        found.append(
            Count(
                value=value * 10_000 if many else value,
                unit="户" if many else match["unit"],
                before=_before(flat, match.start(), found[-1].end if found else 0),
                after=_EDGE.split(flat[match.end() : match.end() + _REACH], maxsplit=1)[0],
                start=match.start(),
                end=match.end(),
            )
        )
    return tuple(found)


def _before(flat: str, at: int, floor: int) -> str:
    """The words of the clause before the number; 共 and 应 stay, they say what it is."""
    piece = flat[max(floor, at - _REACH) : at]
    return _EDGE.split(piece)[-1].strip()
