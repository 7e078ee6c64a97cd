"""CODE-23: the register names another network than digit 14 of the code.

Asked under the 2022 edition only: in 2016 the digits 2, 3, 4 and 8 meant other networks.  The
words are a closed list; of any other word nothing is said.  A code keeps its digit when a new
edition comes, so that 0-4, all of them 监控报警专网 in 2016, pass for a police video network.
"""

from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

from auditor.clauses import CODE_STRUCTURE
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, code_part, text, well_formed_code
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta
from gb28181.editions import Edition
from gb28181.tables import RESERVED_NETWORKS, network

__all__ = ["RULE"]

_VIDEO = "01234"
_DIGITS: Mapping[str, str] = MappingProxyType(
    {
        "公安视频传输网": _VIDEO,
        "公安视频专网": _VIDEO,
        "视频专网": _VIDEO,
        "行业专网": "2",
        "政法信息网": "3",
        "公安移动信息网": "4",
        "公安信息网": "5",
        "电子政务外网": "6",
        "政务外网": "6",
        "互联网": "7",
        "公网": "7",
        "互联网等公共网络": "7",
        "专线": "8",
    }
)


def violated(criteria: Criteria) -> pl.Expr:
    """A word of the list, and a digit that it cannot have; 9 has a rule of its own."""
    digit, word = code_part("network"), text("access_network")
    fitting = [pair for name, digits in _DIGITS.items() for pair in (name + d for d in digits)]
    reserved = digit.is_in(sorted(RESERVED_NETWORKS[criteria.edition]))
    asked = well_formed_code() & word.is_in(list(_DIGITS)) & ~reserved
    return asked & ~(word + digit).is_in(fitting) & pl.lit(criteria.edition is Edition.E2022)


def explain(cells: Cells) -> Explanation:
    """Say what both say."""
    digit, word = cell(cells, "device_code")[13:14], cell(cells, "access_network")
    entry = network(digit, Edition.E2022)
    name = entry.name if entry else ""
    return Explanation(word, f"接入网络为“{word}”，而编码第14位 {digit} 表示“{name}”")


RULE = RecordRule(
    meta=RuleMeta(
        id="CODE-23",
        title="接入网络与编码的网络标识不符",
        severity=Severity.WARNING,
        group=Group.CODE,
        field="access_network",
        clauses=(CODE_STRUCTURE,),
        remediation="核对摄像机实际接入的网络，更正登记或按附录E重新编码",
    ),
    violated=violated,
    explain=explain,
    passing=(
        {},
        {"access_network": "政务外网"},
        {"access_network": "某某专网"},
        {"access_network": "视频专网", "device_code": "37011600011323000001"},
    ),
    failing=(
        {"access_network": "互联网"},
        {"access_network": "公安视频传输网"},
        {"access_network": "专线", "device_code": "37011600011327000001"},
    ),
)
