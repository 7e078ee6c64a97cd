"""The order of a visit and when it ends, with scripted probes and the real engine."""

from dataclasses import replace
from typing import Any

import pytest

from auditor.examples import frame
from probes.failure import FailureKind
from probes.logins import Logins
from probes.observation import Observation
from probes.target import Target
from probes.visit import ProbeSet, Visit
from tests.probes.fake_probes import BLACK, CREDENTIAL, PICTURE, Call, FakeProbes, engine

MAIN = "rtsp://127.0.78.1:8554/main"
DEVICE = "http://127.0.78.2:8080/onvif/device_service"
FOUND = tuple(f"rtsp://127.0.78.2:8554/{name}" for name in "abcde")
TARGET = Target(key="1", host="127.0.78.1", stream_uri=MAIN, onvif_uri=DEVICE)
NOT_FOUND = FailureKind.NOT_FOUND
REJECTED = FailureKind.AUTHENTICATION_REJECTED


async def visit(
    fakes: FakeProbes, target: Target = TARGET, *, attempt: int = 1, logins: Logins | None = None
) -> list[Observation[object]]:
    one = Visit(
        engine=engine(),
        probes=fakes.probe_set(),
        target=target,
        attempt=attempt,
        logins=logins or Logins(),
    )
    return [observation async for observation in one.observations()]


def failing(*uris: str, kind: FailureKind = NOT_FOUND) -> dict[str, list[FailureKind | str]]:
    return {uri: [kind] for uri in uris}


async def test_the_registered_stream_comes_first_then_onvif_and_no_more() -> None:
    fakes = FakeProbes(discovered={DEVICE: FOUND})
    seen = await visit(fakes)
    assert fakes.calls == [
        Call("tcp", MAIN, "127.0.78.1", login=True),
        Call("stream", MAIN, "127.0.78.1", login=True),
        Call("onvif", DEVICE, "127.0.78.2", login=True),
    ]
    first = seen[1]
    assert first == Observation(
        target="1",
        probe="rtsp_frame",
        version=3,
        attempt=1,
        started_at=first.started_at,
        duration=first.duration,
        answered=True,
        steps=first.steps,
        payload=frame(uri=MAIN),
        picture=b"\xff\xd8" + MAIN.encode(),
    )


async def test_without_a_picture_at_most_three_discovered_streams_are_played() -> None:
    fakes = FakeProbes(answers=failing(MAIN, *FOUND), discovered={DEVICE: FOUND})
    await visit(fakes)
    played = [f"stream {uri}" for uri in FOUND[:3]]
    assert fakes.order == [f"tcp {MAIN}", f"stream {MAIN}", f"onvif {DEVICE}", *played]
    assert {call.address for call in fakes.calls[2:]} == {"127.0.78.2"}


async def test_the_first_discovered_picture_ends_the_visit() -> None:
    fakes = FakeProbes(answers=failing(MAIN, FOUND[0]), discovered={DEVICE: FOUND})
    seen = await visit(fakes)
    assert fakes.order[3:] == [f"stream {FOUND[0]}", f"stream {FOUND[1]}"]
    assert [one.picture is not None for one in seen] == [False, False, False, False, True]


async def test_a_picture_with_a_defect_is_a_picture() -> None:
    fakes = FakeProbes(answers={MAIN: [BLACK]}, discovered={DEVICE: FOUND})
    await visit(fakes)
    assert fakes.order == [f"tcp {MAIN}", f"stream {MAIN}", f"onvif {DEVICE}"]


async def test_the_registered_stream_is_not_played_twice() -> None:
    fakes = FakeProbes(answers=failing(MAIN), discovered={DEVICE: (MAIN, FOUND[0])})
    await visit(fakes)
    assert fakes.order.count(f"stream {MAIN}") == 1
    assert fakes.order[-1] == f"stream {FOUND[0]}"


