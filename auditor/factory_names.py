"""Names that a maker, a platform or a hurried hand puts in: they say nothing about the place.

What follows from such a name is left to the rules: one tells it, the others are silent then.
"""

import polars as pl

from auditor.record_text import text
from auditor.registry.dates import DATE

__all__ = ["is_empty_name", "is_factory_name", "is_placeholder_name"]

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

_NOTHING = (
    "无|暂无|没有|未知|不详|待定|待填|待补充|待录入|未填写|未命名|未命名设备|默认|默认名称|占位|"
    "设备名称|名称|其他|其它|null|none|nan|n/a|undefined|unknown|unnamed|untitled|default|-{1,9}|—{1,4}|/"
)
_TRIAL = "测试|测试点|测试点位|测试设备|监控点|监控点位|监控|点位|设备|视频|test|demo|tmp"
_PLACEHOLDER = rf"(?i)^(?:{_NOTHING}|{DATE}|(?:{_TRIAL})[ _\-#]*[0-9]{{0,6}}(?:号|#)?)$"


def is_factory_name() -> pl.Expr:
    """The whole name is a default; a place's name that contains such a word passes."""
    return text("name").str.contains(_DEFAULT)


def is_placeholder_name() -> pl.Expr:
    """The whole name is a word for nothing or for a trial, or a date; such a part passes."""
    return text("name").str.contains(_PLACEHOLDER)


def is_empty_name() -> pl.Expr:
    """Either of the two, or text misread: no word of a place is asked of such a name."""
    return is_factory_name() | is_placeholder_name() | pl.col("name_misread").is_not_null()
