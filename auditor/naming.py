"""Naming profiles: how cameras are named in one place.  No national grammar exists.

GB/T 28181-2022 A.2.1.9 asks for a name and nothing more, so a form of names is always local:
a profile is chosen per community and says where it comes from and how certain that is.
Reading profiles is left to `auditor.naming_files`, judging to the rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Naming", "NamingProfile"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingProfile:
    """One form of names; what is empty is not asked for.

    ``title``, ``source``, ``certainty``, ``form`` and ``examples`` are shown to the reader
    (Chinese).  ``grammar`` is a regular expression for the whole name (Rust's syntax).
    ``position_words`` are words of which a name has at least one.  ``names_community`` says
    that a name contains its community or estate.
    """

    id: str = "none"
    title: str = "不限定命名形式"
    source: str = ""
    certainty: str = ""
    form: str = ""
    examples: tuple[str, ...] = ()
    grammar: str = ""
    position_words: tuple[str, ...] = ()
    names_community: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """The profile of each community; ``default`` for those that are not named."""

    default: NamingProfile = field(default_factory=NamingProfile)
    by_community: Mapping[str, NamingProfile] = field(default_factory=dict)
