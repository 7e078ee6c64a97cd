"""A head that does not end is cut off; one that comes is answered."""

import asyncio
import contextlib
import socket

import uvicorn
from starlette.responses import PlainTextResponse

from auditor.web.protocol import impatient


async def test_a_head_that_does_not_end_is_cut_off() -> None:
    answer = PlainTextResponse("here")
    config = uvicorn.Config(answer, http=impatient(0.5), lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            async with asyncio.timeout(30):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n")
                assert (await reader.readuntil(b"here")).startswith(b"HTTP/1.1 200")
                writer.write(b"GET / HTTP/1.1\r\nhost: ")
                with contextlib.suppress(ConnectionResetError):  # as an abort may be seen
                    assert await reader.read() == b""
                writer.close()
        finally:
            server.should_exit = True
            await serving
