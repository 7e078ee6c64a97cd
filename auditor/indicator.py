"""What an indicator is: who is counted, and who meets it.  Thresholds are in profiles.

No official formula exists for the rates of indicator 4, so each is a declared policy: id,
version and words (``basis``) stand in every output.
"""

from collections.abc import Callable
from dataclasses import dataclass

from auditor.judged import JudgedRound
from auditor.model import Member
from auditor.records import LocationClass

__all__ = ["CountedMember", "Indicator"]


@dataclass(frozen=True, slots=True)
class CountedMember:
    """A member of the denominator and, where it has one, its key-location class."""

    member: Member
    location_class: LocationClass | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One rate of the scheme, or (``beside``) one shown beside it without a threshold.

    ``id`` is the key of the profile's threshold; ``by_class`` whether the rate is also counted
    per key-location class.
    """

    id: str
    version: int
    order: int
    title: str
    beside: bool
    by_class: bool
    count: Callable[[JudgedRound], tuple[CountedMember, ...]]
    basis: Callable[[JudgedRound], str]
