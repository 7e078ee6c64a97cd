"""Reading elements of a device's answer by local names, with limits; nothing is trusted.

Namespaces are left aside on purpose: devices write wrong, old and undeclared ones around
right values.  What an element means is left to the readers of answers.
"""

from collections.abc import Iterator

from lxml.etree import _Element

__all__ = ["children", "dig", "integer", "local_name", "text"]

MAX_TEXT = 128
MAX_DIGITS = 9


def local_name(element: _Element) -> str:
    """The name without its namespace, be its prefix declared or not; empty for a comment."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2].rpartition(":")[2]


def children(element: _Element | None, name: str) -> Iterator[_Element]:
    """The children with that local name, in document order."""
    if element is not None:
        yield from (child for child in element if local_name(child) == name)


def dig(element: _Element | None, *names: str) -> _Element | None:
    """The first child of the first child, by local names; None when one is missing."""
    for name in names:
        element = next(children(element, name), None)
    return element


def text(element: _Element | None, *names: str, limit: int = MAX_TEXT) -> str | None:
    """A printable text without surrounding blanks; None when absent, empty or too long."""
    found = dig(element, *names)
    return None if found is None else clean(found.text, limit=limit)


def clean(value: str | None, *, limit: int = MAX_TEXT) -> str | None:
    """The printable characters of ``value``; None when there are none, or too many."""
    if value is None or len(value) > 2 * limit + 64:
        return None
    kept = "".join(char for char in value if char.isprintable()).strip()
    return kept if 0 < len(kept) <= limit else None


def integer(element: _Element | None, *names: str) -> int | None:
    """A whole number of at most nine digits; ``25.0`` is one, as some devices write it."""
    written = text(element, *names, limit=32)
    if written is None:
        return None
    whole, _, rest = written.partition(".")
    digits = whole.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal()) or rest.strip("0"):
        return None
    return int(whole) if len(digits) <= MAX_DIGITS else None
