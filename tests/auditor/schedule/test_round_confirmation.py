"""The last pass: who is looked at by the second client, how, and what it changes."""

import asyncio
from dataclasses import replace

import pytest

from auditor.model import CameraState
from probes.failure import FailureKind
from tests.auditor.schedule.round_parts import Stage, run_until
from tests.probes.fake_probes import BLACK, CREDENTIAL, HANG, PICTURE, STORED, FakeProbes

K = FailureKind
SECOND = ("dial", "confirm", "udp")


async def run(stage: Stage) -> list[CameraState]:
    work = stage.round()
    assert await work.run(asyncio.Event())
    return stage.states(work)


def second(stage: Stage) -> list[str]:
    return [line for line in stage.fakes.order if line.startswith(SECOND)]


async def test_only_cameras_without_a_picture_are_looked_at_again() -> None:
    fakes = FakeProbes()
    stage = Stage(fakes, rows=3)
    fakes.answers = {stage.uri(2): [K.NOT_FOUND], stage.uri(3): [BLACK]}
    assert await run(stage) == [
        CameraState.PICTURE_OK,
        CameraState.OFFLINE,
        CameraState.PICTURE_ABNORMAL,
    ]
    assert {line for line in second(stage) if line.startswith("confirm")} == {
        f"confirm {stage.uri(row)}" for row in (2, 3)
    }
    assert "confirms 2" in stage.notes.lines
    assert {one.attempt for one in stage.kept if one.probe == "rtsp_confirm"} == {4}


@pytest.mark.parametrize("earlier", [True, False])
async def test_a_stored_picture_is_asked_again_and_confirmed(*, earlier: bool) -> None:
    """It came the round before, or it comes from three addresses."""
    fakes = FakeProbes()
    stage = Stage(fakes, rows=4)
    stored = range(1, 2) if earlier else range(1, 4)
    fakes.answers = {stage.uri(row): [STORED] for row in stored}
    before = {stage.uri(row): frozenset({STORED}) for row in stored} if earlier else {}
    assert await replace(stage.round(), earlier=before).run(asyncio.Event())
    seen = [stage.notes.lines.count(f"visited {row}") for row in range(1, 5)]
    assert [n for n in seen if n > 1] == [4] * len(stored)
    assert f"confirms {len(stored)}" in stage.notes.lines


async def test_a_picture_of_the_second_client_counts() -> None:
    fakes = FakeProbes()
    stage = Stage(fakes)
    fakes.answers = {stage.uri(1): [K.NOT_DECODABLE]}
    fakes.opinions = {stage.uri(1): PICTURE}
    assert await run(stage) == [CameraState.PICTURE_OK]
    assert second(stage) == [f"dial {stage.uri(1)}", f"confirm {stage.uri(1)}"]
    assert stage.shelved == {(1, 4): b"\xff\xd8" + stage.uri(1).encode()}


async def test_media_that_is_lost_over_tcp_may_come_over_udp() -> None:
    fakes = FakeProbes()
    stage = Stage(fakes)
    fakes.answers = {stage.uri(1): [K.NO_MEDIA]}
    fakes.over_udp = {stage.uri(1): PICTURE}
    assert await run(stage) == [CameraState.PICTURE_OK]
    assert second(stage) == [f"{probe} {stage.uri(1)}" for probe in SECOND]


@pytest.mark.parametrize("kind", [K.NOT_FOUND, K.SESSION_LIMIT, K.PROTOCOL_ERROR])
async def test_another_transport_is_no_help_where_media_was_not_the_trouble(
    kind: FailureKind,
) -> None:
    fakes = FakeProbes()
    stage = Stage(fakes)
    fakes.answers = {stage.uri(1): [kind]}
    fakes.opinions = {stage.uri(1): kind}
    await run(stage)
    assert second(stage) == [f"dial {stage.uri(1)}", f"confirm {stage.uri(1)}"]


async def test_a_port_that_is_still_closed_needs_no_second_client() -> None:
    fakes = FakeProbes()
    stage = Stage(fakes)
    fakes.ports = {stage.uri(1): K.CONNECTION_REFUSED}
    assert await run(stage) == [CameraState.OFFLINE]
    assert fakes.order == [f"tcp {stage.uri(1)}"] * 3 + [f"dial {stage.uri(1)}"]


async def test_streams_that_onvif_listed_are_confirmed_as_well() -> None:
    fakes = FakeProbes()
    stage = Stage(fakes, onvif=True)
    other = "rtsp://127.0.78.1:8554/other"
    fakes.discovered = {stage.device(1): (other,)}
    fakes.answers = {stage.uri(1): [K.NOT_FOUND], other: [K.NOT_FOUND]}
    fakes.opinions = {stage.uri(1): K.NOT_FOUND, other: PICTURE}
    assert await run(stage) == [CameraState.PICTURE_OK]
    assert second(stage) == [
        f"{probe} {uri}" for uri in (stage.uri(1), other) for probe in ("dial", "confirm")
    ]


@pytest.mark.parametrize("kind", [K.AUTHENTICATION_REJECTED, K.AUTHENTICATION_REQUIRED])
async def test_a_refused_login_is_not_tried_by_the_second_client(kind: FailureKind) -> None:
    fakes = FakeProbes()
    stage = Stage(fakes, credential=CREDENTIAL)
    fakes.answers = {stage.uri(1): [kind]}
    assert await run(stage) == [CameraState.PROBE_BLOCKED]
    assert second(stage) == []


async def test_the_second_client_s_wrong_login_is_the_only_one_of_a_recorder() -> None:
    fakes = FakeProbes()
    stage = Stage(fakes, rows=3, hosts=dict.fromkeys((1, 2, 3), 200), credential=CREDENTIAL)
    for row in (1, 2, 3):
        fakes.answers |= {stage.uri(row): [K.NOT_DECODABLE]}
        fakes.opinions |= {stage.uri(row): K.AUTHENTICATION_REJECTED}
    assert await run(stage) == [CameraState.PROBE_BLOCKED] * 3
    assert [call.login for call in fakes.calls if call.probe == "confirm"] == [True, False, False]


async def test_as_many_second_clients_run_as_there_are_processes() -> None:
    fakes = FakeProbes()
    stage = Stage(fakes, rows=6, workers=6, tries=1)
    fakes.answers = {stage.uri(row): [K.NOT_FOUND] for row in range(1, 7)}
    fakes.opinions = {stage.uri(row): K.NOT_FOUND for row in range(1, 7)}
    work = stage.round()
    work.captures = 2
    work.__post_init__()
    await work.run(asyncio.Event())
    assert stage.states(work) == [CameraState.OFFLINE] * 6
    assert fakes.most_seconds == 2


async def test_a_confirmation_that_was_cut_short_confirms_nothing() -> None:
    fakes = FakeProbes()
    stage = Stage(fakes)
    fakes.answers = {stage.uri(1): [K.NOT_FOUND]}
    fakes.opinions = {stage.uri(1): HANG}
    work = stage.round()
    assert not await run_until(work, fakes.hanging)
    assert stage.states(work) == [CameraState.NOT_PROBED]
    last = stage.kept[-1]
    assert (last.probe, last.attempt) == ("rtsp_confirm", 4)
    assert last.failure is not None
    assert last.failure.kind is K.INTERRUPTED
