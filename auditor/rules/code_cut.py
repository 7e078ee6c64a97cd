"""CODE-31: codes that a spreadsheet may have cut to fifteen significant digits.

It then fills with zeros: digits 16-20 are 0 and the number before them remains.  One such code
can be true (serial 100000), two different ones in a file hardly are; still it is no proof.
Where digit 15 is 0 as well, CODE-25 tells; where cut codes became equal, CODE-05 does.
"""

import polars as pl

from auditor.clauses import CODE_STRUCTURE, POLICY
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]

_CUT = "^[0-9]{14}[1-9]00000$"


def violated(_: Criteria) -> pl.Expr:
    """Of that form, and not the only one in the file; doubled codes have their own rule."""
    cut = text("device_code").str.contains(_CUT)
    alone = pl.col("code_count").is_null()
    several = text("device_code").filter(cut).n_unique() > 1
    return cut & alone & several


def explain(cells: Cells) -> Explanation:
    """Say what is suspected, and that it may be true."""
    return Explanation(
        cell(cells, "device_code"),
        "编码末 5 位全为 0，且本表有多个这样的编码，疑被电子表格截断为 15 位有效数字（也可能原本如此）",
    )


RULE = RecordRule(
    meta=RuleMeta(
        id="CODE-31",
        title="设备编码疑被截断为15位有效数字",
        severity=Severity.WARNING,
        group=Group.CODE,
        field="device_code",
        clauses=(CODE_STRUCTURE, POLICY),
        remediation="与原始编码表核对；登记表中编码列应为文本格式",
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"device_code": "37011600011326100001"}),
    failing=({"device_code": "37011600011326100000"},),
    beside=({"device_code": "37011600011326200000"},),
)
