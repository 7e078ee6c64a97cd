"""Which round speaks for a night, and the rounds of many nights put together.  Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from auditor.history.model import ABSENT, LETTERS, Past, PastNight, PastRate, RatePoint
from auditor.model import IndicatorResult, Report
from auditor.moments import BEIJING

__all__ = [
    "EndedRound",
    "NightStates",
    "chosen",
    "night_of",
    "past_of",
    "rate_points",
    "states_of",
    "with_tonight",
]

_NOON = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedRound:
    """A round of the community that ended."""

    id: str
    started_at: datetime
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NightStates:
    """A round's cameras, column by column; ``letters`` has one letter a camera."""

    rows: tuple[int, ...]
    codes: tuple[str, ...]
    letters: str
    first_frame_ms: tuple[int | None, ...]

    def by_code(self) -> dict[str, str]:
        """The letters of the codes that are written and one camera's alone."""
        counted = Counter(self.codes)
        pairs = zip(self.codes, self.letters, strict=True)
        return {code: letter for code, letter in pairs if code and counted[code] == 1}


def night_of(moment: datetime) -> date:
    """The night that a moment belongs to: before noon it is still last evening's.

    >>> from datetime import UTC
    >>> night_of(datetime(2026, 1, 5, 20, 0, tzinfo=UTC)).isoformat()
    '2026-01-05'
    """
    return (moment.astimezone(BEIJING) - _NOON).date()


def chosen(
    rounds: Iterable[EndedRound], *, nights: int, until: date | None = None
) -> dict[date, EndedRound]:
    """The round of each of the last ``nights`` nights: a complete one, of several the latest.

    ``until`` is the last night, by default the last that has a round.
    """
    by_night: dict[date, EndedRound] = {}
    for one in sorted(rounds, key=lambda one: (one.complete, one.started_at)):
        by_night[night_of(one.started_at)] = one
    last = until or max(by_night, default=date.min)
    return {
        night: by_night[night] for night in sorted(by_night) if 0 <= (last - night).days < nights
    }


def past_of(
    rounds: Mapping[date, EndedRound],
    rates: Mapping[str, tuple[PastRate, ...]],
    states: Mapping[str, NightStates],
) -> Past:
    """The chosen rounds with their rates and cameras, by round id."""
    nights = tuple(
        PastNight(night=night, round_id=one.id, complete=one.complete, rates=rates.get(one.id, ()))
        for night, one in sorted(rounds.items())
    )
    return Past(nights=nights, cameras=_joined(nights, states))


def _joined(nights: tuple[PastNight, ...], states: Mapping[str, NightStates]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for index, one in enumerate(nights):
        kept = states.get(one.round_id)
        for code, letter in (kept.by_code() if kept else {}).items():
            found.setdefault(code, [ABSENT] * len(nights))[index] = letter
    return {code: "".join(letters) for code, letters in found.items()}


def with_tonight(past: Past, report: Report) -> Past:
    """The past with the report's own round, which speaks for its night whatever was before."""
    night = night_of(report.provenance.started_at)
    before = [index for index, one in enumerate(past.nights) if one.night < night]
    now = states_of(report).by_code()
    letters = {
        code: "".join(past.cameras.get(code, ABSENT * len(past.nights))[i] for i in before)
        for code in {**past.cameras, **now}
    }
    tonight = PastNight(
        night=night,
        round_id=report.provenance.round_id,
        complete=report.provenance.complete,
        rates=rate_points((*report.results, *report.by_class)),
    )
    return Past(
        nights=(*(past.nights[index] for index in before), tonight),
        cameras={code: text + now.get(code, ABSENT) for code, text in letters.items()},
    )


def rate_points(results: Iterable[IndicatorResult]) -> tuple[PastRate, ...]:
    """The judged rates of a report as points."""
    return tuple(
        PastRate(
            indicator=one.rate.indicator,
            scope=one.rate.scope,
            point=RatePoint(
                version=one.rate.version,
                of=one.rate.of,
                met=one.rate.met,
                unknown=one.rate.unknown,
                excluded=one.rate.excluded,
                threshold=one.threshold,
                verdict=one.verdict,
            ),
        )
        for one in results
    )


def states_of(report: Report) -> NightStates:
    """The cameras of a report."""
    cameras = report.cameras
    return NightStates(
        rows=tuple(one.camera.row for one in cameras),
        codes=tuple(one.camera.device_code.strip() for one in cameras),
        letters="".join(LETTERS[one.state] for one in cameras),
        first_frame_ms=tuple(one.first_frame_ms for one in cameras),
    )
