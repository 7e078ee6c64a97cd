"""Asking each row by the naming profile of its community, as one Polars expression."""

from collections.abc import Callable

import polars as pl

from auditor.naming import Naming, NamingProfile
from auditor.record_text import text

__all__ = ["by_profile"]


def by_profile(naming: Naming, ask: Callable[[NamingProfile], pl.Expr | None]) -> pl.Expr:
    """True where the row's own profile says so; ``ask`` is None for one that asks nothing."""
    members: dict[NamingProfile, list[str]] = {}
    for name, profile in naming.by_community.items():
        members.setdefault(profile, []).append(name)
    community = text("community")
    answers = [
        question & community.is_in(names)
        for profile, names in members.items()
        if (question := ask(profile)) is not None
    ]
    rest = ask(naming.default)
    if rest is not None and naming.by_community:
        answers.append(rest & ~community.is_in(list(naming.by_community)))
    elif rest is not None:
        answers.append(rest)
    return pl.any_horizontal(*answers) if answers else pl.lit(value=False)
