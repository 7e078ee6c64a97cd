"""Strips are read once and never kept; what was seen outlives a stop in the middle of reading."""

import asyncio
from dataclasses import replace

import pytest

from auditor.examples import failed, frame, pictured
from auditor.schedule.overlays import read_nothing, with_overlay
from probes.failure import FailureKind
from probes.picture.overlay import Place, Strip, TextLine
from tests.auditor.schedule.round_parts import Stage
from tests.probes.fake_probes import FakeProbes

STRIPS = (Strip(place=Place.TOP, jpeg=b"jpeg"),)
LINE = TextLine(place=Place.TOP, text="星河里", score=0.9, height_share=0.3)


async def read(strips: tuple[Strip, ...]) -> tuple[TextLine, ...]:
    assert strips == STRIPS
    return (LINE,)


async def test_lines_take_the_place_of_strips() -> None:
    seen = replace(pictured(), strips=STRIPS)
    assert await with_overlay(seen, read) == pictured(replace(frame(), overlay=(LINE,)))
    assert await with_overlay(seen, read_nothing) == pictured()


@pytest.mark.parametrize("seen", [pictured(), failed(FailureKind.NO_MEDIA)])
async def test_without_strips_nobody_is_asked(seen: object) -> None:
    assert await with_overlay(seen, read) is seen  # type: ignore[arg-type]


async def test_a_stop_while_reading_keeps_the_picture() -> None:
    stage = Stage(FakeProbes())
    work, camera = stage.round(), stage.round().cameras[0]
    begun = asyncio.Event()

    async def hang(_: tuple[Strip, ...]) -> None:
        begun.set()
        await asyncio.Event().wait()

    work.read = hang
    task = asyncio.create_task(
        work._read_and_take(camera, replace(pictured(), strips=STRIPS, picture=b"jpeg"))
    )
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert stage.kept == [pictured()]
    assert list(stage.shelved.values()) == [b"jpeg"]
