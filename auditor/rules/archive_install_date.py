"""ARCH-21: 安装时间 is no date that a camera can have been installed on.

Any way of writing a date with a year of four digits will do, also within a sentence.  The
clock is not asked, so that a verdict is the same on every day: a year before 1980 or after 2050
is no camera's that stands today.  InstallTime of a directory is held to no stricter form, since
tables write dateTime in their own ways.  A word for "nothing" is told as such: 必填 in 一机一档.
"""

import re
from datetime import date, timedelta

import polars as pl

from auditor.catalog_text import NOTHING, matches
from auditor.clauses import ARCHIVE_PRACTICE, CATALOG_ITEM
from auditor.criteria import Criteria, RuleSet
from auditor.model import Severity
from auditor.record_text import cell
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]

_YEAR = "(?:19[89][0-9]|20[0-4][0-9]|2050)"
_MONTH = "(?:0[1-9]|1[0-2])"
_DAY = "(?:0[1-9]|[12][0-9]|3[01])"
# 2023, 2023-06-01 …, 202306, 20230601, 20230601080000, 1/6/2023, 建于2023年6月
_AT_START = f"{_YEAR}(?:[^0-9].*|{_MONTH}(?:{_DAY}[0-9]{{0,9}})?(?:[^0-9].*)?)?"
_INSIDE = f".*[^0-9]{_YEAR}(?:[^0-9].*)?"
_NO_MONTH = "[0-9]{4} ?[-/.年] ?(?:00?|1[3-9]|[2-9][0-9])(?:[^0-9].*)?"
_NO_DAY = "[0-9]{4} ?[-/.年] ?[0-9]{1,2} ?[-/.月] ?(?:00?|3[2-9]|[4-9][0-9])(?:[^0-9].*)?"
# 30 and 31 of February, 31 of the short months, 29 February of other years than leap years.
_SHORT_MONTHS = "(?:0?[469]|11)"
_COMMON_YEAR = "[0-9]{2}(?:[02468][1235679]|[13579][01345789])"
_MARKS = (" ?[-/.年] ?", " ?[-/.月] ?")
_NOT_IN_MONTH = "|".join(
    f"(?:[0-9]{{4}}{year}(?:0?2{month}3[01]|{_SHORT_MONTHS}{month}31)"
    f"|{_COMMON_YEAR}{year}0?2{month}29){end}"
    for year, month, end in ((*_MARKS, "(?:[^0-9].*)?"), ("", "", "(?:[0-9]{6}|[^0-9].*)?"))
)
# Spreadsheets count days from here; 30000 is in 1982, 54999 in 2050.
_EPOCH = date(1899, 12, 30)
_SERIAL = r"((?:[34][0-9]|5[0-4])[0-9]{3})(?:\.[0-9]+)?"


def violated(_: Criteria) -> pl.Expr:
    """No possible year, or a month or a day that is in no year."""
    has_year = matches("installed_on", f"(?s:{_AT_START}|{_INSIDE})?")
    return ~has_year | matches("installed_on", f"(?s:{_NO_MONTH}|{_NO_DAY}|{_NOT_IN_MONTH})")


def explain(cells: Cells) -> Explanation:
    """Read a spreadsheet's number of days; say which kind of no date it is."""
    written = cell(cells, "installed_on")
    if re.fullmatch(NOTHING, written):
        return Explanation(written, "安装时间未登记日期")
    if re.fullmatch(f"(?s:{_NO_MONTH}|{_NO_DAY}|{_NOT_IN_MONTH})", written):
        return Explanation(written, "安装时间的月或日不存在")
    serial = re.fullmatch(_SERIAL, written)
    if serial is None:
        return Explanation(written, "安装时间不是 1980—2050 年间的日期")
    day = _EPOCH + timedelta(days=int(serial[1]))
    return Explanation(written, "安装时间疑为电子表格的日期序号", f"核实后改写为 {day.isoformat()}")


RULE = RecordRule(
    meta=RuleMeta(
        id="ARCH-21",
        title="安装时间不是有效日期",
        severity=Severity.INFO,
        group=Group.ARCHIVE,
        field="installed_on",
        clauses=(CATALOG_ITEM, ARCHIVE_PRACTICE),
        remediation="以“年-月-日”登记安装时间，例如 2023-06-01",
        rule_set=RuleSet.ARCHIVE,
    ),
    violated=violated,
    explain=explain,
    passing=(
        {},
        {"installed_on": "2023-06-01T08:00:00"},
        {"installed_on": "2023年6月"},
        {"installed_on": "20230601"},
        {"installed_on": "1/6/2023"},
        {"installed_on": "2024-02-29"},
    ),
    failing=(
        {"installed_on": "1900-01-00"},
        {"installed_on": "2099-01-01"},
        {"installed_on": "2023-02-30"},
        {"installed_on": "不详"},
        {"installed_on": "2023-13-01"},
        {"installed_on": "2023/6/32"},
        {"installed_on": "45078"},
    ),
)