async def test_a_closed_port_is_not_asked_for_a_stream() -> None:
    refused = FailureKind.CONNECTION_REFUSED
    fakes = FakeProbes(ports={MAIN: refused}, discovered={DEVICE: FOUND})
    seen = await visit(fakes)
    assert fakes.order == [f"tcp {MAIN}", f"onvif {DEVICE}", f"stream {FOUND[0]}"]
    assert [one.failure.kind if one.failure else None for one in seen] == [refused, None, None]


async def test_a_later_try_asks_onvif_only_when_there_is_no_picture() -> None:
    fakes = FakeProbes()
    await visit(fakes, attempt=2)
    assert fakes.order == [f"tcp {MAIN}", f"stream {MAIN}"]
    blind = FakeProbes(answers=failing(MAIN))
    seen = await visit(blind, attempt=2)
    assert blind.order == [f"tcp {MAIN}", f"stream {MAIN}", f"onvif {DEVICE}"]
    assert [one.attempt for one in seen] == [2, 2, 2]


@pytest.mark.parametrize(
    ("changes", "order"),
    [
        ({"onvif_uri": None}, [f"tcp {MAIN}", f"stream {MAIN}"]),
        ({"stream_uri": None}, [f"onvif {DEVICE}", f"stream {FOUND[0]}"]),
        ({"stream_uri": None, "onvif_uri": None}, []),
    ],
)
async def test_only_registered_services_are_visited(
    changes: dict[str, Any], order: list[str]
) -> None:
    fakes = FakeProbes(discovered={DEVICE: FOUND})
    await visit(fakes, replace(TARGET, **changes))
    assert fakes.order == order


@pytest.mark.parametrize("uri", ["rtsp:///main", "rtsp://[::1"])
async def test_a_uri_without_a_host_goes_to_the_registered_one(uri: str) -> None:
    fakes = FakeProbes()
    await visit(fakes, replace(TARGET, stream_uri=uri, onvif_uri=None))
    assert {call.address for call in fakes.calls} == {"127.0.78.1"}


WITH_LOGIN = replace(TARGET, credential_name=CREDENTIAL.name, credential=CREDENTIAL)


async def test_a_password_refused_by_the_stream_is_not_sent_by_onvif() -> None:
    fakes = FakeProbes(answers=failing(MAIN, kind=REJECTED), discovered={DEVICE: FOUND})
    await visit(fakes, WITH_LOGIN)
    assert [(call.probe, call.login) for call in fakes.calls] == [
        ("tcp", True),
        ("stream", True),
        ("onvif", False),
    ]


async def test_a_password_refused_by_onvif_is_not_sent_to_its_streams() -> None:
    fakes = FakeProbes(answers={MAIN: [NOT_FOUND], DEVICE: [REJECTED]}, discovered={DEVICE: FOUND})
    await visit(fakes, WITH_LOGIN)
    assert fakes.order == [f"tcp {MAIN}", f"stream {MAIN}", f"onvif {DEVICE}"]


async def test_a_refused_password_stays_refused_in_the_next_try() -> None:
    logins = Logins()
    fakes = FakeProbes(answers=failing(MAIN, kind=REJECTED))
    for attempt in (1, 2):
        await visit(fakes, WITH_LOGIN, attempt=attempt, logins=logins)
    assert [call.login for call in fakes.calls if call.probe == "stream"] == [True, False]


async def test_a_stream_that_took_the_password_is_asked_again_after_onvif_refused_it() -> None:
    logins = Logins()
    fakes = FakeProbes(answers={MAIN: [BLACK, PICTURE], DEVICE: [REJECTED]})
    for attempt in (1, 2):
        await visit(fakes, WITH_LOGIN, attempt=attempt, logins=logins)
    assert [(call.probe, call.login) for call in fakes.calls if call.probe != "tcp"] == [
        ("stream", True),
        ("onvif", True),
        ("stream", True),
    ]


def test_the_versions_name_every_probe() -> None:
    assert ProbeSet().versions == (
        ("tcp_connect", 1),
        ("onvif_device", 2),
        ("rtsp_frame", 4),
        ("tcp_again", 1),
        ("rtsp_confirm", 1),
        ("rtsp_udp", 4),
        ("rtsp_sub", 4),
        ("rtsp_describe", 1),
    )
