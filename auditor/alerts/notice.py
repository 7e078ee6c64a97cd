"""A night becomes the notice that every channel sends: figures of the report, nothing counted.

Which alerts there are is left to `auditor.alerts.decision`, the look to `auditor.alerts.forms`.
"""

from collections.abc import Sequence
from datetime import datetime

from auditor.alerts.cameras import repairs
from auditor.alerts.model import Alert, AlertKind, Notice, RateLine
from auditor.alerts.plain import NAME_LENGTH, plain
from auditor.model import IndicatorResult, RateVerdict, Report
from auditor.render import figures
from auditor.render.words import rate_word

__all__ = ["build_notice", "lines", "title", "trial_notice"]


def build_notice(
    alerts: Sequence[Alert],
    *,
    community: str,
    before: Report | None,
    tonight: Report | None,
    at: datetime,
) -> Notice:
    """``community`` is used for a night without a round."""
    return Notice(
        community=plain(tonight.community if tonight else community, NAME_LENGTH),
        round_id=tonight.provenance.round_id if tonight else "",
        at=at,
        alerts=tuple(alerts),
        rates=_rates(before, tonight) if tonight else (),
        repairs=repairs(before, tonight) if tonight else (),
    )


def trial_notice(community: str, at: datetime) -> Notice:
    """What ``auditor alerts test`` sends."""
    alert = Alert(kind=AlertKind.TEST, key="test", text="这是一条测试消息，无需处理")
    return Notice(community=plain(community, NAME_LENGTH), round_id="", at=at, alerts=(alert,))


def title(notice: Notice) -> str:
    """The first line, and the subject of a mail."""
    return f"{notice.community}视频巡检告警 {len(notice.alerts)} 项"


def lines(notice: Notice) -> tuple[str, ...]:
    """Everything below the title as plain text; an empty line divides."""
    told = [alert.text for alert in notice.alerts]
    if notice.rates:
        told += ["", "各项指标：", *map(_rate_text, notice.rates)]
    if notice.repairs:
        told += ["", "优先整改：", *notice.repairs]
    where = f"轮次 {notice.round_id}，" if notice.round_id else ""
    return (*told, "", f"{where}{figures.shanghai_time(notice.at)}")


def _rates(before: Report | None, tonight: Report) -> tuple[RateLine, ...]:
    old = {one.rate.indicator: one.verdict.value for one in before.results} if before else {}
    return tuple(_rate(result, old.get(result.rate.indicator)) for result in tonight.results)


def _rate(result: IndicatorResult, before: str | None) -> RateLine:
    rate = result.rate
    return RateLine(
        indicator=rate.indicator,
        title=plain(rate.title, NAME_LENGTH),
        met=rate.met,
        of=rate.of,
        unknown=rate.unknown,
        threshold=result.threshold,
        verdict=result.verdict.value,
        before=before,
    )


def _rate_text(rate: RateLine) -> str:
    unknown = f"，未知 {rate.unknown}" if rate.unknown else ""
    verdict = rate_word(RateVerdict(rate.verdict)).text
    return f"{rate.title} {rate.met}/{rate.of}{unknown}：{verdict}"
