"""ARCH-10: an address in the registry holds a user name or a password."""

import polars as pl

from auditor.clauses import POLICY
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]


def violated(_: Criteria) -> pl.Expr:
    """Found and taken out by the reader."""
    return pl.col("secret_in_uri")


def explain(cells: Cells) -> Explanation:
    """Quote the address without the secret, as the reader left it."""
    address = cells.get("stream_uri", "") or cells.get("onvif_uri", "")
    return Explanation(address, "台账地址中写有用户名或口令，本系统已去除且未使用")


RULE = RecordRule(
    meta=RuleMeta(
        id="ARCH-10",
        title="台账地址含口令",
        severity=Severity.WARNING,
        group=Group.ARCHIVE,
        field="stream_uri",
        clauses=(POLICY,),
        remediation="从台账删除口令并更换该口令；口令以“凭据”列的名称引用，由运维人员另行保管",
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"stream_uri": "rtsp://127.0.0.1:554/main"}),
    failing=({"stream_uri": "rtsp://admin:invented@127.0.0.1:554/main"},),
)
