"""What an indicator is: who is counted, and who meets it.  Thresholds are in profiles.

No official formula exists for the rates of indicator 4, so each is a declared policy: id,
version and words (``basis``) stand in every output.
"""

from collections.abc import Callable
from dataclasses import dataclass

from auditor.judged import JudgedRound
from auditor.model import Member, Outcome
from auditor.records import LocationClass

__all__ = ["CountedMember", "Indicator", "unread_rows"]


@dataclass(frozen=True, slots=True)
class CountedMember:
    """A member of the denominator and, where it has one, its key-location class."""

    member: Member
    location_class: LocationClass | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One rate of the scheme, or (``beside``) one shown beside it without a threshold.

    ``id`` is the key of the profile's threshold; ``by_class`` whether the rate is also counted
    per key-location class.  ``denominator``, ``numerator`` and ``unknown`` are the policy in words
    (Chinese).  ``of_cameras`` is False where the members are key locations: a camera's exclusion
    (免考核) takes no location out.  ``probed`` is True where only probing tells who meets it.
    """

    id: str
    version: int
    order: int
    title: str
    beside: bool
    by_class: bool
    count: Callable[[JudgedRound], tuple[CountedMember, ...]]
    basis: Callable[[JudgedRound], str]
    denominator: str
    numerator: str
    unknown: str
    of_cameras: bool = True
    probed: bool = False


def unread_rows(judged: JudgedRound) -> tuple[CountedMember, ...]:
    """The registry's rows that could not be read, as unknown members without a class.

    Whether such a row belongs to a rate's set is not known either.  Counted as unknown it makes
    an interval that holds the true share in both cases: met/(of+1) <= met/of <= (met+1)/(of+1).
    """
    return tuple(
        CountedMember(
            Member(
                key=f"error-{error.row}",
                label=f"第{error.row}行",
                outcome=Outcome.UNKNOWN,
                reason=f"本行无法读取：{error.message}",
            )
        )
        for error in judged.row_errors
    )
