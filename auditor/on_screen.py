"""How like a text is to what a camera is registered as.

Pure.  Devices draw names in parts and in their own wording, so the question is what a text and
the registered name and address have in common.
"""

import enum
import unicodedata
from collections.abc import Iterable

from auditor.records import Camera

__all__ = ["Likeness", "likeness"]

_COMMON = 2


class Likeness(enum.Enum):
    """``NONE``: not two neighbouring characters in common; ``UNASKED``: nothing to compare."""

    SAME = "same"
    PARTLY = "partly"
    NONE = "none"
    UNASKED = "unasked"


def likeness(texts: Iterable[str], camera: Camera) -> Likeness:
    """Of all texts together, since a name may be spread over several."""
    kept = [kept for kept in map(_kept, texts) if kept]
    name, address = _kept(camera.name), _kept(camera.address)
    if not kept or not name:
        return Likeness.UNASKED
    whole = "".join(kept)
    if any(len(text) >= _COMMON and text in name + address for text in kept) or name in whole:
        return Likeness.SAME
    return Likeness.PARTLY if _shares(whole, name + address) else Likeness.NONE


def _kept(text: str) -> str:
    """Letters, digits and ideographs in one width and case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())


def _shares(text: str, other: str) -> bool:
    """Whether two neighbouring characters of ``text`` stand in ``other`` too."""
    pairs = (text[at : at + _COMMON] for at in range(len(text) - _COMMON + 1))
    return any(pair in other for pair in pairs)
