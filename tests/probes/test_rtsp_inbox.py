"""What is held of a peer's bytes: all of them, up to a limit, to the end and beyond it."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest

from probes import rtsp_inbox
from probes.rtsp_inbox import Inbox


@pytest.fixture
async def pair() -> AsyncIterator[tuple[Inbox, socket.socket]]:
    """A connected inbox and the peer's end."""
    ours, theirs = socket.socketpair()
    ours.settimeout(0)
    _, inbox = await asyncio.get_running_loop().create_connection(Inbox, sock=ours)
    yield inbox, theirs
    await inbox.abort()
    theirs.close()


async def test_all_that_came_is_taken_at_once(pair: tuple[Inbox, socket.socket]) -> None:
    inbox, theirs = pair
    reader = asyncio.create_task(inbox.take())
    await asyncio.sleep(0)
    theirs.sendall(b"first")
    assert await reader == b"first"
    inbox.buffer_updated(0)
    inbox.get_buffer(1)[:5] = b"third"
    inbox.buffer_updated(5)
    inbox.buffer_updated(2)
    assert await inbox.take() == b"thirdth"


async def test_a_peer_that_is_not_read_has_to_wait(
    pair: tuple[Inbox, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, theirs = pair
    monkeypatch.setattr(rtsp_inbox, "MAX_HELD_BYTES", 10)
    theirs.sendall(b"0123456789a")
    assert await inbox.take() == b"0123456789a"
    inbox.buffer_updated(11)
    assert not inbox.transport.is_reading()
    assert len(await inbox.take()) == 11
    assert inbox.transport.is_reading()
    theirs.sendall(b"on")
    assert await inbox.take() == b"on"


async def test_the_last_bytes_come_before_the_end(pair: tuple[Inbox, socket.socket]) -> None:
    inbox, theirs = pair
    theirs.sendall(b"last")
    theirs.shutdown(socket.SHUT_WR)
    taken = [bytes(await inbox.take()) for _ in range(3)]
    assert taken == [b"last", b"", b""]


async def test_a_broken_connection_says_so_after_what_came_before() -> None:
    inbox = Inbox()
    with pytest.raises(ConnectionError):
        _ = inbox.transport
    inbox.get_buffer(0)[:4] = b"last"
    inbox.buffer_updated(4)
    inbox.connection_lost(ConnectionResetError())
    assert await inbox.take() == b"last"
    with pytest.raises(ConnectionResetError):
        await inbox.take()
    inbox.connection_lost(None)
    assert await inbox.take() == b""


async def test_a_reader_that_gave_up_is_not_woken(pair: tuple[Inbox, socket.socket]) -> None:
    inbox, theirs = pair
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await inbox.take()
    theirs.sendall(b"late")
    assert await inbox.take() == b"late"


async def test_what_comes_is_handed_over_until_it_is_enough(
    pair: tuple[Inbox, socket.socket],
) -> None:
    inbox, theirs = pair
    given: list[bytes] = []

    def take(data: memoryview) -> bool:
        given.append(bytes(data))
        theirs.sendall(b"last.")
        return len(given) > 1

    theirs.sendall(b"first")
    await inbox.hand_over(take)
    assert given == [b"first", b"last."]
    assert await inbox.take() == b"last."


async def test_nothing_is_handed_over_after_the_end(pair: tuple[Inbox, socket.socket]) -> None:
    inbox, theirs = pair
    theirs.shutdown(socket.SHUT_WR)
    await inbox.hand_over(lambda _: False)
    assert await inbox.take() == b""


async def test_who_gives_up_while_it_is_handed_over_finds_the_rest_held(
    pair: tuple[Inbox, socket.socket],
) -> None:
    inbox, theirs = pair
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await inbox.hand_over(lambda _: False)
    theirs.sendall(b"late")
    assert await inbox.take() == b"late"
