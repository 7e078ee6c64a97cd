"""A session gives back what it opened, whenever it is interrupted."""

import asyncio
from typing import Never

import pytest

from auditor.demo import rtp_sender
from auditor.demo.account import Account
from auditor.demo.cast import SimulatedCamera
from auditor.demo.footage import Footage
from auditor.demo.rtsp_session import Session
from tests.auditor.demo.test_rtp_sender import ADDRESS, clip_of


class Ports:
    """A carrier that says whether it was closed."""

    closed = False

    async def send(self, packets: list[bytes]) -> Never:
        raise AssertionError(packets)

    def close(self) -> None:
        self.closed = True


async def test_a_goodbye_that_is_interrupted_still_closes_the_ports() -> None:
    session, ports, ended = session_of(), Ports(), asyncio.Event()

    async def slow_to_end() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await ended.wait()

    playing = asyncio.create_task(slow_to_end())
    session._carrier, session._playing = ports, playing
    await asyncio.sleep(0)
    goodbye = asyncio.create_task(session.close())
    await asyncio.sleep(0)
    goodbye.cancel()
    with pytest.raises(asyncio.CancelledError):
        await goodbye
    assert ports.closed
    ended.set()
    await asyncio.wait([playing])


async def test_ports_that_are_being_opened_are_closed_when_interrupted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loop = asyncio.get_running_loop()
    opened: list[asyncio.DatagramTransport] = []
    open_one = loop.create_datagram_endpoint

    async def first_only(*_: object, local_addr: tuple[str, int]) -> object:
        if opened:
            raise asyncio.CancelledError
        # An even port, whichever the system gives: the neighbour is then asked for.
        pair = await open_one(asyncio.DatagramProtocol, local_addr=local_addr)
        transport = pair[0]
        opened.append(transport)
        monkeypatch.setattr(transport, "get_extra_info", lambda _name: (ADDRESS, 40000))
        return pair

    monkeypatch.setattr(loop, "create_datagram_endpoint", first_only)
    with pytest.raises(asyncio.CancelledError):
        await rtp_sender.open_udp(ADDRESS, (ADDRESS, 9))
    assert [transport.is_closing() for transport in opened] == [True]


def session_of() -> Session:
    camera = SimulatedCamera(row=1)
    footage = Footage(main=clip_of(2), sub=clip_of(2))
    account = Account(username="demo", password="Inv3nted")
    return Session(camera, footage, account, ADDRESS, None)  # type: ignore[arg-type]  # nothing is written
