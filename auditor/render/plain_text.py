"""Registry and device text made safe to look at: no control, direction or broken characters.

Markup escaping is left to the template engine, spreadsheet formulas to `auditor.render.csv`.
"""

import re

__all__ = ["LONG_TEXT", "shorten", "visible", "without_controls"]

LONG_TEXT = 600

# C0 and C1 controls, and lone surrogates, which no UTF-8 file can hold.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# Characters that change what the reader sees without being seen: zero-width ones, line and
# paragraph separators, direction marks, overrides and isolates, and the byte order mark.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_BREAKS = re.compile(r"[\t\r\n]+")


def without_controls(text: str) -> str:
    """Return ``text`` without control characters; tabs and line breaks become one space."""
    return _BREAKS.sub(" ", _CONTROLS.sub("", text))


def visible(text: str) -> str:
    """Return ``text`` with every unseen character written out, as ``[U+202E]``."""
    return _UNSEEN.sub(_written_out, _BREAKS.sub(" ", text))


def shorten(text: str, limit: int) -> str:
    """Return at most ``limit`` characters of ``text`` and say so when there were more."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]}……（过长，此处截断）"


def _written_out(match: re.Match[str]) -> str:
    return f"[U+{ord(match[0]):04X}]"
