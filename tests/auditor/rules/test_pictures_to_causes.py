"""From pixels to the cause: drawn pictures, measured and judged as a round's are."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from auditor.daypart import Daypart
from auditor.demo.scenery import Scene, make_street, paint
from auditor.examples import view
from auditor.judge import judge_picture
from auditor.model import Verdict
from probes.picture.arrays import Picture
from probes.picture.metrics import measure
from tests.probes.picture.scenes import city, gray, noisy, striped

STREET = make_street(4, width=640, height=360)


def told(picture: Picture, part: Daypart = Daypart.DAY) -> tuple[str, Verdict] | None:
    found = judge_picture(view(measure(picture), daypart=part))
    return (found[0][0].meta.id, found[0][1].verdict) if found else None


def street() -> Picture:
    return paint(Scene.STREET, street=STREET, index=3, caption="GATE 01")


def scaled(picture: Picture, *gains: float) -> Picture:
    return np.asarray(np.clip(picture * np.array(gains), 0, 255), np.uint8)


def with_bottom(color: tuple[int, int, int]) -> Picture:
    picture = street()
    picture[200:] = color
    return picture


def covered() -> Picture:
    mask = np.zeros((360, 640), np.float32)
    mask[:, :540] = 1
    soft = cv2.GaussianBlur(mask, (0, 0), 12)[..., None]
    return np.asarray(city() * (1 - soft) + 30 * soft, np.uint8)


@pytest.mark.parametrize("part", Daypart)
@pytest.mark.parametrize("drawn", [street, city])
def test_a_sharp_street_has_no_defect_at_any_hour(
    drawn: Callable[[], Picture], part: Daypart
) -> None:
    assert told(drawn(), part) is None


@pytest.mark.parametrize("part", [Daypart.DUSK, Daypart.NIGHT])
@pytest.mark.parametrize("gain", [0.05, 0.1, 0.2, 0.4])
def test_darkness_and_gain_are_no_fault_after_sunset(gain: float, part: Daypart) -> None:
    assert told(noisy(scaled(street(), gain, gain, gain), 7), part) is None


@pytest.mark.parametrize(
    ("cause", "drawn"),
    [
        ("PIC-01", lambda: paint(Scene.BLACK, street=STREET, index=0, caption="")),
        ("PIC-02", lambda: paint(Scene.NO_SIGNAL, street=STREET, index=0, caption="")),
        ("PIC-03", lambda: with_bottom((130, 130, 130))),
        ("PIC-04", lambda: paint(Scene.BLURRED, street=STREET, index=0, caption="")),
        ("PIC-06", lambda: with_bottom((0, 135, 0))),
        ("PIC-07", lambda: noisy(gray(128), 70)),
        ("PIC-08", lambda: noisy(street(), 40)),
        ("PIC-09", lambda: striped(street(), 30, period_px=12)),
        ("PIC-10", lambda: scaled(street(), 1.0, 0.3, 1.0)),
        ("PIC-11", lambda: scaled(street(), 9, 9, 9)),
    ],
)
def test_a_fault_is_told_by_its_cause(cause: str, drawn: Callable[[], Picture]) -> None:
    assert told(drawn()) == (cause, Verdict.FAIL)


@pytest.mark.parametrize(
    ("cause", "drawn"),
    [("PIC-12", lambda: noisy(scaled(street(), 0.07, 0.07, 0.07) + 5, 2)), ("PIC-13", covered)],
)
def test_what_one_picture_cannot_tell_is_a_doubt(cause: str, drawn: Callable[[], Picture]) -> None:
    assert told(drawn()) == (cause, Verdict.UNKNOWN)


def test_blur_is_told_through_an_overlay() -> None:
    picture = np.asarray(cv2.GaussianBlur(street(), (0, 0), 6), np.uint8)
    for y in (28, 345):
        cv2.putText(picture, "2026-01-05 22:14:33", (12, y), 0, 0.6, (255, 255, 255), 2)
    assert told(picture) == ("PIC-04", Verdict.FAIL)


def test_a_garage_whose_lamps_glow_is_not_blurred() -> None:
    y, x = np.mgrid[0:360, 0:640]
    glow = sum(150 * np.exp(-((x - a) ** 2 + (y - 80) ** 2) / 1800) for a in (100, 320, 520))
    dark = np.repeat(np.asarray(glow)[..., None], 3, axis=2) + 15
    assert told(noisy(np.asarray(np.clip(dark, 0, 255), np.uint8), 3)) is None
