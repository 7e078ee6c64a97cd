"""覆盖率: planned key locations that an in-use registered camera names."""

from auditor.indicator import CountedMember, Indicator
from auditor.judged import JudgedCamera, JudgedRound
from auditor.model import Member, Outcome
from auditor.records import KeyLocation

__all__ = ["INDICATOR"]

_DENOMINATOR = "应建关键位置（key_locations.csv）"
_NUMERATOR = "至少有一路在用的在册摄像机登记于该位置"


def count(judged: JudgedRound) -> tuple[CountedMember, ...]:
    """One member a planned key location; unknown only where an unread row might cover it."""
    return tuple(
        CountedMember(_member(location, watching, judged), location.location_class)
        for location, watching in judged.watching()
    )


def _member(
    location: KeyLocation, watching: tuple[JudgedCamera, ...], judged: JudgedRound
) -> Member:
    rows = "、".join(f"第{camera.camera.row}行" for camera in watching)
    if watching:
        outcome, reason = Outcome.MET, f"台账{rows}登记于此"
    elif judged.row_errors:
        outcome = Outcome.UNKNOWN
        reason = "没有在用摄像机登记于此，但台账有无法读取的行，可能登记于此"
    else:
        outcome, reason = Outcome.NOT_MET, "台账中没有在用摄像机登记于此关键位置"
    return Member(key=location.id, label=location.name, outcome=outcome, reason=reason)


def basis(_: JudgedRound) -> str:
    """The policy in words."""
    return f"分母：{_DENOMINATOR}；分子：{_NUMERATOR}。另列实证覆盖：本轮确有画面"


INDICATOR = Indicator(
    id="coverage_rate",
    version=1,
    order=10,
    title="关键位置覆盖率",
    beside=False,
    by_class=True,
    count=count,
    basis=basis,
    denominator=_DENOMINATOR,
    numerator=_NUMERATOR,
    unknown="没有在用摄像机登记于此，但台账有无法读取的行",
    of_cameras=False,
)
