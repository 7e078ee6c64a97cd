"""The same device in two lists: how its two positions differ, and its two names.

A displacement that equals the GCJ-02 or BD-09 shift of the place within 20 m is accepted for a
random displacement below 1.5 km in about 0.02 % of cases; two such pairs are no accident.  That
one list is shifted against the other does not tell which of them is right.  Reading the lists
and wording of findings are left to the callers.
"""

import enum
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.datum import Degrees, distance_m, on_earth, wgs84_to_bd09, wgs84_to_gcj02

__all__ = ["Comparison", "DeviceList", "Relation", "SharedDevice", "compare", "same_name"]

_SAME_M = 10.0
_SHIFT_M = 20.0
# Where the shift itself is smaller, shift and tolerance cannot be told apart.
_LEAST_SHIFT_M = 100.0
_STRONG = 2
_BRACKETS = str.maketrans("", "", "()[]{}<>【】〔〕〈〉《》「」『』")


class Relation(enum.StrEnum):
    """What the second position is to the first."""

    SAME = "same"
    GCJ_SHIFT = "gcj_shift"
    GCJ_SHIFT_REVERSED = "gcj_shift_reversed"
    BD_SHIFT = "bd_shift"
    BD_SHIFT_REVERSED = "bd_shift_reversed"
    OTHER = "other"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The Chinese words for it."""
        return _LABELS[self]


_LABELS = {
    Relation.SAME: "位置一致（相差不超过10米）",
    Relation.GCJ_SHIFT: "第二份清单相对第一份偏移量与GCJ-02偏移一致",
    Relation.GCJ_SHIFT_REVERSED: "第一份清单相对第二份偏移量与GCJ-02偏移一致",
    Relation.BD_SHIFT: "第二份清单相对第一份偏移量与BD-09偏移一致",
    Relation.BD_SHIFT_REVERSED: "第一份清单相对第二份偏移量与BD-09偏移一致",
    Relation.OTHER: "位置不一致，偏移量不符合已知坐标系偏移",
    Relation.UNKNOWN: "至少一份清单没有可用的经纬度",
}
_ORDER = tuple(Relation)
_SHIFTS = (
    Relation.GCJ_SHIFT,
    Relation.GCJ_SHIFT_REVERSED,
    Relation.BD_SHIFT,
    Relation.BD_SHIFT_REVERSED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceList:
    """Equally long columns; positions in decimal degrees, NaN where there is none."""

    codes: Sequence[str]
    names: Sequence[str]
    longitude: Degrees
    latitude: Degrees


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedDevice:
    """A code that stands once in each list; ``first`` and ``second`` are positions from 0.

    ``distance_m`` is NaN for an unknown relation; ``same_name`` None where a name is empty.
    """

    code: str
    first: int
    second: int
    relation: Relation
    distance_m: float
    same_name: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """``only_first`` and ``only_second`` are positions of rows whose code the other list lacks.

    ``doubled`` are codes that stand more than once in a list: they are compared to nothing.
    Rows without a code are in none of these.
    """

    shared: tuple[SharedDevice, ...]
    only_first: tuple[int, ...]
    only_second: tuple[int, ...]
    doubled: tuple[str, ...]

    @property
    def counts(self) -> dict[Relation, int]:
        """How many shared devices have each relation; every relation is a key."""
        counted = Counter(device.relation for device in self.shared)
        return {relation: counted[relation] for relation in Relation}

    @property
    def strong_shift(self) -> Relation | None:
        """The most frequent shift, if two devices or more show it; None otherwise."""
        counts = self.counts
        best = max(_SHIFTS, key=lambda relation: counts[relation])
        return best if counts[best] >= _STRONG else None

    @property
    def sentence(self) -> str:
        """The batch in one Chinese sentence."""
        counts = self.counts
        told = "，".join(f"{r.label}{n}台" for r, n in counts.items() if n)
        head = f"两份清单共有设备{len(self.shared)}台：{told}" if told else "两份清单没有共有设备"
        tail = "；两份清单坐标系不同，须核实哪一份为WGS-84" if self.strong_shift else ""
        return head + tail


def compare(first: DeviceList, second: DeviceList) -> Comparison:
    """Match by device code and compare position and name; a million rows take 15 s."""
    ours, doubled_here = _by_code(first.codes)
    theirs, doubled_there = _by_code(second.codes)
    doubled = doubled_here | doubled_there
    codes = [code for code in ours if code in theirs and code not in doubled]
    at = np.array([ours[code] for code in codes], dtype=np.intp)
    to = np.array([theirs[code] for code in codes], dtype=np.intp)
    relations, distances = _relations(
        (first.longitude[at], first.latitude[at]), (second.longitude[to], second.latitude[to])
    )
    shared = tuple(
        SharedDevice(
            code=code,
            first=ours[code],
            second=theirs[code],
            relation=relation,
            distance_m=metres,
            same_name=same_name(first.names[ours[code]], second.names[theirs[code]]),
        )
        for code, relation, metres in zip(codes, relations, distances, strict=True)
    )
    return Comparison(
        shared=shared,
        only_first=tuple(row for code, row in ours.items() if code not in theirs),
        only_second=tuple(row for code, row in theirs.items() if code not in ours),
        doubled=tuple(sorted(doubled)),
    )


def same_name(one: str, other: str) -> bool | None:
    """Whether two names are equal but for width, case, blanks and brackets; None if one is empty.

    >>> same_name("东门（１）", "东门 【1】")
    True
    """
    texts = _folded(one), _folded(other)
    return texts[0] == texts[1] if all(texts) else None


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().translate(_BRACKETS).split())


def _by_code(codes: Sequence[str]) -> tuple[dict[str, int], set[str]]:
    """The first row of each code, and the codes that come again."""
    rows: dict[str, int] = {}
    doubled: set[str] = set()
    for row, text in enumerate(codes):
        code = "".join(unicodedata.normalize("NFKC", text).split())
        if code in rows:
            doubled.add(code)
        elif code:
            rows[code] = row
    return rows, doubled


def _relations(
    one: tuple[Degrees, Degrees], other: tuple[Degrees, Degrees]
) -> tuple[list[Relation], list[float]]:
    """Relation and distance of every pair of positions."""
    one, other = on_earth(*one), on_earth(*other)
    metres = distance_m(*one, *other)
    found = np.full(metres.shape, _ORDER.index(Relation.OTHER))
    nearest = np.full(metres.shape, _SHIFT_M)
    for relation, image, goal in (
        (Relation.GCJ_SHIFT, wgs84_to_gcj02(*one), other),
        (Relation.GCJ_SHIFT_REVERSED, wgs84_to_gcj02(*other), one),
        (Relation.BD_SHIFT, wgs84_to_bd09(*one), other),
        (Relation.BD_SHIFT_REVERSED, wgs84_to_bd09(*other), one),
    ):
        missed = distance_m(*image, *goal)
        better = _below(missed, nearest) & (metres >= _LEAST_SHIFT_M)
        found[better], nearest[better] = _ORDER.index(relation), missed[better]
    found[metres <= _SAME_M] = _ORDER.index(Relation.SAME)
    found[np.isnan(metres)] = _ORDER.index(Relation.UNKNOWN)
    return [_ORDER[at] for at in found.tolist()], metres.tolist()


def _below(values: Degrees, limits: Degrees) -> npt.NDArray[np.bool_]:
    """At most the limit; false for NaN."""
    return np.isfinite(values) & (values <= limits)
