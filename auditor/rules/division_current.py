"""DIV-02, 03 and 11: a division that does not exist, does not exist any more, or never did.

A code newer than the table cannot be judged: it is unknown, never a fault.  Digits that the
operator declares local are right whatever the table says, and a division that only changed its
name (371324) keeps its code: nothing is said of either.
"""

import polars as pl

from auditor.clauses import CATALOG_ITEM, CODE_STRUCTURE
from auditor.code_text import begins_locally, division_six, is_known
from auditor.criteria import Criteria
from auditor.division_text import (
    province_digits,
    retired_codes,
    retired_message,
    successor_hint,
    violating_codes,
    zone_codes,
)
from auditor.model import Severity
from auditor.record_text import cell, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULES"]

_CODES = r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{8}|[0-9]{9}|[0-9]{12})$"


def _asked(criteria: Criteria) -> pl.Expr:
    division = text("division")
    return division.str.contains(_CODES) & ~begins_locally(division, criteria)


def _in_province() -> pl.Expr:
    return text("division").str.slice(0, 2).is_in(list(province_digits()))


def violated_province(criteria: Criteria) -> pl.Expr:
    """No province has these digits."""
    return _asked(criteria) & ~_in_province()


def undecided_unknown(criteria: Criteria) -> pl.Expr:
    """In a province, but in no list: local, mistyped or newer than the table."""
    six = division_six()
    listed = is_known(six) | six.is_in([*retired_codes(), *zone_codes()])
    return _asked(criteria) & _in_province() & ~listed


def violated_retired(criteria: Criteria) -> pl.Expr:
    """Once a division, now none."""
    return _asked(criteria) & division_six().is_in(list(violating_codes(criteria.edition)))


def violated_zone(criteria: Criteria) -> pl.Expr:
    """A statistical code of a development zone."""
    return _asked(criteria) & division_six().is_in(list(zone_codes()))


def explain_unknown(cells: Cells) -> Explanation:
    """For both: quote the code."""
    division = cell(cells, "division")
    if division[:2] not in province_digits():
        return Explanation(division, "行政区域前两位不是任何省级行政区划代码")
    return Explanation(division, "行政区域不在区划表中，可能为本地自定或晚于区划表，无法判定")


def explain_retired(cells: Cells) -> Explanation:
    """Tell the old name, the year and the successors."""
    division = cell(cells, "division")
    return Explanation(division, f"行政区域 {retired_message(division)}", successor_hint(division))


def explain_zone(cells: Cells) -> Explanation:
    """Tell what such a code is."""
    division = cell(cells, "division")
    return Explanation(division, "行政区域为统计用开发区代码，不是民政部行政区划代码")


def _meta(rule_id: str, title: str, severity: Severity, remediation: str) -> RuleMeta:
    return RuleMeta(
        id=rule_id,
        title=title,
        severity=severity,
        group=Group.DIVISION,
        field="division",
        clauses=(CATALOG_ITEM, CODE_STRUCTURE),
        remediation=remediation,
    )


RULES = (
    RecordRule(
        meta=_meta("DIV-02", "行政区划不存在", Severity.ERROR, "核对并登记现行的六位行政区划代码"),
        violated=violated_province,
        undecided=undecided_unknown,
        explain=explain_unknown,
        passing=({}, {"division": "1101"}, {"division": "441900"}, {"division": "370176"}),
        failing=({"division": "970116"},),
    ),
    RecordRule(
        meta=_meta("DIV-03", "行政区划已撤销", Severity.ERROR, "按现行行政区划代码更正"),
        violated=violated_retired,
        explain=explain_retired,
        passing=({}, {"division": "371324"}, {"division": "500157"}, {"division": "419001"}),
        failing=({"division": "371202"}, {"division": "37088201"}),
    ),
    RecordRule(
        meta=_meta(
            "DIV-11",
            "行政区划为统计用开发区代码",
            Severity.WARNING,
            "向所在地民政部门确认应使用的行政区划代码",
        ),
        violated=violated_zone,
        explain=explain_zone,
        passing=({}, {"division": "620200"}),
        failing=({"division": "370176"},),
    ),
)
