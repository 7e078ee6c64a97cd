"""DIV-07: an address that begins with another division than the registered one.

Read like names are (NAME-17): full official names at the very beginning, never a mere word.
An address without a division is nobody's fault.
"""

import polars as pl

from auditor.clauses import POLICY
from auditor.code_text import begins_locally
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.place_names_columns import begins_elsewhere
from auditor.place_names_text import elsewhere_message
from auditor.record_text import cell, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]


def violated(criteria: Criteria) -> pl.Expr:
    """The names at the beginning are another county's; local codes mean no county."""
    return begins_elsewhere("address") & ~begins_locally(text("division"), criteria)


def explain(cells: Cells) -> Explanation:
    """Tell both chains."""
    address = cell(cells, "address")
    return Explanation(address, elsewhere_message("安装地址", address, cell(cells, "division")))


RULE = RecordRule(
    meta=RuleMeta(
        id="DIV-07",
        title="安装地址开头的行政区划与行政区域不符",
        severity=Severity.WARNING,
        group=Group.DIVISION,
        field="address",
        clauses=(POLICY,),
        remediation="核对安装位置，更正安装地址或行政区域中错误的一项",
    ),
    violated=violated,
    explain=explain,
    passing=(
        {},
        {"address": ""},
        {"address": "山东省济南市莱芜区凤城街道文化路1号"},
        {"address": "上海花园北门"},
        {"address": "泉城路街道1号"},
    ),
    failing=(
        {"address": "山东省泰安市泰山区上高街道华新社区"},
        {"address": "济南市历下区"},
    ),
)
