"""Each row is asked by the profile of its community."""

import polars as pl

from auditor.naming import Naming, NamingProfile
from auditor.naming_columns import by_profile

A, B, SILENT = (NamingProfile(id=i, grammar=g) for i, g in (("a", "A"), ("b", "B"), ("none", "")))
ROWS = pl.DataFrame({"name": ["A", "B"] * 3, "community": ["甲", "甲", "乙", "乙", "", None]})


def asked(naming: Naming) -> list[bool]:
    def is_other(profile: NamingProfile) -> pl.Expr | None:
        return pl.col("name") != profile.grammar if profile.grammar else None

    return ROWS.with_columns(answer=by_profile(naming, is_other))["answer"].to_list()


def test_without_a_form_nothing_is_asked() -> None:
    assert asked(Naming()) == [False] * 6


def test_the_default_is_for_every_row() -> None:
    assert asked(Naming(default=A)) == [False, True] * 3


def test_a_community_follows_its_own_profile_and_the_rest_the_default() -> None:
    naming = Naming(default=A, by_community={"乙": B})
    assert asked(naming) == [False, True, True, False, False, True]


def test_a_community_can_be_free_of_the_default() -> None:
    naming = Naming(default=A, by_community={"乙": SILENT})
    assert asked(naming) == [False, True, False, False, False, True]


def test_communities_can_share_a_profile_while_the_rest_has_none() -> None:
    naming = Naming(by_community={"甲": A, "乙": A})
    assert asked(naming) == [False, True, False, True, False, False]
