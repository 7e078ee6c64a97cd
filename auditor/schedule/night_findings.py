"""What is wrong with a night, in Chinese, and what to do about it.  Pure.

These findings are about the auditing itself, never about a camera: they stand in the report of
their night, or of the next one when theirs has none, and beside the journal.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from auditor.model import Severity
from auditor.schedule.nights import FIRST, MAX_ATTEMPTS, NightLine, Nights, NightState

__all__ = [
    "BLIND",
    "FAILED",
    "KINDS",
    "LATE",
    "LATE_AFTER",
    "MISSED",
    "OVERRUN",
    "PARTIAL",
    "NightFinding",
    "NightKind",
    "night_alarms",
    "night_findings",
]

LATE_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class NightKind:
    """One way in which a night can be wrong; ``title`` and ``remediation`` are Chinese."""

    id: str
    severity: Severity
    title: str
    remediation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NightFinding:
    """What is wrong with one night; ``message`` is Chinese."""

    kind: NightKind
    community: str
    night: date
    message: str


MISSED = NightKind(
    id="NIGHT-01",
    severity=Severity.ERROR,
    title="漏检一夜",
    remediation="查明服务为何未运行（systemctl status、系统日志），必要时手动补检：auditor run",
)
LATE = NightKind(
    id="NIGHT-02",
    severity=Severity.WARNING,
    title="开始过晚",
    remediation="检查服务重启、时钟和上一夜的耗时；窗口不够时调整 schedule.window",
)
OVERRUN = NightKind(
    id="NIGHT-03",
    severity=Severity.WARNING,
    title="超出窗口",
    remediation="延长 schedule.window，或提高 probing.concurrency、减少 probing.tries",
)
PARTIAL = NightKind(
    id="NIGHT-04",
    severity=Severity.ERROR,
    title="未测完",
    remediation="未测到的摄像机按“未检测”计；查明提前结束的原因，必要时手动补检",
)
BLIND = NightKind(
    id="NIGHT-05",
    severity=Severity.ERROR,
    title="检测机看不见",
    remediation="检查检测机的网络、时钟、磁盘和对照点，排除后补检：auditor run",
)
FAILED = NightKind(
    id="NIGHT-06",
    severity=Severity.ERROR,
    title="检测失败，没有报告",
    remediation="按原因处理后补检：auditor run；已测结果留在数据库中",
)
KINDS = (MISSED, LATE, OVERRUN, PARTIAL, BLIND, FAILED)


def night_findings(line: NightLine) -> tuple[NightFinding, ...]:
    """All that is wrong with one night, the worst first; nothing for one that is yet to come."""
    found = ((kind, judge(line)) for kind, judge in _JUDGES)
    return tuple(
        NightFinding(kind=kind, community=line.community, night=line.night, message=message)
        for kind, message in found
        if message
    )


def night_alarms(
    nights: Nights, *, ended_at: datetime, complete: bool, blind: str
) -> tuple[str, ...]:
    """The lines for a report: earlier nights without one, then its own night as it ended.

    Nights of one kind and reason that follow each other are one line.
    """
    earlier = [one for line in nights.earlier for one in night_findings(line)]
    told = [_line(list(group)) for _, group in itertools.groupby(earlier, _cause)]
    if nights.own is not None:
        own = replace(
            nights.own,
            state=NightState.ENDED,
            ended_at=ended_at,
            complete=complete,
            blind=blind,
        )
        told += [_line([one]) for one in night_findings(own)]
    return tuple(told)


def _cause(finding: NightFinding) -> tuple[str, str]:
    return finding.kind.id, finding.message


def _line(group: list[NightFinding]) -> str:
    first, last = group[0], group[-1]
    nights = (
        f"{first.night}" if first is last else f"{first.night} 至 {last.night} 共 {len(group)} 夜"
    )
    kind = first.kind
    return f"{kind.id} {kind.title}（{nights}）：{first.message}。{kind.remediation}。"


def _missed(line: NightLine) -> str:
    return line.reason if line.state is NightState.MISSED else ""


def _failed(line: NightLine) -> str:
    """A night that is tried again is not yet a failed one."""
    is_final = line.state is NightState.FAILED and line.attempts >= MAX_ATTEMPTS
    return (line.reason or "原因未知") if is_final else ""


def _late(line: NightLine) -> str:
    if line.started_at is None or line.reason == FIRST:
        return ""
    delay = line.started_at - line.begins
    if delay <= LATE_AFTER:
        return ""
    # The reason of a failed night is that of its fault.
    why = "" if line.state is NightState.FAILED else line.reason
    return f"计划开始后 {_minutes(delay)} 分钟才开始" + (f"，{why}" if why else "")


def _overrun(line: NightLine) -> str:
    """A night that was not completed was ended, at the latest when its round was concluded."""
    if line.complete is False:
        return ""
    if line.state is not NightState.ENDED or line.ended_at is None or line.ended_at <= line.ends:
        return ""
    return f"窗口结束后 {_minutes(line.ended_at - line.ends)} 分钟才结束"


def _partial(line: NightLine) -> str:
    ended_early = line.state is NightState.ENDED and line.complete is False
    return "检测被提前终止，有摄像机未测到" if ended_early else ""


def _blind(line: NightLine) -> str:
    return line.blind if line.state is NightState.ENDED else ""


def _minutes(span: timedelta) -> int:
    return max(1, span // timedelta(minutes=1))


_JUDGES: tuple[tuple[NightKind, Callable[[NightLine], str]], ...] = (
    (MISSED, _missed),
    (FAILED, _failed),
    (BLIND, _blind),
    (PARTIAL, _partial),
    (OVERRUN, _overrun),
    (LATE, _late),
)
