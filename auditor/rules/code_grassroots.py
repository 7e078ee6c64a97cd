"""CODE-29: a GrassrootsCode that is not six digits, or in no range of E.3.

000000 says that the camera is no grassroots installation (A.2.1.9).  The 2016 edition has no
such element, and nothing is said under it.  Whether the township exists is left open: the list
that E.3 follows changes every year.  A warning, for a range may be local.
"""

import polars as pl

from auditor.clauses import CATALOG_ITEM, GRASSROOTS
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, filled, text
from auditor.registry.damage import short_code_damage
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta
from gb28181 import grassroots
from gb28181.editions import Edition
from gb28181.errors import CodeError, UndefinedCode

__all__ = ["RULE"]

# Each half from 001 to 599 (E.3); `grassroots.validate` says the same of one text.
_HALF = "(00[1-9]|0[1-9][0-9]|[1-5][0-9]{2})"
_RIGHT = f"^({grassroots.NOT_GRASSROOTS}|{_HALF}{_HALF})$"
_WHOLE = 12
_HALVES = {"township": "乡级段（第1—3位）", "village": "村级段（第4—6位）"}


def violated(criteria: Criteria) -> pl.Expr:
    """Something is written, and it is no such code."""
    wrong = filled("grassroots_code") & ~text("grassroots_code").str.contains(_RIGHT)
    return wrong & pl.lit(criteria.edition is Edition.E2022)


def explain(cells: Cells) -> Explanation:
    """Say which half is wrong, or what happened to the text."""
    code = cell(cells, "grassroots_code")
    return Explanation(code, f"基层组织编码{_fault(code)}", _hint(code))


def _fault(code: str) -> str:
    try:
        grassroots.validate(code)
    except UndefinedCode as error:
        return f"的{_HALVES[error.part]} {error.value} 不在 001—599 的各段之内"
    except CodeError:
        pass  # the form is wrong; below is what may have happened to it
    damage = short_code_damage(code, grassroots.LENGTH)
    return damage.message if damage else "不是 6 位数字"


def _hint(code: str) -> str:
    """What it most likely was: the last half of a twelve-digit code, or a repaired one."""
    below = code[-grassroots.LENGTH :]
    if code.isascii() and code.isdigit() and len(code) == _WHOLE:
        return f"若为 12 位统计用区划代码，取其后六位 {below}，请核对"
    damage = short_code_damage(code, grassroots.LENGTH)
    return f"核对后改为 {damage.repaired}" if damage and damage.repaired else ""


RULE = RecordRule(
    meta=RuleMeta(
        id="CODE-29",
        title="基层组织编码不合规则",
        severity=Severity.WARNING,
        group=Group.CODE,
        field="grassroots_code",
        clauses=(CATALOG_ITEM, GRASSROOTS),
        remediation="填写六位县以下编码（乡级三位、村级三位）；非基层建设的填 000000",
    ),
    violated=violated,
    explain=explain,
    passing=(
        {},
        {"grassroots_code": ""},
        {"grassroots_code": "000000"},
        {"grassroots_code": "001498"},
        {"grassroots_code": "198398"},
    ),
    failing=(
        {"grassroots_code": "1001"},
        {"grassroots_code": "370116001001"},
        {"grassroots_code": "600001"},
        {"grassroots_code": "001000"},
    ),
)
