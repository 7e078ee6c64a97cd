"""FFmpeg as the independent peer: what it decodes is what the camera saw."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import av
import numpy as np
import pytest

from auditor.demo.account import Account
from auditor.demo.cast import Behaviour, SimulatedCamera
from auditor.demo.footage import Footage
from auditor.demo.rtsp_server import serve_rtsp
from auditor.demo.scenery import Picture, Scene, make_street, paint

ADDRESS = "127.0.77.40"
STREET = make_street(0, width=1280, height=720)


@contextlib.asynccontextmanager
async def camera(
    footage: Footage, account: Account, behaviour: Behaviour = Behaviour.HEALTHY
) -> AsyncIterator[str]:
    """The URI of a camera without its path."""
    player = SimulatedCamera(row=1, behaviour=behaviour)
    server = await serve_rtsp(player, footage, account, address=ADDRESS, port=0)
    async with server:
        login = f"{account.username}:{account.password}"
        yield f"rtsp://{login}@{ADDRESS}:{server.sockets[0].getsockname()[1]}"


def first_picture(uri: str, transport: str) -> tuple[str, Picture]:
    """Codec and first decoded picture."""
    options = {"rtsp_transport": transport, "fpsprobesize": "0"}
    with av.open(uri, options=options, timeout=10) as container:
        frame = next(container.decode(video=0))
        name = container.streams.video[0].codec_context.name
        return name, np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)


def distance(picture: Picture, scene: Picture) -> float:
    """Mean difference, without the overlay above and the counter below."""
    return float(np.abs(picture[100:640].astype(int) - scene[100:640].astype(int)).mean())


@pytest.mark.parametrize("transport", ["tcp", "udp"])
@pytest.mark.parametrize("codec", ["h264", "hevc"])
async def test_the_first_picture_is_the_scene(
    footage: Footage, footage_h265: Footage, account: Account, codec: str, transport: str
) -> None:
    chosen = footage_h265 if codec == "hevc" else footage
    async with camera(chosen, account) as uri:
        name, picture = await asyncio.to_thread(first_picture, f"{uri}/main", transport)
    scenes = [paint(Scene.STREET, street=STREET, index=n, caption="") for n in range(20)]
    assert (name, picture.shape) == (codec, (720, 1280, 3))
    assert min(distance(picture, scene) for scene in scenes) < 4


async def test_the_sub_stream_is_smaller(footage: Footage, account: Account) -> None:
    async with camera(footage, account, Behaviour.SUB_STREAM_ONLY) as uri:
        _, picture = await asyncio.to_thread(first_picture, f"{uri}/sub", "tcp")
    assert picture.shape == (360, 640, 3)


async def test_udp_only_gives_its_picture_by_udp(footage: Footage, account: Account) -> None:
    async with camera(footage, account, Behaviour.UDP_ONLY) as uri:
        with pytest.raises(OSError, match="Protocol not supported"):
            await asyncio.to_thread(first_picture, f"{uri}/main", "tcp")
        _, picture = await asyncio.to_thread(first_picture, f"{uri}/main", "udp")
    assert picture.shape == (720, 1280, 3)


async def test_a_wrong_password_is_unauthorized(footage: Footage, account: Account) -> None:
    wrong = Account(account.username, "wrong-password")
    async with camera(footage, account) as uri:
        bad = uri.replace(account.password, wrong.password)
        with pytest.raises(av.error.HTTPUnauthorizedError):
            await asyncio.to_thread(first_picture, f"{bad}/main", "tcp")


async def test_a_missing_stream_is_not_found(footage: Footage, account: Account) -> None:
    async with camera(footage, account, Behaviour.NOT_FOUND) as uri:
        with pytest.raises(av.error.HTTPNotFoundError):
            await asyncio.to_thread(first_picture, f"{uri}/main", "tcp")
