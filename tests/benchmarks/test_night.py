"""The benchmark of a round looks for pictures that are alike, and takes none for another's."""

from auditor import judge
from auditor.examples import frame
from auditor.picture_twins import Shot, Twins, compared
from auditor.schedule import round as schedule
from benchmarks.night import one_film

SHOTS = tuple(
    Shot(row, f"rtsp://127.0.0.{row}/", frame().picture_sha256 or "a" * 64, "f0" * 8)
    for row in (1, 2)
)


def test_who_shows_the_same_is_asked_and_the_answer_not_taken() -> None:
    assert compared(SHOTS) != Twins()
    with one_film():
        assert vars(schedule)["compared"](SHOTS) == Twins()
        assert vars(judge)["find_twins"](()) == Twins()
    assert vars(schedule)["compared"](SHOTS) == compared(SHOTS)
