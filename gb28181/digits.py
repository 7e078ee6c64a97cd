"""Finds the part of a short code in which a character is not an ASCII digit.

For codes whose length has been checked before; what the digits mean is left to others.
"""

from collections.abc import Mapping

from gb28181.errors import NotDigits

__all__ = ["require_digits"]


def require_digits(text: str, parts: Mapping[str, tuple[int, int]]) -> None:
    """Raise `NotDigits` for the first character of ``text`` that is not one of 0-9.

    ``parts`` are inclusive ranges counted from 1 that together cover ``text``.

    >>> require_digits("026a1", {"major": (1, 3), "middle": (4, 5)})
    Traceback (most recent call last):
    gb28181.errors.NotDigits: middle (digits 4-5) 'a1': digit 4 is 'a', not one of 0-9
    """
    bad = next((at for at, char in enumerate(text, start=1) if char not in "0123456789"), 0)
    if not bad:
        return
    part, (first, last) = next(
        (part, span) for part, span in parts.items() if span[0] <= bad <= span[1]
    )
    raise NotDigits(
        part=part,
        position=(first, last),
        value=text[first - 1 : last],
        reason=f"digit {bad} is {text[bad - 1]!r}, not one of 0-9",
    )
