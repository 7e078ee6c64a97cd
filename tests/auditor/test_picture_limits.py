"""Limits by daypart: the night is never stricter than the day, a scheme changes one by name."""

from dataclasses import asdict, replace

import pytest

from auditor.daypart import Daypart
from auditor.picture_limits import STANDARD_LIMITS, PictureLimits, PictureTerms, picture_terms


@pytest.mark.parametrize("name", asdict(PictureLimits()))
def test_each_limit_widens_from_day_to_night(name: str) -> None:
    day, dusk, night = (float(getattr(STANDARD_LIMITS[part], name)) for part in Daypart)
    if name.endswith("_below"):
        assert day >= dusk >= night
    elif name == "bright_share_from":
        assert day == dusk == night
    else:
        assert day <= dusk <= night


def test_a_scheme_changes_one_limit_of_one_daypart() -> None:
    terms = picture_terms({Daypart.NIGHT: {"noise_from": 20.0}}, ("0" * 16,))
    changed = replace(STANDARD_LIMITS[Daypart.NIGHT], noise_from=20.0)
    assert terms == PictureTerms(
        limits={**STANDARD_LIMITS, Daypart.NIGHT: changed}, placeholders=("0" * 16,)
    )


def test_without_changes_the_standard_holds() -> None:
    assert picture_terms({}) == PictureTerms(limits=STANDARD_LIMITS)


def test_a_name_that_is_no_limit_is_refused() -> None:
    with pytest.raises(KeyError, match="noise"):
        picture_terms({Daypart.DAY: {"noise": 1.0}})
