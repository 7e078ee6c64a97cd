"""How a profile wants rates to be judged: what is unknown, what is excluded, who is public.

The figures are left to `auditor.aggregate`, the words of a profile to `auditor.profile`.
"""

import enum
from dataclasses import dataclass

__all__ = ["STANDARD_POLICY", "JudgedOn", "Policy", "PublicBy", "UnknownPolicy"]


class UnknownPolicy(enum.StrEnum):
    """What the unknown members of a rate do to its verdict."""

    INTERVAL = "interval"
    """The default: a verdict only where it holds whatever the unknown ones are."""
    AS_MISSED = "as_missed"
    """Unknown counts as not met."""
    LEFT_OUT = "left_out"
    """Unknown leaves the set."""

    @property
    def label(self) -> str:
        """The policy in words (Chinese)."""
        return _UNKNOWN_LABELS[self]


_UNKNOWN_LABELS = {
    UnknownPolicy.INTERVAL: "区间法（未知可能合格也可能不合格，两端结论一致才判定）",
    UnknownPolicy.AS_MISSED: "未知计为不合格",
    UnknownPolicy.LEFT_OUT: "未知不计入分母",
}


class JudgedOn(enum.StrEnum):
    """Whether the whole set is judged or the set less valid exclusions."""

    GROSS = "gross"
    NET = "net"

    @property
    def label(self) -> str:
        """The basis in words (Chinese)."""
        return "全量" if self is JudgedOn.GROSS else "净值（剔除有效免考核）"


class PublicBy(enum.StrEnum):
    """What tells a public camera (公共视频资源)."""

    AUTO = "auto"
    """The flag; without that column the point type; without that too, all."""
    FLAG = "flag"
    POINT_TYPE = "point_type"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """``share_cap`` (whole percent) is how much of a set may be excluded before net is void."""

    unknown: UnknownPolicy = UnknownPolicy.INTERVAL
    judged_on: JudgedOn = JudgedOn.GROSS
    share_cap: int = 5


STANDARD_POLICY = Policy()
