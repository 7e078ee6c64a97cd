"""CAT-02 to CAT-21, 28 to 50: a Catalog element has a value that the standard does not list.

Two rules an element.  *Refused*: the 2022 edition was read, and what is written is surely
meant as a value.  *Doubted*: another spelling, a word, several values where one is asked, or
any fault under the 2016 edition, whose text was not read.  Blanks, ``1.0`` for 1 and words for
"nothing" are no faults.

Not here: Status (`catalog_status`), CivilCode, GrassrootsCode and positions (groups DIV, CODE,
GEO), the elements that 2022 removed.  No rule can answer from one register alone: CAT-07
(ON, yet no picture), CAT-24 (where BusinessGroupID stands in the XML), CAT-26 (charset of the
XML), CAT-27 (SumNum), and whether the parents of ParentID exist on the platform.
"""

import polars as pl

from auditor.catalog_elements import ELEMENTS, Element
from auditor.catalog_spelling import respelled
from auditor.catalog_text import directory_export, faulty_value, matches
from auditor.clauses import CAPTURE_POSITIONS, CATALOG_ITEM
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell
from auditor.registry.damage import rewritten
from auditor.rule import Cells, Clause, Explanation, Group, RecordRule, RuleMeta
from gb28181.editions import Edition

__all__ = ["RULES"]


def _faulty(element: Element, criteria: Criteria) -> pl.Expr:
    """A column of 一机一档 is asked of directories only; a redacted cell belongs to ARCH-10."""
    fault = faulty_value(element.column, element.name, criteria.edition)
    if element.column == "catalog_ip":
        return fault & ~pl.col(element.column).str.contains("@", literal=True)
    return directory_export() & fault if element.shared else fault


def _certain(element: Element) -> pl.Expr:
    meant = matches(element.column, element.certain)
    return meant & ~matches(element.column, element.spared) if element.spared else meant


def _refused(element: Element) -> RecordRule:
    """The rule for what is surely wrong."""

    def violated(criteria: Criteria) -> pl.Expr:
        if criteria.edition is not Edition.E2022:
            return pl.lit(value=False)
        return _faulty(element, criteria) & _certain(element)

    def explain(cells: Cells) -> Explanation:
        text = cell(cells, element.column)
        return Explanation(text, f"{_named(element)}应为{element.wanted}{_rewritten(text)}")

    return RecordRule(
        meta=_meta(element, element.refused, Severity.ERROR, "不在标准取值之内"),
        violated=violated,
        explain=explain,
        passing=({}, {element.column: ""}),
        failing=(_cells(element, element.wrong),),
    )


def _doubted(element: Element) -> RecordRule:
    """The rule for everything else that the edition does not list."""

    def violated(criteria: Criteria) -> pl.Expr:
        fault = _faulty(element, criteria)
        if criteria.edition is Edition.E2022 and element.refused:
            return fault & ~_certain(element)
        return fault

    def explain(cells: Cells) -> Explanation:
        text = cell(cells, element.column)
        better = respelled(element.name, text)
        return Explanation(
            text,
            f"{_named(element)}与所用版本标准所列取值或写法不一致"
            f"{_rewritten(text) or '，含义可能正确，需核对'}",
            f"改写为 {better}" if better else "",
        )

    return RecordRule(
        meta=_meta(element, element.doubted, Severity.WARNING, "取值或写法存疑"),
        violated=violated,
        explain=explain,
        passing=({}, {element.column: ""}, {element.column: "无"}),
        failing=(_cells(element, element.doubtful),),
    )


def _rewritten(text: str) -> str:
    """What a spreadsheet did to the cell; empty where nothing is seen."""
    damage = rewritten(text)
    return f"，现{damage.message}" if damage else ""


def _named(element: Element) -> str:
    return f"{element.label}（{element.name}）"


def _cells(element: Element, value: str) -> Cells:
    """An example; a shared column needs one that makes the file a directory's."""
    return {element.column: value} | ({"parental": "0"} if element.shared else {})


def _meta(element: Element, rule_id: str, severity: Severity, defect: str) -> RuleMeta:
    return RuleMeta(
        id=rule_id,
        title=f"{_named(element)}{defect}",
        severity=severity,
        group=Group.CATALOG,
        field=element.column,
        clauses=_clauses(element),
        remediation=f"核对设备目录项，按所用版本标准填写 {element.name}（2022版：{element.wanted}）",
    )


def _clauses(element: Element) -> tuple[Clause, ...]:
    if element.column == "capture_position":
        return (CATALOG_ITEM, CAPTURE_POSITIONS)
    return (CATALOG_ITEM,)


RULES = (
    *(_refused(element) for element in ELEMENTS if element.refused),
    *(_doubted(element) for element in ELEMENTS),
)
