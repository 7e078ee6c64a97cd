"""How a declared figure stands to a measured one, which unknown members make an interval.

Whose figures they are, and the words for it, are left to `auditor.declared.reconcile`.
"""

import enum
from fractions import Fraction

from auditor.declared.stated import Bound, Stated
from auditor.model import Rate

__all__ = ["Standing", "standing_of", "standing_of_count"]

_ABOUT = Fraction(5)
"""Points that 约 may be off."""


class Standing(enum.StrEnum):
    """How a declared figure stands to the measured one."""

    AGREES = "agrees"
    NOT_CONTRADICTED = "not_contradicted"
    ABOVE_MEASURED = "above_measured"
    BELOW_MEASURED = "below_measured"
    NOT_STATED = "not_stated"
    NOT_MEASURED = "not_measured"

    @property
    def is_difference(self) -> bool:
        """Whether one of the two figures must be wrong."""
        return self in (Standing.ABOVE_MEASURED, Standing.BELOW_MEASURED)


def standing_of(figure: Stated, rate: Rate) -> Standing:
    """The declared value against the interval that the unknown members leave."""
    if not rate.of:
        return Standing.NOT_MEASURED
    lowest, highest = _percent(rate.met, rate.of), _percent(rate.met + rate.unknown, rate.of)
    if figure.bound is Bound.AT_LEAST:
        return _at_least(figure.value, lowest, highest)
    if figure.bound is Bound.AT_MOST:
        return Standing.AGREES if highest <= figure.value else Standing.NOT_CONTRADICTED
    slack = _ABOUT if figure.bound is Bound.ABOUT else None
    return _within(figure, (lowest, highest), slack)


def _at_least(value: Fraction, lowest: Fraction, highest: Fraction) -> Standing:
    if lowest >= value:
        return Standing.AGREES
    return Standing.ABOVE_MEASURED if highest < value else Standing.NOT_CONTRADICTED


def _within(
    figure: Stated, measured: tuple[Fraction, Fraction], slack: Fraction | None
) -> Standing:
    """Rounded to the places that it is written with, or cut off there."""
    lowest, highest = measured
    step = Fraction(1, 10**figure.places)
    under = slack if slack is not None else step / 2
    over = slack if slack is not None else step
    if figure.value > highest + under:
        return Standing.ABOVE_MEASURED
    if figure.value <= lowest - over and figure.value < lowest - under:
        return Standing.BELOW_MEASURED
    return Standing.AGREES if lowest == highest else Standing.NOT_CONTRADICTED


def standing_of_count(value: Fraction, lowest: int, highest: int) -> Standing:
    """A declared number against the measured lowest and highest."""
    if value > highest:
        return Standing.ABOVE_MEASURED
    if value < lowest:
        return Standing.BELOW_MEASURED
    return Standing.AGREES if lowest == highest else Standing.NOT_CONTRADICTED


def _percent(part: int, whole: int) -> Fraction:
    return Fraction(part * 100, whole)
