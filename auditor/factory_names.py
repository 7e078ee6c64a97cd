"""Names that a maker or a platform puts in: they say nothing about the place.

What follows from such a name is left to the rules: one tells it, the others are silent then.
"""

import polars as pl

from auditor.record_text import text

__all__ = ["is_factory_name"]

_WORD = (
    "camera|ipc|ip ?camera|ip ?dome|ip ptz dome|speed ?dome|channel|chn|ch|cam|network camera|"
    "hikvision|dahua|uniview|通道|摄像机|摄像头|网络摄像机|网络摄像头|枪机|球机|半球|枪型机|球型机"
)
_NUMBER = "[0-9]{0,20}(?:[_-][0-9]{1,6})?"
_ADDRESS = r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?::[0-9]{1,5})?"
# Type designations as two makers print them, seen on equipment and not in any list.
_MODEL = r"ds-2[a-z]{2}[0-9][0-9a-z/()-]{2,30}|(?:dh-)?ipc-h[a-z]{2,3}[0-9][0-9a-z-]{2,30}"
_DEFAULT = (
    rf"(?i)^(?:(?:{_WORD})[ _\-#]*(?:{_NUMBER}|{_ADDRESS})|[0-9]+|{_ADDRESS}|(?:{_MODEL})"
    r"(?:[ _#][0-9]{1,20})?)$"
)


def is_factory_name() -> pl.Expr:
    """The whole name is a default; a place's name that contains such a word passes."""
    return text("name").str.contains(_DEFAULT)
