"""What is recalled of a round: sorted by visit, its passes in time, its logins."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from auditor.examples import frame
from auditor.schedule.memory import (
    KnownVisit,
    Memory,
    last_sign,
    lost_logins,
    lost_pictures,
    rebuilt_logins,
    remember,
)
from auditor.schedule.press import PackedSeen
from auditor.store.sent_logins import LOST, SentLogin
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


ACCOUNT = Credential("cameras", "inspector", "Inv3nted-secret")
REJECTED = Failure("describe", FailureKind.AUTHENTICATION_REJECTED, "")
SENT = SentLogin(row=1, service="rtsp", attempt=1)


def target(row: int) -> Target:
    host = f"127.0.0.{row}"
    uri = f"rtsp://{host}/"
    return Target(key=str(row), host=host, stream_uri=uri, credential=ACCOUNT)


def visited(*observations: Observation[object], finished: bool = True) -> Memory:
    """The first pass of those rows."""
    known = tuple(
        KnownVisit(row=int(one.target), observations=(one,), finished=finished)
        for one in observations
    )
    return Memory(visits={1: known}, sittings=(NOW,))


@pytest.mark.parametrize("finished", [True, False])
def test_a_refused_password_is_known_again(*, finished: bool) -> None:
    memory = visited(at(0, failure=REJECTED), at(0, target="9"), finished=finished)
    assert not rebuilt_logins([target(1)], memory).may_send(target(1), "rtsp_frame")
    assert rebuilt_logins([target(1)], Memory()).may_send(target(1), "rtsp_frame")


def test_a_login_without_a_known_answer_is_not_sent_again() -> None:
    """Of rows 1 to 4: no attempt, taken, a visit that ended, and one before."""
    targets = [target(row) for row in range(1, 5)]
    sent = [
        SENT,
        replace(SENT, row=2, taken=True),
        replace(SENT, row=3),
        replace(SENT, row=4, attempt=2),
        replace(SENT, row=9),
    ]
    memory = visited(at(0, target="3"), at(0, target="4"))
    logins = rebuilt_logins(targets, memory, sent)
    assert [logins.may_send(one, "rtsp_frame") for one in targets] == [False, True, True, False]
    assert [logins.is_proved(one, "rtsp_frame") for one in targets] == [False, True, False, False]
    lost = [replace(one, attempt=LOST) for one in (sent[0], sent[3], sent[4])]
    assert list(lost_logins(memory, sent)) == lost


def test_a_login_that_was_lost_stays_so_whatever_was_seen_since() -> None:
    """The visit was made again, without the login; the next sitting must not take it for it."""
    withheld = Failure("describe", FailureKind.LOGIN_WITHHELD, "")
    lost = lost_logins(Memory(sittings=(NOW,)), [SENT])
    memory = visited(at(0, failure=withheld))
    assert not rebuilt_logins([target(1)], memory, lost).may_send(target(1), "rtsp_frame")
    assert lost_logins(memory, lost) == ()


def test_an_observation_of_a_visit_that_goes_on_tells_nothing_of_a_later_login() -> None:
    """A full device refused the first one; a second one may have left in the same visit."""
    full = Failure("describe", FailureKind.SESSION_LIMIT, "")
    seen = at(0, failure=full, payload=replace(frame(), auth_scheme="digest", status_code=401))
    proof = replace(SENT, service="onvif_device", taken=True)
    memory = visited(seen, finished=False)
    assert not rebuilt_logins([target(1)], memory, [proof, SENT]).may_send(target(1), "rtsp_frame")


def test_a_login_of_a_control_target_is_known_by_its_observation() -> None:
    control = replace(target(1), key="-1")
    sent = replace(SENT, row=-1)
    memory = Memory(ours=(at(0, target="-1"),), sittings=(NOW,))
    assert rebuilt_logins([control], memory, [sent]).may_send(control, "rtsp_frame")
    assert lost_logins(memory, [sent]) == ()
