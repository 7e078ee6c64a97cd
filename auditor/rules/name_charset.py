"""NAME-03: a character that GB 2312 and GBK lack, judged by the 2016 edition only.

By secondary sources its 6.10 recommends GB 2312; the 2022 edition asks for GB 18030, which has
every character.  GBK is accepted: it is what equipment writes under the name of GB 2312.
"""

import polars as pl

from auditor.clauses import CHARSET_2016
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.name_characters import is_outside_gbk, listed, outside_gbk
from auditor.record_text import cell, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta
from gb28181.editions import Edition

__all__ = ["RULE"]


def violated(criteria: Criteria) -> pl.Expr:
    """Any character outside; never under the 2022 edition."""
    if criteria.edition is not Edition.E2016:
        return pl.lit(value=False)
    return text("name").str.contains(outside_gbk())


def explain(cells: Cells) -> Explanation:
    """List the characters."""
    name = cell(cells, "name")
    return Explanation(name, f"设备名称含有 GBK 没有的字符：{listed(name, is_outside_gbk)}")


RULE = RecordRule(
    meta=RuleMeta(
        id="NAME-03",
        title="设备名称含有GB2312、GBK没有的字符",
        severity=Severity.WARNING,
        group=Group.NAME,
        field="name",
        clauses=(CHARSET_2016,),
        remediation="换用 GBK 内的字，或确认平台与设备均按 GB 18030 传输名称",
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"name": "镕基路·喆苑—2号門①"}, {"name": "星河里\u200b北门"}),
    failing=({"name": "𠮷野家门口"}, {"name": "㙍塘村口"}),
    under=Criteria(edition=Edition.E2016),
)
