"""A camera of our own on loopback: what the self-test of the receiver gets a picture from.

The simulated cameras of the demonstration play it; the audit itself knows nothing of them.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from auditor.demo.account import Account
from auditor.demo.cast import SimulatedCamera
from auditor.demo.encoder import FPS, Clip, ClipEncoder, Codec
from auditor.demo.footage import SUB_SIZE, Footage
from auditor.demo.rtsp_server import serve_rtsp
from auditor.demo.scenery import Scene, make_street, paint
from auditor.receiver import SELF
from probes.target import Credential, Target

__all__ = ["loopback_camera"]

_ADDRESS = "127.0.0.1"
_GOP = FPS // 2


@asynccontextmanager
async def loopback_camera() -> AsyncIterator[Target]:
    """Play a short clip behind a password that was made up for it."""
    clip = await asyncio.to_thread(_clip)
    account = Account.generate()
    camera = SimulatedCamera(row=1)
    server = await serve_rtsp(camera, Footage(clip, clip), account, address=_ADDRESS, port=0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield Target(
            key=SELF,
            host=_ADDRESS,
            stream_uri=f"rtsp://{_ADDRESS}:{port}/main",
            credential_name="self-test",
            credential=Credential("self-test", account.username, account.password),
        )


def _clip() -> Clip:
    width, height = SUB_SIZE
    street = make_street(0, width=width, height=height)
    encoder = ClipEncoder(Codec.H264, width_px=width, height_px=height, gop=_GOP)
    for index in range(2 * _GOP):
        encoder.add(paint(Scene.STREET, street=street, index=index, caption="SELF-TEST"))
    return encoder.finish()
