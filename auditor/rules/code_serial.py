"""CODE-25: the serial, digits 15-20, is 000000.

The standard asks only for a serial (E.1); that it begins at 1 is practice.  A spreadsheet that
read the code as a number leaves zeros here too, hence the doubt in the message.
"""

import polars as pl

from auditor.clauses import CODE_STRUCTURE, POLICY
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, code_part, well_formed_code
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]

_NOTHING = "000000"


def violated(_: Criteria) -> pl.Expr:
    """No number was given; a code of zeros alone is a placeholder and told as one."""
    is_placeholder = code_part("centre") == "00000000"
    return well_formed_code() & (code_part("serial") == _NOTHING) & ~is_placeholder


def explain(cells: Cells) -> Explanation:
    """Name both reasons that there can be."""
    return Explanation(
        cell(cells, "device_code"),
        f"设备序号（第15—20位）为 {_NOTHING}，可能未编号，也可能是电子表格只保留了 15 位有效数字",
    )


RULE = RecordRule(
    meta=RuleMeta(
        id="CODE-25",
        title="设备序号全为零",
        severity=Severity.WARNING,
        group=Group.CODE,
        field="device_code",
        clauses=(CODE_STRUCTURE, POLICY),
        remediation="与原始编码表核对，登记该设备的实际序号",
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"device_code": "37011600011326100000"}),
    failing=({"device_code": "37011600011326000000"},),
)
