"""What is recalled of a round: sorted by visit, its passes in time, its logins."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from auditor.examples import frame
from auditor.schedule.memory import (
    KnownVisit,
    Memory,
    last_sign,
    lost_pictures,
    rebuilt_logins,
    remember,
)
from auditor.schedule.press import PackedSeen
from auditor.store.sent_logins import SentLogin
from auditor.store.visits import VisitMark
from probes.failure import Failure, FailureKind
from probes.observation import Observation
from probes.target import Credential, Target
from tests.probes.fake_probes import NOW

SEEN: Observation[object] = Observation(
    target="1",
    probe="rtsp_frame",
    version=3,
    attempt=1,
    started_at=NOW,
    duration=timedelta(seconds=2),
    answered=True,
)


def at(minutes: int, **changes: object) -> Observation[object]:
    return replace(SEEN, started_at=NOW + timedelta(minutes=minutes), **changes)  # type: ignore[arg-type]


def test_observations_are_sorted_by_visit_and_ours_stand_apart() -> None:
    own, control = at(0, target="0"), at(1, target="-1")
    first, second, again = at(2), at(3, target="2"), at(9, attempt=2)
    marks = [
        VisitMark(row=1, attempt=1, discovered=("rtsp://127.0.0.1/a",)),
        VisitMark(row=3, attempt=1),
    ]
    memory = remember((own, control, first, second, again), marks, (NOW,))
    opened = {
        attempt: tuple(replace(one, observations=tuple(one.observations)) for one in known)
        for attempt, known in memory.visits.items()
    }
    assert replace(memory, visits=opened) == Memory(
        visits={
            1: (
                KnownVisit(row=1, observations=(first,), discovered=("rtsp://127.0.0.1/a",)),
                KnownVisit(row=2, observations=(second,), finished=False),
                KnownVisit(row=3),
            ),
            2: (KnownVisit(row=1, observations=(again,), finished=False),),
        },
        ours=(own, control),
        sittings=(NOW,),
    )
    assert (memory.finished, memory.is_empty) == (2, False)
    assert tuple(memory.observations) == tuple(memory.observations) == (first, second, again)


def test_a_visit_that_was_written_in_two_parts_is_one() -> None:
    refused, other, rest = at(0), at(1, target="2"), at(2)
    memory = remember((refused, other, rest), (), (NOW,))
    assert [tuple(one.observations) for one in memory.visits[1]] == [(refused, rest), (other,)]


def test_the_memory_of_a_large_round_is_small() -> None:
    """Measured on what is packed: three visits of many cameras, each with its own hashes."""
    many = 300
    pictures = (
        at(row, target=str(row), attempt=attempt, payload=replace(frame(), picture_sha256=digest))
        for attempt in (1, 2, 3)
        for row in range(1, many + 1)
        if (digest := sha256(f"{row} {attempt}".encode()).hexdigest())
    )
    memory = remember(pictures, (), (NOW,))
    packed = [one.observations for known in memory.visits.values() for one in known]
    sizes = [sum(map(len, one.parts)) for one in packed if isinstance(one, PackedSeen)]
    assert len(sizes) == 3 * many
    assert sum(sizes) < 3 * many * 250


def test_a_pass_counts_from_where_the_last_sitting_took_it_up() -> None:
    """The second sitting began at 60 and made its first visit of the pass at 61."""
    visits = tuple(
        KnownVisit(row=row, observations=(at(minutes),))
        for row, minutes in ((1, 1), (2, 5), (3, 61), (4, 62))
    )
    sat = tuple(NOW + timedelta(minutes=minutes) for minutes in (0, 60, 90))
    memory = Memory(visits={1: visits}, sittings=sat)
    assert memory.pass_began(1) == NOW + timedelta(minutes=61)
    assert memory.pass_began(2) is None


def test_the_last_sign_of_life_is_the_end_of_the_latest_observation() -> None:
    assert last_sign((), NOW) == NOW
    assert last_sign((at(5), at(1)), NOW) == NOW + timedelta(minutes=5, seconds=2)


def test_a_visit_is_lost_with_the_last_of_its_pictures() -> None:
    sub, main = (at(0, payload=replace(frame(), picture_sha256=one * 64)) for one in "ab")
    visits = (
        KnownVisit(row=1, observations=(sub, main)),
        KnownVisit(row=2, observations=(sub,)),
        KnownVisit(row=3, observations=(SEEN,)),
    )
    there = {(1, 1, "b" * 64)}
    memory = Memory(visits={1: visits}, sittings=(NOW,))
    lost = lost_pictures(memory, lambda row, attempt, sha: (row, attempt, sha) in there)
    assert lost == {(2, 1)}


def test_a_refused_password_is_known_again() -> None:
    account = Credential("cameras", "inspector", "Inv3nted-mistake")
    uri = "rtsp://127.0.0.1:554/main"
    target = Target(key="1", host="127.0.0.1", stream_uri=uri, credential=account)
    rejected = Failure("describe", FailureKind.AUTHENTICATION_REJECTED, "")
    logins = rebuilt_logins([target], [at(0, failure=rejected), at(0, target="9")])
    assert not logins.may_send(target, "rtsp_frame")
    assert rebuilt_logins([target], []).may_send(target, "rtsp_frame")


def test_a_login_without_a_known_answer_is_not_sent_again() -> None:
    """Of rows 1 to 4: no attempt, taken, an attempt that ended, and an attempt before."""
    account = Credential("cameras", "inspector", "Inv3nted-secret")
    targets = [
        Target(
            key=key, host=f"127.0.0.{key}", stream_uri=f"rtsp://127.0.0.{key}/", credential=account
        )
        for key in "1234"
    ]
    sent = [
        SentLogin(row=1, service="rtsp", attempt=1),
        SentLogin(row=2, service="rtsp", attempt=1, taken=True),
        SentLogin(row=3, service="rtsp", attempt=1),
        SentLogin(row=4, service="rtsp", attempt=2),
        SentLogin(row=9, service="rtsp", attempt=1),
    ]
    seen = (at(0, target="3"), at(0, target="4"))
    logins = rebuilt_logins(targets, seen, sent)
    assert [logins.may_send(one, "rtsp_frame") for one in targets] == [False, True, True, False]
    assert [logins.is_proved(one, "rtsp_frame") for one in targets] == [False, True, False, False]
