"""CODE-06, 08, 09 and 10: the division that a code's first six digits name.

They locate the *monitoring centre*, not the camera: a city's code, or another county than
the camera's, is no fault.  A code that no list knows may be newer than the table or local
(customs, police), so it is a warning.  Digits that the operator declares local are no division,
even where they look like one that was abolished: all four rules are silent about them.
"""

import polars as pl

from auditor.clauses import CODE_STRUCTURE
from auditor.code_text import begins_locally, is_known
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
from auditor.record_text import cell, code_part, text, well_formed_code
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULES"]


def _division() -> pl.Expr:
    return code_part("division")


def _asked(criteria: Criteria) -> pl.Expr:
    return well_formed_code() & ~begins_locally(text("device_code"), criteria)


def _in_province() -> pl.Expr:
    return _division().str.slice(0, 2).is_in(list(province_digits()))


def violated_province(criteria: Criteria) -> pl.Expr:
    """No province has these two digits."""
    return _asked(criteria) & ~_in_province()


def violated_retired(criteria: Criteria) -> pl.Expr:
    """Once a division, now none."""
    return _asked(criteria) & _division().is_in(list(violating_codes(criteria.edition)))


def violated_zone(criteria: Criteria) -> pl.Expr:
    """A statistical code of a development zone."""
    return _asked(criteria) & _division().is_in(list(zone_codes()))


def violated_unknown(criteria: Criteria) -> pl.Expr:
    """In a province, but in no list."""
    listed = is_known(_division()) | _division().is_in([*retired_codes(), *zone_codes()])
    return _asked(criteria) & _in_province() & ~listed


def _explain(message: str, cells: Cells) -> Explanation:
    code = cell(cells, "device_code")
    return Explanation(code, message.format(code[:6]))


def explain_province(cells: Cells) -> Explanation:
    """Quote the digits."""
    return _explain("编码前两位不是任何省级行政区划代码（前六位 {}）", cells)


def explain_retired(cells: Cells) -> Explanation:
    """Tell the old name, the year and the successors."""
    code = cell(cells, "device_code")
    return Explanation(code, f"编码前六位 {retired_message(code)}", successor_hint(code))


def explain_zone(cells: Cells) -> Explanation:
    """Tell what such a code is."""
    return _explain("编码前六位 {} 为统计用开发区代码，不是民政部行政区划代码", cells)


def explain_unknown(cells: Cells) -> Explanation:
    """Say that the table may be older than the code."""
    return _explain("编码前六位 {} 不在行政区划表中，可能为本地自定或晚于区划表", cells)


def _meta(rule_id: str, title: str, severity: Severity, remediation: str) -> RuleMeta:
    return RuleMeta(
        id=rule_id,
        title=title,
        severity=severity,
        group=Group.CODE,
        field="device_code",
        clauses=(CODE_STRUCTURE,),
        remediation=remediation,
    )


RULES = (
    RecordRule(
        meta=_meta(
            "CODE-06",
            "编码省级代码不存在",
            Severity.ERROR,
            "前六位应为监控中心所在地的行政区划代码，请核对后重新编码",
        ),
        violated=violated_province,
        explain=explain_province,
        passing=({}, {"device_code": "37000000011326000001"}),
        failing=({"device_code": "97011600011326000001"},),
    ),
    RecordRule(
        meta=_meta(
            "CODE-08",
            "编码含已撤销的行政区划",
            Severity.ERROR,
            "按现行行政区划代码重新编码，并同步上级平台",
        ),
        violated=violated_retired,
        explain=explain_retired,
        passing=(
            {},
            {"device_code": "37132400011326000001"},
            {"device_code": "41900100011326000001"},
        ),
        failing=({"device_code": "37120200011326000001"}, {"device_code": "37088200011326000001"}),
    ),
    RecordRule(
        meta=_meta(
            "CODE-09",
            "编码为统计用开发区代码",
            Severity.WARNING,
            "向监控中心所在地确认应使用的民政部行政区划代码",
        ),
        violated=violated_zone,
        explain=explain_zone,
        passing=({}, {"device_code": "44190000011326000001"}),
        failing=({"device_code": "37017600011326000001"},),
    ),
    RecordRule(
        meta=_meta(
            "CODE-10",
            "编码行政区划不在表中",
            Severity.WARNING,
            "核对前六位；若为本地自定代码，请提供本地代码表",
        ),
        violated=violated_unknown,
        explain=explain_unknown,
        passing=(
            {},
            {"device_code": "37010000011326000001"},
            {"device_code": "11010100011326000001"},
        ),
        failing=({"device_code": "37015600011326000001"},),
    ),
)
