"""CAT-06 and CAT-32: Status in a directory is neither ON nor OFF.

The column is also 设备状态 of 一机一档 (1 在用, 2 维修, 3 拆除), so its numbers and all words that
are not ASCII are left alone, and a file that is no directory is not asked (`archive_codes`).
The 2016 edition's values were not read: there a fault is only doubted.
"""

import polars as pl

from auditor.catalog_text import NOTHING, directory_export, matches
from auditor.clauses import CATALOG_ITEM, STATUS_TYPE
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta
from gb28181.editions import Edition

__all__ = ["RULES"]

_RIGHT = rf"(?:ON|OFF|[123](?:\.0)?|.*[^\x00-\x7F].*|{NOTHING})?"
# Other spellings and truth values: what is meant is plain, or a platform's own.
_PLAIN = "(?i:on|off|online|offline|true|false|yes|no|y|n|0|ok)"
_REMEDIATION = "设备目录项的 Status 只填写 ON 或 OFF"


def _other() -> pl.Expr:
    return directory_export() & ~matches("status", _RIGHT)


def violated_unlisted(criteria: Criteria) -> pl.Expr:
    """No known way of saying ON or OFF."""
    if criteria.edition is not Edition.E2022:
        return pl.lit(value=False)
    return _other() & ~matches("status", _PLAIN)


def violated_spelling(criteria: Criteria) -> pl.Expr:
    """Lower case, ONLINE, true; under the 2016 edition whatever it is."""
    if criteria.edition is not Edition.E2022:
        return _other()
    return _other() & matches("status", _PLAIN)


def explain_unlisted(cells: Cells) -> Explanation:
    """Quote it."""
    return Explanation(cell(cells, "status"), "设备状态（Status）应为 ON 或 OFF")


def explain_spelling(cells: Cells) -> Explanation:
    """Propose the upper case where that is all."""
    text = cell(cells, "status")
    plain = text.upper() in {"ON", "OFF"}
    return Explanation(
        text,
        "设备状态（Status）写法与标准的 ON、OFF 不一致",
        f"改写为 {text.upper()}" if plain else "",
    )


def _meta(rule_id: str, title: str, severity: Severity) -> RuleMeta:
    return RuleMeta(
        id=rule_id,
        title=title,
        severity=severity,
        group=Group.CATALOG,
        field="status",
        clauses=(CATALOG_ITEM, STATUS_TYPE),
        remediation=_REMEDIATION,
    )


RULES = (
    RecordRule(
        meta=_meta("CAT-06", "目录项设备状态不是ON或OFF", Severity.ERROR),
        violated=violated_unlisted,
        explain=explain_unlisted,
        passing=({}, {"parental": "0", "status": "ON"}, {"status": "VLOST"}),
        failing=({"parental": "0", "status": "VLOST"},),
    ),
    RecordRule(
        meta=_meta("CAT-32", "目录项设备状态写法存疑", Severity.WARNING),
        violated=violated_spelling,
        explain=explain_spelling,
        passing=({}, {"parental": "0", "status": "OFF"}, {"parental": "0", "status": "在线"}),
        failing=({"parental": "0", "status": "on"}, {"parental": "0", "status": "ONLINE"}),
    ),
)
