"""Naming profiles: how cameras are named in one place.  No national grammar exists.

GB/T 28181-2022 A.2.1.9 asks for a name and nothing more, so a form of names is always local:
a profile is chosen per community and says where it comes from.  Judging is left to the rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Naming", "NamingProfile"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingProfile:
    """One form of names.

    ``form`` and ``example`` are shown to the reader (Chinese).  ``grammar`` is a regular
    expression for the whole name, empty when the form is looser than one.
    ``position_words`` are words of which a name has at least one, empty when it need not.
    ``names_community`` says that a name contains its community or estate.
    """

    id: str = "none"
    title: str = "不限定命名形式"
    source: str = ""
    form: str = ""
    example: str = ""
    grammar: str = ""
    position_words: tuple[str, ...] = ()
    names_community: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """The profile of each community; ``default`` for those that are not named."""

    default: NamingProfile = field(default_factory=NamingProfile)
    by_community: Mapping[str, NamingProfile] = field(default_factory=dict)
