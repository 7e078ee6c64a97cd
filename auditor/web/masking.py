"""What those who only look do not see: addresses of devices, telephones, exact positions.

It works on any text, so that a message which quotes one is masked too.  Codes stay.
"""

import re

__all__ = ["mask_text"]

_BEFORE, _AFTER = r"(?<![0-9A-Za-z.:])", r"(?![0-9A-Za-z])"
_IPV4 = re.compile(r"(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9])(?::[0-9]{1,5}(?![0-9]))?")
_IPV6 = re.compile(
    rf"{_BEFORE}(?:(?:[0-9A-Fa-f]{{1,4}}[:-]){{5,7}}[0-9A-Fa-f]{{1,4}}"
    r"|(?:[0-9A-Fa-f]{1,4}:){0,6}[0-9A-Fa-f]{0,4}::(?:[0-9A-Fa-f]{1,4}:){0,6}[0-9A-Fa-f]{0,4})"
    + _AFTER
)
_TELEPHONE = re.compile(
    r"(?<![0-9A-Za-z])(?:\+?86[- ]?)?(?:1[3-9][0-9]{9}|1[3-9][0-9][- ][0-9]{4}[- ][0-9]{4}"
    r"|0[0-9]{2,3}[- ]?[0-9]{7,8})(?![0-9A-Za-z])"
)
_POSITION = re.compile(r"(?<![0-9.])([0-9]{1,3}\.[0-9]{2})[0-9]+(?![0-9.])")
_DEGREES = re.compile(r"([0-9]{1,3} ?[°度]) ?[0-9.]+ ?[′'分](?: ?[0-9.]+ ?[″\"秒])?")
_HIDDEN = "***"


def mask_text(text: str) -> str:
    """The same text with what is masked left out.

    >>> mask_text("127.0.1.3:554 无应答，0531-12345678，位置 117.661000")
    '*** 无应答，***，位置 117.66…'
    """
    for pattern in (_IPV4, _IPV6, _TELEPHONE):
        text = pattern.sub(_HIDDEN, text)
    return _DEGREES.sub(r"\1…", _POSITION.sub(r"\1…", text))
