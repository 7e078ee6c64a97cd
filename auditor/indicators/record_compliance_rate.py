"""合规率: registered cameras without an error in code, name, division or position."""

from auditor.indicator import CountedMember, Indicator, unread_rows
from auditor.judged import JudgedCamera, JudgedRound
from auditor.model import Finding, Member, Outcome, Severity, Verdict
from auditor.rule import Group

__all__ = ["INDICATOR", "compliance"]

_DENOMINATOR = "在册摄像机（设备状态不为拆除）"
_NUMERATOR = "编码、名称、行政区划、经纬度四组规则均无错误级问题"
_GROUPS = (Group.CODE, Group.NAME, Group.DIVISION, Group.POSITION)


def compliance(judged: JudgedRound, groups: tuple[Group, ...]) -> tuple[CountedMember, ...]:
    """One member a registered record; a row that could not be read is unknown, never dropped."""
    read = (CountedMember(_member(camera, groups)) for camera in judged.cameras)
    return (*read, *unread_rows(judged))


def _member(judged: JudgedCamera, groups: tuple[Group, ...]) -> Member:
    errors = [f for f in judged.findings if _counts(f, groups)]
    failed = [f for f in errors if (f.original or f.verdict) is Verdict.FAIL]
    outcome = Outcome.NOT_MET if failed else Outcome.UNKNOWN if errors else Outcome.MET
    return Member(
        key=str(judged.camera.row),
        label=judged.camera.name,
        outcome=outcome,
        reason="；".join(_told(f) for f in failed or errors) or "无错误级问题",
    )


def _told(finding: Finding) -> str:
    """A waiver excuses nobody from the count; that there is one is said."""
    waived = "（已豁免，仍计入）" if finding.waiver else ""
    return f"{finding.rule} {finding.message}{waived}"


def _counts(finding: Finding, groups: tuple[Group, ...]) -> bool:
    prefix = finding.rule.partition("-")[0]
    return finding.severity is Severity.ERROR and any(prefix == group for group in groups)


def count(judged: JudgedRound) -> tuple[CountedMember, ...]:
    """All four groups together."""
    return compliance(judged, _GROUPS)


def basis(_: JudgedRound) -> str:
    """The policy in words."""
    return f"分母：{_DENOMINATOR}；分子：{_NUMERATOR}。警告和提示不影响本率"


INDICATOR = Indicator(
    id="record_compliance_rate",
    version=1,
    order=50,
    title="档案合规率",
    beside=False,
    by_class=False,
    count=count,
    basis=basis,
    denominator=_DENOMINATOR,
    numerator=_NUMERATOR,
    unknown="规则无法判断，或台账中无法读取的行",
)
