"""What may differ after a kill: a camera is left unknown, and nothing else."""

from typing import Any

import pytest

from benchmarks.kill_compared import counted_twice, different_parts, seen_of_different

CALM: dict[str, Any] = {
    "doubted": [],
    "complete": True,
    "states": [[1, "picture_ok", "", 1], [2, "offline", "", 2], [3, "picture_ok", "", 1]],
    "rates": [["online_rate", "all", 2, 3, 0, "misses"]],
    "findings": [[2, "NET-01", "fail"]],
    "visits": [[1, 1], [2, 1], [2, 2], [3, 1]],
    "pictures": [1, 3],
    "seen": [[1, 1, "rtsp"], [2, 1, "tcp", "connection_refused"], [2, 2, "tcp"], [3, 1, "rtsp"]],
}
LEFT_UNKNOWN = CALM | {
    "doubted": [3],
    "states": [
        [1, "picture_ok", "", 1],
        [2, "offline", "", 2],
        [3, "probe_blocked", "withheld", 2],
    ],
    "rates": [["online_rate", "all", 1, 3, 1, "unknown"]],
    "findings": [[2, "NET-01", "fail"], [3, "NET-01", "unknown"]],
    "visits": [[1, 1], [2, 1], [2, 2], [3, 1], [3, 2]],
    "pictures": [1],
}


@pytest.mark.parametrize("seen", [CALM, LEFT_UNKNOWN])
def test_a_camera_without_an_answer_to_its_login_may_be_unknown(seen: dict[str, Any]) -> None:
    assert different_parts(seen, CALM) == {}


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"doubted": []}, {"states", "rates", "findings", "visits", "pictures"}),
        ({"complete": False}, {"complete"}),
        ({"states": [[1, "picture_ok", "", 1], [3, "probe_blocked", "", 2]]}, {"states"}),
        ({"states": [*CALM["states"][:2], [3, "offline", "", 2]]}, {"judged"}),
        ({"rates": [["online_rate", "all", 1, 3, 0, "misses"]]}, {"rates"}),
        ({"rates": [["online_rate", "all", 0, 3, 2, "unknown"]]}, {"rates"}),
        ({"rates": []}, {"rates"}),
        ({"pictures": []}, {"pictures"}),
    ],
)
def test_everything_else_is_a_difference(changes: dict[str, Any], parts: set[str]) -> None:
    assert set(different_parts(LEFT_UNKNOWN | changes, CALM)) == parts


def seen(*observations: list[Any]) -> dict[str, Any]:
    return CALM | {"seen": [*CALM["seen"], *observations]}


@pytest.mark.parametrize(
    ("further", "count"),
    [
        ([], 0),
        ([[1, 1, "rtsp"]], 1),
        ([[3, 2, "rtsp"]], 0),
        ([[3, 2, "rtsp"], [3, 2, "rtsp", "no_media"]], 1),
        ([[2, 1, "tcp"]], 0),
        ([[2, 1, "tcp"], [2, 1, "tcp"]], 1),
    ],
)
def test_a_visit_has_no_more_observations_than_in_a_calm_round(
    further: list[list[Any]], count: int
) -> None:
    """Row 2 is a refused one: its first visit may be begun twice."""
    assert counted_twice(seen(*further), CALM, refused={2}) == count


def test_all_is_told_of_the_cameras_that_differ() -> None:
    again = seen([3, 2, "rtsp"]) | {"visits": [*CALM["visits"], [3, 2]]}
    assert seen_of_different(again, CALM) == [[3, 1, "rtsp"], [3, 2, "rtsp"]]
    assert seen_of_different(CALM, CALM) == []
