"""CODE-02: a device code that is not twenty ASCII digits."""

import re

import polars as pl

from auditor.clauses import CODE_STRUCTURE, CODE_UNIQUE
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, filled, well_formed_code
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta
from gb28181.codes import LENGTH

__all__ = ["RULE"]

_RULE_B_LENGTH = 18


def violated(_: Criteria) -> pl.Expr:
    """Something is written, and it is not a code."""
    return filled("device_code") & ~well_formed_code()


def explain(cells: Cells) -> Explanation:
    """Say what the text looks like, when it looks like something."""
    code = cell(cells, "device_code")
    return Explanation(code, f"设备编码不是 {LENGTH} 位数字：{_reason(code)}")


def _reason(code: str) -> str:
    if re.fullmatch(r"[0-9.]+[Ee]\+?[0-9]+", code):
        return "为科学计数法，编码在电子表格中已丢失末尾数字，须从原始资料重新录入"
    if not re.fullmatch(r"[0-9]+", code):
        return "含有非数字字符（含全角数字、空格、引号）"
    if len(code) == _RULE_B_LENGTH:
        return "18 位，疑为 2016 版规则B编码，2022 版已删除该规则"
    return f"实为 {len(code)} 位"


RULE = RecordRule(
    meta=RuleMeta(
        id="CODE-02",
        title="设备编码不是20位数字",
        severity=Severity.ERROR,
        group=Group.CODE,
        field="device_code",
        clauses=(CODE_UNIQUE, CODE_STRUCTURE),
        remediation="核对原始编码表，按 20 位数字重新登记；用文本格式保存，避免电子表格改写",
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"device_code": " 37011600011326000001 "}, {"device_code": ""}),
    failing=(
        {"device_code": "3701160001132600001"},
        {"device_code": "3.70116E+19"},
        {"device_code": "３7011600011326000001"},
        {"device_code": "370116000113260001"},
    ),
)
