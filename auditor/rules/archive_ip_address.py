"""ARCH-19, 20 and 26: an IP address of the register that can be none, or in the wrong column.

Judged is only what is written like an address and nothing else; several addresses, ports,
host names and words are left alone, and so are the zeros that some systems put before octets.
The Catalog's IPAddress is CAT-15.
"""

import polars as pl

from auditor.catalog_text import matches, value_form
from auditor.clauses import ARCHIVE_PRACTICE
from auditor.criteria import Criteria, RuleSet
from auditor.model import Severity
from auditor.record_text import cell
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta
from gb28181.editions import Edition

__all__ = ["RULES"]

_LIKE_IPV4 = r"[0-9.]{4,40}"
_OCTET = "0{0,2}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = rf"{_OCTET}(?:\.{_OCTET}){{3}}"
_LIKE_IPV6 = "[0-9A-Fa-f]*:[0-9A-Fa-f:.]+"
_HAS_COLON = ".*:.*"


def violated_ipv4(_: Criteria) -> pl.Expr:
    """Digits and dots, but not four octets."""
    return matches("ipv4", _LIKE_IPV4) & ~matches("ipv4", _IPV4)


def violated_ipv6(_: Criteria) -> pl.Expr:
    """Hexadecimal digits and colons, but not an address."""
    return matches("ipv6", _LIKE_IPV6) & ~matches("ipv6", value_form("IPAddress", Edition.E2022))


def violated_column(_: Criteria) -> pl.Expr:
    """A whole IPv6 address in the column of the other kind."""
    return matches("ipv4", _HAS_COLON) & matches("ipv4", value_form("IPAddress", Edition.E2022))


def explain_ipv4(cells: Cells) -> Explanation:
    """Quote it."""
    return Explanation(cell(cells, "ipv4"), "不是有效的 IPv4 地址：应为四段 0—255 的数")


def explain_ipv6(cells: Cells) -> Explanation:
    """Quote it."""
    return Explanation(cell(cells, "ipv6"), "不是有效的 IPv6 地址")


def explain_column(cells: Cells) -> Explanation:
    """Name the column where it belongs."""
    return Explanation(cell(cells, "ipv4"), "IPv4地址列中登记的是 IPv6 地址，应登记在“IPv6地址”列")


def _meta(rule_id: str, title: str, field: str, severity: Severity = Severity.WARNING) -> RuleMeta:
    return RuleMeta(
        id=rule_id,
        title=title,
        severity=severity,
        group=Group.ARCHIVE,
        field=field,
        clauses=(ARCHIVE_PRACTICE,),
        remediation="按设备实际网络配置更正地址，以文本格式登记",
        rule_set=RuleSet.ARCHIVE,
    )


RULES = (
    RecordRule(
        meta=_meta("ARCH-19", "IPv4地址无效", "ipv4"),
        violated=violated_ipv4,
        explain=explain_ipv4,
        passing=(
            {},
            {"ipv4": "010.001.002.003"},
            {"ipv4": "10.1.2.3/10.1.2.4"},
            {"ipv4": "10.1.2.3:554"},
            {"ipv4": "无"},
        ),
        failing=({"ipv4": "10.1.2.256"}, {"ipv4": "10.1.2"}, {"ipv4": "10123"}),
    ),
    RecordRule(
        meta=_meta("ARCH-20", "IPv6地址无效", "ipv6"),
        violated=violated_ipv6,
        explain=explain_ipv6,
        passing=({}, {"ipv6": "fe80::1%eth0"}, {"ipv6": "[2001:db8::1]:554"}, {"ipv6": "10.1.2.3"}),
        failing=({"ipv6": "2001:db8:::1"}, {"ipv6": "1:2:3"}),
    ),
    RecordRule(
        meta=_meta("ARCH-26", "IPv4地址列中为IPv6地址", "ipv4", Severity.INFO),
        violated=violated_column,
        explain=explain_column,
        passing=({}, {"ipv4": "10.1.2.3:554"}, {"ipv4": "10.1.2.3"}, {"ipv6": "2001:db8::1"}),
        failing=({"ipv4": "2001:db8::1"}, {"ipv4": "fe80::1"}, {"ipv4": "::ffff:10.1.2.3"}),
    ),
)
