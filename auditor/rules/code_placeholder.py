"""CODE-26: a code that stands in manuals and test forms, not on a camera.

One digit repeated, the digits counted up, and the ids that the demos and default settings of
GB/T 28181 software share: 芜湖 (3402), number 1.  A camera of 芜湖 may rightly have such a code,
so nothing is said of one whose division lies there.
"""

import string

import polars as pl

from auditor.clauses import CODE_UNIQUE, POLICY
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta
from gb28181.codes import LENGTH

__all__ = ["RULE"]

_DEMO_PLACE = "3402"
_DEMOS = ("34020000001310000001", "34020000001320000001", "34020000002000000001")
_TYPED = (*(digit * LENGTH for digit in string.digits), "12345678901234567890")


def violated(_: Criteria) -> pl.Expr:
    """Typed to fill the field, or taken from a demo."""
    code = text("device_code")
    at_home = text("division").str.starts_with(_DEMO_PLACE)
    return code.is_in(list(_TYPED)) | (code.is_in(list(_DEMOS)) & ~at_home)


def explain(cells: Cells) -> Explanation:
    """Say where it comes from."""
    code = cell(cells, "device_code")
    origin = "国标软件的演示或默认编码" if code in _DEMOS else "凑数的占位编码"
    return Explanation(code, f"设备编码 {code} 疑为{origin}")


RULE = RecordRule(
    meta=RuleMeta(
        id="CODE-26",
        title="设备编码疑为占位编码",
        severity=Severity.WARNING,
        group=Group.CODE,
        field="device_code",
        clauses=(CODE_UNIQUE, POLICY),
        remediation="核对设备上配置的编码，为该摄像机编制全局唯一的编码后登记",
    ),
    violated=violated,
    explain=explain,
    passing=(
        {},
        {"device_code": "34020000001320000002"},
        {"device_code": "34020000001320000001", "division": "340202"},
    ),
    failing=(
        {"device_code": "34020000001320000001"},
        {"device_code": "12345678901234567890"},
        {"device_code": "1" * LENGTH},
    ),
)
