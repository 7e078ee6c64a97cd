"""Texts that leave the house: bounded, without unseen characters and without addresses.

Every word of a register can hold an address or a link; neither belongs into a chat.
"""

import re
from ipaddress import ip_address

from auditor.render.plain_text import visible

__all__ = ["NAME_LENGTH", "plain"]

NAME_LENGTH = 30

_MASK = "（地址略）"
_READ = 1000
_LONGEST_ADDRESS = 80
# What may be an address, with its port: the library decides.
_CANDIDATE = re.compile(r"\[?[0-9A-Fa-f:.]*[0-9A-Fa-f][0-9A-Fa-f:.%]*\]?(?::\d{1,5})?")
_IPV4 = re.compile(r"(?<![\d.])\d{1,3}(?:\s*[.．。]\s*\d{1,3}){3}(?::\d{1,5})?(?!\d)")
_LINK = re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]{1,15}://\S*")


def plain(text: str, limit: int) -> str:
    """At most ``limit`` characters of ``text``, links and IP addresses taken out.

    >>> plain("北门 192.168.1.5:554", 30)
    '北门 （地址略）'
    """
    shown = _LINK.sub(_MASK, visible(text[:_READ]))
    shown = _IPV4.sub(_MASK, shown)
    shown = _CANDIDATE.sub(_masked, shown)
    if text[_READ:]:
        shown = f"{shown[:-_LONGEST_ADDRESS]}…"  # the cut may have gone through an address
    return shown if len(shown) <= limit else f"{shown[: limit - 1]}…"


def _masked(match: re.Match[str]) -> str:
    """Times and codes look alike but are no address; a colon is in each IPv6 address."""
    text = match[0]
    if text.count(":") < 2:  # noqa: PLR2004 - the fewest that an IPv6 address has
        return text
    try:
        ip_address(text.strip("[]").partition("]")[0])
    except ValueError:
        return text
    return _MASK
