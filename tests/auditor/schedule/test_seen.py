"""What a round holds packed decides as what it saw."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.examples import camera, frame, metrics, pictured
from auditor.judge import best_picture
from auditor.model import Evidence
from auditor.picture_twins import compared, find_twins
from auditor.picture_view import RoundPictures
from auditor.schedule.seen import SeenBook
from auditor.state import is_final
from probes.observation import Observation
from tests.auditor.store.values import observations, seen

CAMERAS = tuple(camera(row=row) for row in (1, 2, 3))
Visit = tuple[int, list[Observation[object]]]
visits = st.lists(st.tuples(st.integers(0, 2), st.lists(observations, max_size=3)), max_size=5)


def shortened(found: list[Observation[object]]) -> tuple[Observation[object], ...]:
    return tuple(replace(one, exchange=()) for one in found)


@settings(deadline=None, max_examples=60)
@given(visits)
def test_the_packed_is_the_seen_and_decides_alike(made: list[Visit]) -> None:
    book, whole = SeenBook(), {one.row: list[Observation[object]]() for one in CAMERAS}
    for which, found in made:
        for sight in found:
            book.take(CAMERAS[which].row, sight)
            whole[CAMERAS[which].row].append(sight)
        book.settle(CAMERAS[which])
    full = [Evidence(camera=one, observations=tuple(whole[one.row])) for one in CAMERAS]
    twins = compared(book.shots())
    assert twins == find_twins(full)
    shown = RoundPictures(twins=twins)
    for item in full:
        kept = book.of(item.camera)
        assert kept.observations == shortened(list(item.observations))
        assert is_final(kept) == is_final(item)
        best, again = best_picture(item, shown), best_picture(kept, shown)
        assert (best and best.defects) == (again and again.defects)
        assert (best and best.is_substitute) == (again and again.is_substitute)


def test_a_visit_that_goes_on_is_seen_after_those_that_are_over() -> None:
    book = SeenBook()
    book.take(1, seen(1))
    book.settle(CAMERAS[0])
    book.take(1, seen(1, attempt=2))
    assert book.of(CAMERAS[0]).observations == (seen(1), seen(1, attempt=2))
    assert book.of(CAMERAS[1]).observations == ()


def test_like_cameras_are_held_in_a_few_hundred_bytes() -> None:
    """Measured on what is packed: the pictures of many cameras, each with its own hashes."""
    book, many = SeenBook(), 300
    for row in range(1, many + 1):
        digest = f"{row * 0x9E3779B97F4A7C15 % (1 << 64):016x}" * 4
        shown = frame(metrics(perceptual_hash=digest[:16]), uri=f"rtsp://127.0.0.1/{row}")
        taken = pictured(replace(shown, picture_sha256=digest))
        book.take(row, replace(taken, target=str(row)))
        book.settle(camera(row=row))
    held = sum(len(part) for parts in book._packed.values() for part in parts)
    assert held / many < 400
    assert book.of(camera(row=many)).observations[0].target == str(many)
