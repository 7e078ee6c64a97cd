"""The acceptance form as read: one row an indicator, texts as they are written.

Where they come from is left to the readers, what they say to `auditor.declared.view`.
"""

import re
from dataclasses import dataclass

__all__ = ["OUTSIDE", "Form", "Row"]

OUTSIDE = 0
"""The number that stands for the text around the table."""

_VIDEO = re.compile(r"视频监控|视频资源|出图率")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One indicator: ``answer`` is the column 完成情况, ``standard`` 标准要求, ``definition`` 指标释义.

    ``verdict`` is a column of its own (是否达标), where the form has one.
    """

    number: int
    title: str
    answer: str
    standard: str = ""
    definition: str = ""
    verdict: str = ""

    @property
    def is_video(self) -> bool:
        """Whether this is 视频监控设施, also where a county numbers its table otherwise."""
        if _VIDEO.search(re.sub(r"\s", "", self.title)):
            return True
        return not self.title and self.number == _VIDEO_NUMBER


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One column 完成情况 of a table; ``column`` is its header, ``outside`` the text around."""

    column: str
    rows: tuple[Row, ...]
    outside: str = ""

    @property
    def video(self) -> Row | None:
        """The row of indicator 4."""
        return next((row for row in self.rows if row.is_video), None)


_VIDEO_NUMBER = 4
