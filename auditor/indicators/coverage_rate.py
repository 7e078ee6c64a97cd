"""覆盖率: planned key locations that an in-use registered camera names."""

from auditor.indicator import CountedMember, Indicator
from auditor.judged import JudgedCamera, JudgedRound
from auditor.model import Member, Outcome
from auditor.records import KeyLocation

__all__ = ["INDICATOR"]


def count(judged: JudgedRound) -> tuple[CountedMember, ...]:
    """One member a planned key location; coverage is never unknown."""
    return tuple(
        CountedMember(_member(location, watching), location.location_class)
        for location, watching in judged.watching()
    )


def _member(location: KeyLocation, watching: tuple[JudgedCamera, ...]) -> Member:
    rows = "、".join(f"第{camera.camera.row}行" for camera in watching)
    return Member(
        key=location.id,
        label=location.name,
        outcome=Outcome.MET if watching else Outcome.NOT_MET,
        reason=f"台账{rows}登记于此" if watching else "台账中没有在用摄像机登记于此关键位置",
    )


def basis(_: JudgedRound) -> str:
    """The policy in words."""
    return (
        "分母：应建关键位置（key_locations.csv）；"
        "分子：至少有一路在用的在册摄像机登记于该位置。另列实证覆盖：本轮确有画面"
    )


INDICATOR = Indicator(
    id="coverage_rate",
    version=1,
    order=10,
    title="关键位置覆盖率",
    beside=False,
    by_class=True,
    count=count,
    basis=basis,
)
