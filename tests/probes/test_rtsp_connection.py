"""What a connection keeps of what it was not asked for: a bounded part."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest

from probes import rtsp_connection
from probes.failure import FailureKind, ProbeError
from probes.rtsp_connection import Connection, MediaPort, connect
from probes.rtsp_inbox import Inbox

FRAME = b"$\0\0\4abcd"
ANSWER = b"RTSP/1.0 200 OK\r\n\r\n"


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """A server that floods with frames before it answers."""

    async def flood(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(FRAME * 3000 + ANSWER + b"$\0\0\3end")
        writer.close()

    server = await asyncio.start_server(flood, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()


async def dial(port: int) -> Connection:
    return await connect("127.0.0.1", port, host="127.0.0.1", tls=None, limit=5)


async def test_media_before_an_answer_is_kept_up_to_a_limit(port: int) -> None:
    connection = await dial(port)
    assert (await connection.response()).status == 200
    assert connection.certificate == b""
    held = await connection.frames()
    assert [frame.payload for frame in held[: rtsp_connection.MAX_HELD_FRAMES]] == [
        b"abcd"
    ] * rtsp_connection.MAX_HELD_FRAMES
    rest = held[rtsp_connection.MAX_HELD_FRAMES :] or await connection.frames()
    assert [frame.payload for frame in rest] == [b"end"]
    with pytest.raises(ProbeError) as caught:
        await connection.frames()
    assert caught.value.kind is FailureKind.CONNECTION_RESET
    await connection.close()


async def test_what_is_passed_over_is_not_given() -> None:
    ours, theirs = socket.socketpair()
    ours.settimeout(0)
    _, inbox = await asyncio.get_running_loop().create_connection(Inbox, sock=ours)
    connection = Connection(inbox)

    def skim(buffer: bytearray) -> tuple[int, bool]:
        """Pass over frames of the usual content; the first of them are answered by another one."""
        whole = len(FRAME) * buffer.count(FRAME)
        if whole:
            theirs.sendall(b"$\0\0\3end")
        return whole, len(buffer) == whole

    theirs.sendall(FRAME * 2)
    assert await connection.payloads(0, skim) == [b"end"]
    theirs.close()
    with pytest.raises(ProbeError) as caught:
        await connection.payloads(0, skim)
    assert caught.value.kind is FailureKind.CONNECTION_RESET
    await connection.close()


async def test_what_came_before_is_passed_over_first() -> None:
    ours, theirs = socket.socketpair()
    ours.settimeout(0)
    _, inbox = await asyncio.get_running_loop().create_connection(Inbox, sock=ours)
    connection = Connection(inbox)
    seen: list[bytes] = []

    def skim(buffer: bytearray) -> tuple[int, bool]:
        seen.append(bytes(buffer))
        return len(buffer), buffer != b"$\0\0\0"

    inbox.get_buffer(0)[: len(FRAME)] = FRAME
    inbox.buffer_updated(len(FRAME))
    theirs.sendall(b"$\0\0\0")
    theirs.close()
    with pytest.raises(ProbeError):
        await connection.payloads(0, skim)
    assert seen == [FRAME, b"$\0\0\0"]
    await connection.close()


async def test_datagrams_that_nobody_reads_are_lost_beyond_a_limit() -> None:
    media = MediaPort("127.0.0.1")
    for number in range(rtsp_connection.MAX_HELD_DATAGRAMS + 50):
        media.datagram_received(number.to_bytes(2), ("127.0.0.1", 5000))
    held = [await media.packet() for _ in range(rtsp_connection.MAX_HELD_DATAGRAMS)]
    assert held[-1] == (rtsp_connection.MAX_HELD_DATAGRAMS - 1).to_bytes(2)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await media.packet()
    media.close()


async def test_no_free_pair_of_ports_is_our_own_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(ProbeError) as caught:
        await MediaPort("127.0.0.1").open("127.0.0.1")
    assert caught.value.kind is FailureKind.RESOURCE_EXHAUSTED


def receive(inbox: Inbox, data: bytes) -> None:
    inbox.get_buffer(0)[: len(data)] = data
    inbox.buffer_updated(len(data))


@pytest.mark.parametrize("cut", range(len(b"RTSP/1.")))
async def test_a_farewell_waits_for_an_answer_behind_media(cut: int) -> None:
    inbox = Inbox()
    goodbye = asyncio.create_task(Connection(inbox).farewell())
    for data in (FRAME * 300, FRAME + ANSWER[:cut]):
        receive(inbox, data)
        for _ in range(3):
            await asyncio.sleep(0)
        assert not goodbye.done()
    receive(inbox, ANSWER[cut:])
    async with asyncio.timeout(5):
        await goodbye


async def test_a_farewell_ends_with_the_connection(port: int) -> None:
    connection = await dial(port)
    async with asyncio.timeout(5):
        await connection.farewell()
        await connection.farewell()
    await connection.close()
