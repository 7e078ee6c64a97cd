"""ARCH-06: 所属辖区公安机关 is a number, yet no code of twelve digits below a prefecture.

A name says what is meant and is not judged.  Police organs have counties of their own (zones,
railways), so of the division only the first four digits are looked at.  Whether the organ fits
the camera's division is CODE-30.
"""

from functools import cache

import polars as pl

from auditor.catalog_text import matches
from auditor.clauses import ARCHIVE_PRACTICE, DIRECTORY
from auditor.criteria import Criteria, RuleSet
from auditor.division_text import known_codes, province_digits, retired_codes
from auditor.model import Severity
from auditor.record_text import cell
from auditor.registry.damage import fixed_code_damage
from auditor.registry.dates import DATE
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]

_LENGTH = 12
_NUMBER = r"[0-9]+(?:\.[0-9]+)?(?:[Ee]\+?[0-9]+)?"
# Below the first province stand the organs of the ministry.
_MINISTRY = "0[0-9]{11}|10[0-9]{10}"


def violated(_: Criteria) -> pl.Expr:
    """Of another length, in no prefecture that is or was, or a spreadsheet's date."""
    return matches("police_unit", f"{_NUMBER}|{DATE}") & ~matches("police_unit", _known_form())


@cache
def _known_form() -> str:
    """A province's own organs have 00 where others have their prefecture."""
    listed = {code[:4] for code in (*known_codes(), *retired_codes())}
    fours = sorted(listed | {f"{province}00" for province in province_digits()})
    return f"{_MINISTRY}|(?:{'|'.join(fours)})[0-9]{{8}}"


def explain(cells: Cells) -> Explanation:
    """Say which of the two it is."""
    code = cell(cells, "police_unit")
    damage = fixed_code_damage(code, (_LENGTH,))
    if damage is not None:
        hint = f"核对后改为 {damage.repaired}" if damage.repaired else ""
        return Explanation(code, f"公安机关机构代码{damage.message}", hint)
    if len(code) != _LENGTH or not code.isdecimal():
        return Explanation(code, f"公安机关机构代码应为 {_LENGTH} 位数字")
    return Explanation(code, f"公安机关机构代码前四位 {code[:4]} 不是任何地级行政区划")


RULE = RecordRule(
    meta=RuleMeta(
        id="ARCH-06",
        title="所属辖区公安机关代码有误",
        severity=Severity.WARNING,
        group=Group.ARCHIVE,
        field="police_unit",
        clauses=(DIRECTORY, ARCHIVE_PRACTICE),
        remediation="向辖区公安机关核实 12 位机构代码（GA/T 380），以文本格式登记",
        rule_set=RuleSet.ARCHIVE,
    ),
    violated=violated,
    explain=explain,
    passing=(
        {},
        {"police_unit": "370116000000"},
        {"police_unit": "370190540000"},
        {"police_unit": "010000000000"},
        {"police_unit": "莱芜区公安分局"},
    ),
    failing=(
        {"police_unit": "370116"},
        {"police_unit": "3.70116E+11"},
        {"police_unit": "370116000000.0"},
        {"police_unit": "2025-01-05"},
        {"police_unit": "379916000000"},
    ),
)
