"""CODE-02, 03 and 04: a device code that is not twenty ASCII digits.

Two forms are told apart from the rest because they mean something: two to eight digits name a
division in a directory, and eighteen are rule B of the 2016 edition.  The 2022 edition deleted
that rule, so that there the eighteen digits are as wrong as any other number of them.
Nothing is repaired: what the code most likely was is a suggestion.
"""

import polars as pl

from auditor.clauses import CODE_LENGTH, CODE_RULE_B, CODE_STRUCTURE, CODE_UNIQUE
from auditor.criteria import Criteria
from auditor.division_text import named
from auditor.model import Severity
from auditor.record_text import cell, filled, text, well_formed_code
from auditor.registry.damage import code_damage
from auditor.rule import Cells, Clause, Explanation, Group, RecordRule, RuleMeta
from gb28181.codes import LENGTH
from gb28181.editions import Edition

__all__ = ["RULES"]

_RULE_B = "^[0-9]{18}$"
_RULE_B_LENGTH = 18
_DIVISION = "^([0-9]{2}){1,4}$"


def violated_form(criteria: Criteria) -> pl.Expr:
    """Something is written, and it is neither a code nor one of the forms with a name."""
    told_elsewhere = violated_division(criteria) | violated_rule_b(criteria)
    return filled("device_code") & ~well_formed_code() & ~told_elsewhere


def violated_rule_b(criteria: Criteria) -> pl.Expr:
    """Eighteen digits, in the edition that has a rule for them."""
    rule_b = text("device_code").str.contains(_RULE_B)
    return rule_b & pl.lit(criteria.edition is Edition.E2016)


def violated_division(_: Criteria) -> pl.Expr:
    """Two, four, six or eight digits."""
    return text("device_code").str.contains(_DIVISION)


def explain_form(cells: Cells) -> Explanation:
    """Say what the text looks like, and what it was, when that is certain."""
    code = cell(cells, "device_code")
    damage = code_damage(code)
    reason = damage.message if damage else _reason(code)
    hint = f"核对后改为 {damage.repaired}" if damage and damage.repaired else ""
    return Explanation(code, f"设备编码不是 {LENGTH} 位数字：{reason}", hint)


def _reason(code: str) -> str:
    if not (code.isascii() and code.isdigit()):
        return "含有非数字字符"
    if len(code) == _RULE_B_LENGTH:
        return "18 位，疑为 2016 版规则B编码，2022 版已删除该规则"
    return f"实为 {len(code)} 位"


def explain_rule_b(cells: Cells) -> Explanation:
    """Say that the rule is gone."""
    message = "设备编码为 18 位，疑为 2016 版规则B编码，2022 版已删除该规则"
    return Explanation(cell(cells, "device_code"), message)


def explain_division(cells: Cells) -> Explanation:
    """Name the division, when it is one."""
    code = cell(cells, "device_code")
    of = named(code)
    return Explanation(
        code, f"设备编码仅 {len(code)} 位，{of} 为行政区划代码的形式，只用于目录节点，不是设备"
    )


def _meta(
    rule_id: str, title: str, severity: Severity, clauses: tuple[Clause, ...], remediation: str
) -> RuleMeta:
    return RuleMeta(
        id=rule_id,
        title=title,
        severity=severity,
        group=Group.CODE,
        field="device_code",
        clauses=clauses,
        remediation=remediation,
    )


RULES = (
    RecordRule(
        meta=_meta(
            "CODE-02",
            "设备编码不是20位数字",
            Severity.ERROR,
            (CODE_UNIQUE, CODE_STRUCTURE),
            "核对原始编码表，按 20 位数字重新登记；用文本格式保存，避免电子表格改写",
        ),
        violated=violated_form,
        explain=explain_form,
        passing=({}, {"device_code": " 37011600011326000001 "}, {"device_code": ""}),
        failing=(
            {"device_code": "3701160001132600001"},
            {"device_code": "3.70116E+19"},
            {"device_code": "３7011600011326000001"},
            {"device_code": "370116000113260001"},
        ),
    ),
    RecordRule(
        meta=_meta(
            "CODE-03",
            "设备编码为已删除的规则B编码",
            Severity.WARNING,
            (CODE_RULE_B, CODE_STRUCTURE),
            "按 20 位编码规则重新编码，并同步上级平台",
        ),
        violated=violated_rule_b,
        explain=explain_rule_b,
        passing=({}, {"device_code": "3701160001132600001"}),
        failing=({"device_code": "370116000113260001"},),
        under=Criteria(edition=Edition.E2016),
    ),
    RecordRule(
        meta=_meta(
            "CODE-04",
            "设备编码为行政区划代码",
            Severity.ERROR,
            (CODE_LENGTH,),
            "若该行是平台目录导出的行政区划节点，请从摄像机名录中删去；若是摄像机，请登记 20 位设备编码",
        ),
        violated=violated_division,
        explain=explain_division,
        passing=({}, {"device_code": "370"}, {"device_code": "3701160001"}),
        failing=(
            {"device_code": "37"},
            {"device_code": "3701"},
            {"device_code": "370116"},
            {"device_code": "37011601"},
        ),
    ),
)
