"""Many nights of a small community, made up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from auditor.history.model import Past
from auditor.history.past import EndedRound, night_of, past_of, rate_points, states_of
from auditor.model import CameraState, Report
from auditor.store.store import NewRound, Store
from tests.auditor.render import builders
from tests.auditor.store.values import ROUND

__all__ = ["began", "keep_nights", "new_round", "night_report", "past"]

FIRST = datetime(2026, 1, 5, 14, 0, tzinfo=UTC)
STATES = {
    "o": CameraState.PICTURE_OK,
    "a": CameraState.PICTURE_ABNORMAL,
    "n": CameraState.ONLINE_NO_STREAM,
    "x": CameraState.OFFLINE,
    "-": CameraState.NOT_PROBED,
    "b": CameraState.PROBE_BLOCKED,
}


def began(day: int) -> datetime:
    """22:00 in Beijing, so many days after the first night."""
    return FIRST + timedelta(days=day)


def new_round(day: int) -> NewRound:
    at = began(day)
    return replace(ROUND, id=f"{at:%Y%m%dT%H%M%SZ}-{day:06x}", started_at=at)


def night_report(day: int, letters: str, **changes: object) -> Report:
    """One camera a letter, each with a code of its own; the health rate counts the good ones."""
    new = new_round(day)
    cameras = tuple(
        replace(
            one := builders.camera_result(row, state=STATES[letter], picture=None),
            camera=replace(one.camera, device_code=f"code-{row}"),
        )
        for row, letter in enumerate(letters, start=1)
        if letter in STATES
    )
    origin = builders.provenance(
        round_id=new.id, started_at=new.started_at, ended_at=new.started_at + timedelta(hours=1)
    )
    good, unsure = letters.count("o"), sum(letters.count(one) for one in "-b")
    result = builders.indicator_result(met=good, of=len(cameras), unknown=unsure)
    values: dict[str, object] = {
        "provenance": origin,
        "cameras": cameras,
        "results": (result,),
        "community": ROUND.community,
    }
    return builders.report(**(values | changes))


def past(*nights: str) -> Past:
    """Nights by their letters, from the first day on; an empty text is a missed night."""
    reports = {day: night_report(day, text) for day, text in enumerate(nights) if text}
    rounds = {
        night_of(began(day)): EndedRound(id=new_round(day).id, started_at=began(day), complete=True)
        for day in reports
    }
    rates = {new_round(day).id: rate_points(one.results) for day, one in reports.items()}
    states = {new_round(day).id: states_of(one) for day, one in reports.items()}
    return past_of(rounds, rates, states)


def keep_nights(path: Path | str, *nights: str) -> None:
    """Each night's letters; an empty text is a missed night."""
    with Store(path) as store:
        for day, letters in enumerate(nights):
            if letters:
                store.begin_round(new_round(day))
                store.end_round(night_report(day, letters))
