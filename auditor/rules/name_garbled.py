"""NAME-02: a name with control characters or the traces of a broken encoding.

「锟斤拷」 is what UTF-8 replacement characters become when read as GBK; four 「烫」 or 「屯」 in a
row are uninitialised memory read as GBK.  Three may be a restaurant's name.
"""

import polars as pl

from auditor.clauses import CATALOG_ITEM, CHARSET
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]

_GARBLED = "[\\x{00}-\\x{08}\\x{0B}\\x{0C}\\x{0E}-\\x{1F}\\x{7F}\\x{FFFD}]|锟斤拷|烫{4}|屯{4}"


def violated(_: Criteria) -> pl.Expr:
    """Any trace; line breaks and tabs are the spreadsheet's business."""
    return text("name").str.contains(_GARBLED)


def explain(cells: Cells) -> Explanation:
    """Quote the name as it stands."""
    return Explanation(cell(cells, "name"), "设备名称含有乱码或控制字符，文字已损坏")


RULE = RecordRule(
    meta=RuleMeta(
        id="NAME-02",
        title="设备名称为乱码",
        severity=Severity.ERROR,
        group=Group.NAME,
        field="name",
        clauses=(CATALOG_ITEM, CHARSET),
        remediation="从原始资料重新录入名称；导入导出时统一使用 GB 18030 或 UTF-8 编码",
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"name": "星河里（北门）-东4"}, {"name": "烫烫烫火锅店门口"}),
    failing=(
        {"name": "锟斤拷锟斤拷南门"},
        {"name": "烫烫烫烫烫烫"},
        {"name": "北门\x07"},
        {"name": "北\ufffd门"},
    ),
)
