"""CODE-11 and 34: the code was issued in another place than where its community lies.

Judged against the counties that the operator names for communities; without them, silent.
The first digits locate the *monitoring centre* (E.1), not the camera.  A centre serves its own
prefecture as a rule and never was seen to serve another province, but no clause says so: the
province is a warning, the prefecture a remark.  Whether the digits are a division at all is
left to `code_division`.
"""

import polars as pl

from auditor.clauses import CODE_STRUCTURE, POLICY
from auditor.code_text import begins_locally, expected_county, prefecture
from auditor.criteria import Criteria
from auditor.division_text import named, province_digits
from auditor.model import Severity
from auditor.record_text import cell, code_part, text, well_formed_code
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULES"]

_SHANDONG = Criteria(counties={"": "370116"})


def _asked(criteria: Criteria) -> pl.Expr:
    return well_formed_code() & ~begins_locally(text("device_code"), criteria)


def _same_province(criteria: Criteria) -> pl.Expr:
    return _province(code_part("division")) == _province(expected_county(criteria))


def _province(code: pl.Expr) -> pl.Expr:
    return code.str.slice(0, 2)


def violated_province(criteria: Criteria) -> pl.Expr:
    """Another province that exists."""
    exists = _province(code_part("division")).is_in(list(province_digits()))
    return _asked(criteria) & exists & ~_same_province(criteria)


def violated_prefecture(criteria: Criteria) -> pl.Expr:
    """Another prefecture of the same province."""
    own, expected = prefecture(code_part("division")), prefecture(expected_county(criteria))
    return _asked(criteria) & _same_province(criteria) & (own != expected)


def explain_province(cells: Cells) -> Explanation:
    """Name the place, and say what the digits stand for."""
    return _explain(cells, "省")


def explain_prefecture(cells: Cells) -> Explanation:
    """Name the place, and say what the digits stand for."""
    return _explain(cells, "地市")


def _explain(cells: Cells, level: str) -> Explanation:
    code, community = cell(cells, "device_code"), cell(cells, "community") or "未填"
    return Explanation(
        code,
        f"编码前六位 {named(code[:6])} 与社区（{community}）不在同一{level}；"
        "前六位表示监控中心而非摄像机所在地",
    )


def _meta(rule_id: str, title: str, severity: Severity) -> RuleMeta:
    return RuleMeta(
        id=rule_id,
        title=title,
        severity=severity,
        group=Group.CODE,
        field="device_code",
        clauses=(CODE_STRUCTURE, POLICY),
        remediation="核对该摄像机接入的监控中心所在地；若编码取自别处，请重新编码",
    )


RULES = (
    RecordRule(
        meta=_meta("CODE-11", "编码与社区不在同一省", Severity.WARNING),
        violated=violated_province,
        explain=explain_province,
        passing=({}, {"device_code": "37000000011326000001"}),
        failing=({"device_code": "34020000011326000001"},),
        under=_SHANDONG,
    ),
    RecordRule(
        meta=_meta("CODE-34", "编码与社区不在同一地市", Severity.INFO),
        violated=violated_prefecture,
        explain=explain_prefecture,
        passing=(
            {},
            {"device_code": "37010000011326000001"},
            {"device_code": "37000000011326000001"},
            {"device_code": "37010200011326000001"},
        ),
        failing=({"device_code": "37090200011326000001"},),
        under=_SHANDONG,
    ),
)
