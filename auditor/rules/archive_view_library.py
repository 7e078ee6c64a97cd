"""ARCH-08 and ARCH-18: what a camera object (APE) of GA/T 1400 requires and the record lacks.

Switched on by name: not every register feeds a 视图库, and the text was seen in software only.
ApeID, Name, Longitude and Latitude have rules of their own (CODE-01, NAME-01, GEO-01 and 02);
Port and IsOnline are the system's, no column holds them.  FunctionType is enumerated otherwise
than 一机一档's, so that its cell proves nothing.
"""

import polars as pl

from auditor.catalog_text import directory_export, matches
from auditor.clauses import VIEW_LIBRARY
from auditor.criteria import Criteria, RuleSet
from auditor.model import Severity
from auditor.record_text import cell, filled, missing
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULES"]

_ADDRESSES = ("ipv4", "ipv6", "catalog_ip", "stream_uri", "onvif_uri")
_GA1400 = Criteria(rule_sets=frozenset(RuleSet))


def violated_missing(_: Criteria) -> pl.Expr:
    """No model (CAT-01 in a directory), or no address of any kind where there is a column."""
    no_model = missing("model") & ~directory_export()
    return no_model | (_address_asked() & ~_addressed())


def _address_asked() -> pl.Expr:
    return pl.any_horizontal(pl.col(column).is_not_null() for column in _ADDRESSES)


def _addressed() -> pl.Expr:
    return pl.any_horizontal(filled(column) for column in _ADDRESSES)


def violated_place(_: Criteria) -> pl.Expr:
    """2, 4 or 8 digits are right for GB/T 28181, not for PlaceCode; the rest is group DIV."""
    return matches("division", "[0-9]{2}|[0-9]{4}|[0-9]{8}")


def explain_missing(cells: Cells) -> Explanation:
    """A column that the file lacks looks like an empty one here: both are said."""
    lacking = {
        "Model（设备型号）": not cell(cells, "model"),
        "IPAddr（IP地址）": not any(cell(cells, column) for column in _ADDRESSES),
    }
    words = "、".join(word for word, is_empty in lacking.items() if is_empty)
    return Explanation("", f"视图库采集设备对象的必填项为空或台账无此列：{words}")


def explain_place(cells: Cells) -> Explanation:
    """Quote the code."""
    code = cell(cells, "division")
    return Explanation(code, f"视图库 PlaceCode 应为 6 位行政区划代码，现为 {len(code)} 位")


def _meta(rule_id: str, title: str, field: str, remediation: str) -> RuleMeta:
    return RuleMeta(
        id=rule_id,
        title=title,
        severity=Severity.WARNING,
        group=Group.ARCHIVE,
        field=field,
        clauses=(VIEW_LIBRARY,),
        remediation=remediation,
        rule_set=RuleSet.GA1400,
    )


RULES = (
    RecordRule(
        meta=_meta("ARCH-08", "视图库必填项为空", "model", "补全设备型号和 IP 地址"),
        violated=violated_missing,
        explain=explain_missing,
        passing=({}, {"model": "X-1", "ipv4": ""}),
        failing=({"model": ""}, {"ipv4": "", "stream_uri": ""}),
        under=_GA1400,
    ),
    RecordRule(
        meta=_meta(
            "ARCH-18",
            "视图库行政区划不是6位",
            "division",
            "接入视图库时以 6 位县级行政区划代码作为 PlaceCode",
        ),
        violated=violated_place,
        explain=explain_place,
        passing=({}, {"division": ""}),
        failing=({"division": "37011600"}, {"division": "3701"}),
        under=_GA1400,
    ),
)
