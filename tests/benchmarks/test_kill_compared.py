"""What may differ after a kill: a camera is left unknown, and nothing else."""

from typing import Any

import pytest

from benchmarks.kill_compared import different_parts

CALM: dict[str, Any] = {
    "doubted": [],
    "complete": True,
    "states": [[1, "picture_ok", "", 1], [2, "offline", "", 2], [3, "picture_ok", "", 1]],
    "rates": [["online_rate", "all", 2, 3, 0, "misses"]],
    "findings": [[2, "NET-01", "fail"]],
    "visits": [[1, 1], [2, 1], [2, 2], [3, 1]],
    "pictures": [1, 3],
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
