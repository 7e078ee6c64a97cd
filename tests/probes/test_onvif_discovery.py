import asyncio
import errno
import socket
import time
from datetime import timedelta

import pytest

from probes import onvif_discovery
from probes.onvif.discovery import DEVICE_TYPES, FoundDevice
from probes.onvif_discovery import Discovered, Question, ask_all
from tests.probes.onvif.responder import Responder, responding
from tests.probes.onvif.test_discovery import FOUND

SHORT = timedelta(seconds=0.15)


def question(responder: Responder) -> Question:
    return Question(local="127.0.0.1", address=responder.address, port=responder.port)


async def found_by(*responders: Responder, wait: timedelta = SHORT) -> Discovered:
    return await ask_all(map(question, responders), wait=wait, repeat_after=0.05)


async def test_a_device_is_found_once_however_often_it_answers() -> None:
    with responding(Responder(times=2)) as device:
        found = await found_by(device)
    assert found == Discovered(devices=(FOUND,), datagrams=8)
    assert len(device.asked) == 4
    assert all(any(name.encode() in asked for asked in device.asked) for name in DEVICE_TYPES)


async def test_devices_are_told_in_the_order_of_their_addresses() -> None:
    with (
        responding(Responder(address="127.0.0.20")) as second,
        responding(Responder(address="127.0.0.3")) as first,
    ):
        found = await found_by(second, first)
    assert [device.source for device in found.devices] == ["127.0.0.3", "127.0.0.20"]


async def test_both_answers_of_a_device_are_put_together() -> None:
    messages = ("probe_matches_fields_missing.xml", "probe_matches.xml")
    with responding(Responder(messages=messages)) as device:
        found = await found_by(device)
    assert found.devices == (FoundDevice(source="127.0.0.1"), FOUND)


async def test_bad_answers_are_counted_by_reason_and_hide_no_good_one() -> None:
    messages = ("plain_text.txt", "entity_bomb.xml", "probe_matches.xml")
    with responding(Responder(messages=messages)) as device:
        found = await found_by(device)
    assert found == Discovered(
        devices=(FOUND,),
        datagrams=12,
        refused=(
            ("the answer has a document type", 4),
            ("the answer is not a SOAP envelope", 4),
        ),
    )


async def test_one_talker_cannot_fill_the_list() -> None:
    with responding(Responder(messages=("plain_text.txt",), times=100)) as talker:
        found = await found_by(talker)
    assert (found.datagrams, found.truncated) == (32, True)


async def test_no_more_devices_are_kept_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onvif_discovery, "MAX_DEVICES", 3)
    with responding(Responder(messages=("probe_matches_forty.xml",))) as device:
        found = await found_by(device)
    assert (len(found.devices), found.truncated) == (3, True)


async def test_nobody_at_home_is_an_empty_answer_after_the_time_given() -> None:
    began = time.monotonic()
    with responding(Responder(messages=())) as mute:
        assert await found_by(mute) == Discovered()
    assert 0.1 < time.monotonic() - began < 2


async def test_what_cannot_be_sent_is_told_and_nothing_stays_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every address of loopback is ours, so that the system's refusal has to be played."""
    made: list[socket.socket] = []
    own = onvif_discovery._socket

    def second_refused(question: Question) -> socket.socket:
        if made:
            raise OSError(errno.EADDRNOTAVAIL, "Cannot assign requested address")
        made.append(own(question))
        return made[0]

    monkeypatch.setattr(onvif_discovery, "_socket", second_refused)
    asked = [Question(local="127.0.0.1", address="127.0.0.1", port=9)] * 2
    with pytest.raises(OSError, match="assign"):
        await ask_all(asked, wait=SHORT)
    await asyncio.sleep(0)
    assert [one.fileno() for one in made] == [-1]


def test_multicast_leaves_by_the_named_interface_and_crosses_no_router() -> None:
    asked = Question(local="127.0.0.1")
    assert asked.destination == ("239.255.255.250", 3702)
    with onvif_discovery._socket(asked) as made:
        interface = made.getsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, 4)
        assert socket.inet_ntoa(interface) == "127.0.0.1"
        assert made.getsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL) == 1
        assert made.getsockname()[0] == "127.0.0.1"


def test_what_the_system_refuses_is_told() -> None:
    listener = onvif_discovery._Listener()
    listener.error_received(OSError(101, "Network is unreachable"))
    listener.error_received(RuntimeError())
    assert listener.result() == Discovered(
        refused=(("system: Network is unreachable", 1), ("system: RuntimeError", 1))
    )
