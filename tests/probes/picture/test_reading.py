"""Real reading of drawn pictures, as coded by a camera."""

from importlib import util
from typing import Any

import cv2
import numpy as np
import pytest

from probes.picture import reading
from probes.picture.decode import decode_with_strips
from probes.picture.overlay import Place, Strip, TextLine
from probes.picture.reading import can_read, read_strips
from tests.probes.picture.overlays import coded, needs_reader, shown


def read(picture: Any) -> tuple[TextLine, ...]:
    return read_strips(decode_with_strips(coded(picture)).strips)


@needs_reader
@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("right", ["2026年01月05日星期一22:01:07", "星河里小区北门01"]),
        ("other-name-and-clock", ["2021-03-0103:47:10", "东风路幼儿园门口"]),
    ],
)
def test_clock_and_name_are_read(name: str, texts: list[str]) -> None:
    lines = read(shown(name))
    assert [line.text.replace(" ", "") for line in lines] == texts
    assert [line.place for line in lines] == [Place.TOP, Place.BOTTOM]
    assert all(line.score > 0.9 for line in lines)
    assert all(0.2 < line.height_share < 0.7 for line in lines)


@needs_reader
def test_where_nothing_is_written_nothing_is_read() -> None:
    assert read(np.full((720, 1280, 3), 120, np.uint8)) == ()


@needs_reader
def test_the_models_are_in_the_wheel() -> None:
    assert can_read()


def test_bytes_that_are_no_picture_hold_no_text() -> None:
    assert read_strips((Strip(place=Place.TOP, jpeg=b"\xff\xd8 no picture"),)) == ()


def test_without_the_extra_nothing_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(util, "find_spec", lambda _: None)
    assert not can_read()


def test_a_long_text_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader is replaced: what matters is what is made of its answer."""

    class Answer:
        txts = ("=cmd\x07" + "9" * 500, "")
        scores = (np.float32(0.5), 0.9)
        boxes = (np.array([[0, 2], [90, 2], [90, 8], [0, 8]]),) * 2

    monkeypatch.setattr(reading, "_engine", lambda: lambda _: Answer)
    _, jpeg = cv2.imencode(".jpg", np.zeros((12, 100), np.uint8))
    assert read_strips((Strip(place=Place.BOTTOM, jpeg=bytes(jpeg)),)) == (
        TextLine(place=Place.BOTTOM, text="=cmd" + "9" * 60, score=0.5, height_share=0.5),
    )
