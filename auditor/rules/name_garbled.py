"""NAME-02 and NAME-21: a name with control characters or the traces of a broken encoding.

「锟斤拷」 is what UTF-8 replacement characters become when read as GBK; four 「烫」 or 「屯」 in a
row are uninitialised memory read as GBK.  Three may be a restaurant's name.  Text that was read
in an encoding of Western Europe is no name either; UTF-8 read as GBK (「娉板北」) is made of
ideographs, and question marks may have been typed: both are suspicions.
"""

import polars as pl

from auditor.clauses import CATALOG_ITEM, CHARSET
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.mojibake import Misread, original
from auditor.record_text import cell, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULES"]

_GARBLED = "[\\x{00}-\\x{08}\\x{0B}\\x{0C}\\x{0E}-\\x{1F}\\x{7F}\\x{FFFD}]|锟斤拷|烫{4}|屯{4}"
_REMEDIATION = "从原始资料重新录入名称；导入导出时统一使用 GB 18030 或 UTF-8 编码"


def violated(_: Criteria) -> pl.Expr:
    """Any trace; line breaks and tabs are the spreadsheet's business."""
    return text("name").str.contains(_GARBLED) | (
        pl.col("name_misread") == Misread.WESTERN
    ).fill_null(value=False)


def violated_doubtful(criteria: Criteria) -> pl.Expr:
    """The whole name is such text."""
    return (pl.col("name_misread") != Misread.WESTERN) & ~violated(criteria)


def explain(cells: Cells) -> Explanation:
    """Quote the name as it stands, and what it probably was."""
    name = cell(cells, "name")
    message = "设备名称含有乱码或控制字符，文字已损坏"
    return Explanation(name, f"{message}{_read_again(name)}")


def explain_doubtful(cells: Cells) -> Explanation:
    """The same; of question marks nothing can be read again."""
    name = cell(cells, "name")
    read = _read_again(name) or "，汉字在转换编码时可能丢失为问号"
    return Explanation(name, f"设备名称疑为乱码{read}")


def _read_again(name: str) -> str:
    found = original(name)
    return f"；原文可能是“{found}”，须核对" if found else ""


def _meta(rule_id: str, title: str, severity: Severity) -> RuleMeta:
    return RuleMeta(
        id=rule_id,
        title=title,
        severity=severity,
        group=Group.NAME,
        field="name",
        clauses=(CATALOG_ITEM, CHARSET),
        remediation=_REMEDIATION,
    )


RULES = (
    RecordRule(
        meta=_meta("NAME-02", "设备名称为乱码", Severity.ERROR),
        violated=violated,
        explain=explain,
        passing=(
            {},
            {"name": "星河里（北门）-东4"},
            {"name": "烫烫烫火锅店门口"},
            {"name": "Café Müller 门口"},
            {"name": "Café Größe"},
        ),
        failing=(
            {"name": "锟斤拷锟斤拷南门"},
            {"name": "烫烫烫烫烫烫"},
            {"name": "北门\x07"},
            {"name": "北\ufffd门"},
            {"name": "æ³°å±±åŒºåŒ—é—¨"},
            {"name": "Ì©É½Çø±±ÃÅ"},
        ),
    ),
    RecordRule(
        meta=_meta("NAME-21", "设备名称疑为乱码", Severity.WARNING),
        violated=violated_doubtful,
        explain=explain_doubtful,
        passing=({}, {"name": "涿州濮阳漯河门口"}, {"name": "What?"}, {"name": "出口?北门"}),
        failing=({"name": "娉板北鍖哄崕鏂扮ぞ鍖"}, {"name": "????01"}, {"name": "？？"}),
    ),
)
