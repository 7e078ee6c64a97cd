import pytest

from auditor.model import CameraResult, CameraState
from auditor.render.outline import county_outline
from auditor.render.page_map import PageMap, page_map
from tests.auditor.render import builders


def camera(row: int, longitude: str, latitude: str, state: CameraState) -> CameraResult:
    placed = builders.camera(row, longitude=longitude, latitude=latitude)
    return builders.camera_result(row, camera=placed, state=state)


OK, OFF = CameraState.PICTURE_OK, CameraState.OFFLINE
CAMERAS = (
    camera(1, "117.1291234", "36.194", OK),
    camera(2, "117.1219", "36.1901", OFF),
    camera(3, "-0.001", "-0.001", OFF),
)
REPORT = builders.report(cameras=CAMERAS, key_locations=(builders.location(name="东门\u202e"),))
OUTLINE = (((117.0, 36.0), (118.0, 36.0), (117.0, 37.0), (117.0, 36.0)),)


def test_masked_cameras_are_counts_in_cells() -> None:
    assert page_map(REPORT, OUTLINE, masked=True) == PageMap(
        data={
            "masked": True,
            "outline": OUTLINE,
            "cells": [
                [-0.5, -0.5, [1, 0, 0, 0, 0, 0]],
                [11711.5, 3618.5, [1, 0, 0, 0, 0, 0]],
                [11712.5, 3618.5, [0, 0, 0, 1, 0, 0]],
            ],
        },
        placed=3,
        of=3,
        places=1,
        masked=True,
        has_outline=True,
    )


def test_unmasked_cameras_are_points_with_state_and_row() -> None:
    assert page_map(REPORT, (), masked=False).data == {
        "masked": False,
        "outline": (),
        "points": [[117.129123, 36.194, 3, 1], [117.1219, 36.1901, 0, 2], [-0.001, -0.001, 0, 3]],
        "places": [[117.129, 36.194, "东门[U+202E]"]],
    }


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [
        ("", "36"),
        ("东", "36"),
        ("0", "0"),
        ("nan", "36"),
        ("inf", "36"),
        ("181", "36"),
        ("1", "91"),
    ],
)
def test_what_is_no_position_is_not_drawn(longitude: str, latitude: str) -> None:
    report = builders.report(cameras=(camera(1, longitude, latitude, OK),), key_locations=())
    found = page_map(report, (), masked=False)

    assert (found.placed, found.of, found.data["points"]) == (0, 1, [])


def test_the_county_of_most_cameras_is_outlined() -> None:
    rings = county_outline(builders.report())
    xs = [x for ring in rings for x, _ in ring]

    assert 116.9 < min(xs) < 117.1 < max(xs) < 117.5
    assert all(ring[0] == ring[-1] for ring in rings)


@pytest.mark.parametrize("division", ["", "37", "999999", "abcdef"])
def test_without_a_known_county_there_is_no_outline(division: str) -> None:
    seen = builders.camera_result(camera=builders.camera(division=division))

    assert county_outline(builders.report(cameras=(seen,))) == ()
    assert county_outline(builders.report(cameras=())) == ()
