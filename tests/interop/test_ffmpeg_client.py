"""FFmpeg's programs and OpenCV as clients of our simulated cameras."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import quote

import cv2
import pytest

from auditor.demo.account import Account
from auditor.demo.cast import Behaviour, SimulatedCamera
from auditor.demo.encoder import Codec
from auditor.demo.footage import Footage, Recipe, shoot
from auditor.demo.rtsp_server import serve_rtsp

pytestmark = pytest.mark.interop

ADDRESS = "127.0.77.60"
ACCOUNT = Account("inspector", "right pass/w@rd:1")
STARTED = datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
WITHIN_S = 60.0


@pytest.fixture(scope="session")
def footages() -> dict[str, Footage]:
    """Two seconds in each codec, by FFmpeg's name of it."""
    names = {"h264": Codec.H264, "hevc": Codec.H265}
    return {
        name: shoot(Recipe(gop=10, length=20, codec=codec), started=STARTED)
        for name, codec in names.items()
    }


@asynccontextmanager
async def camera(
    footage: Footage,
    *,
    behaviour: Behaviour = Behaviour.HEALTHY,
    password: str = ACCOUNT.password,
) -> AsyncIterator[str]:
    """The URI of a camera's main stream as a client with ``password`` writes it."""
    player = SimulatedCamera(row=1, behaviour=behaviour)
    server = await serve_rtsp(player, footage, ACCOUNT, address=ADDRESS, port=0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield f"rtsp://{ACCOUNT.username}:{quote(password, safe='')}@{ADDRESS}:{port}/main"


async def run(program: str, *arguments: str) -> tuple[int, str, str]:
    """Exit code, output and errors of one of FFmpeg's programs."""
    if shutil.which(program) is None:
        pytest.skip(f"no {program} here: install ffmpeg")
    process = await asyncio.create_subprocess_exec(
        program,
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(WITHIN_S):
        output, errors = await process.communicate()
    return process.returncode or 0, output.decode(), errors.decode()


@pytest.mark.parametrize("transport", ["tcp", "udp"])
@pytest.mark.parametrize("codec", ["h264", "hevc"])
async def test_ffprobe_reads_codec_and_size(
    footages: dict[str, Footage], codec: str, transport: str
) -> None:
    wanted = "stream=codec_name,width,height,codec_type"
    async with camera(footages[codec]) as uri:
        options = ["-v", "error", "-rtsp_transport", transport, "-show_entries", wanted]
        code, output, errors = await run("ffprobe", *options, "-of", "json", uri)
    stream = {"codec_name": codec, "codec_type": "video", "width": 1280, "height": 720}
    assert (code, errors) == (0, "")
    assert json.loads(output)["streams"] == [stream]


@pytest.mark.parametrize("transport", ["tcp", "udp"])
@pytest.mark.parametrize("codec", ["h264", "hevc"])
async def test_ffmpeg_decodes_without_a_complaint(
    footages: dict[str, Footage], codec: str, transport: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # FFmpeg rightly complains about the pictures before the first key picture: begin with one.
    monkeypatch.setattr("auditor.demo.rtsp_session.join_position", lambda *_, **__: 0)
    async with camera(footages[codec]) as uri:
        source = ["-v", "error", "-xerror", "-rtsp_transport", transport, "-i", uri]
        code, output, errors = await run(
            "ffmpeg", *source, "-frames:v", "15", "-f", "framemd5", "-"
        )
    pictures = {line.split(",")[-1] for line in output.splitlines() if not line.startswith("#")}
    assert (code, errors) == (0, "")
    assert len(pictures) == 15


async def test_ffprobe_with_a_wrong_password_is_refused(footages: dict[str, Footage]) -> None:
    async with camera(footages["h264"], password="wrong") as uri:
        code, output, errors = await run("ffprobe", "-v", "error", "-show_streams", uri)
    assert (code, output) == (1, "")
    assert "401 Unauthorized" in errors


async def test_ffprobe_falls_back_to_udp(footages: dict[str, Footage]) -> None:
    """FFmpeg's own default asks for UDP first; TCP alone is refused by such a camera."""
    async with camera(footages["h264"], behaviour=Behaviour.UDP_ONLY) as uri:
        refused = await run("ffprobe", "-v", "error", "-rtsp_transport", "tcp", uri)
        played = await run("ffprobe", "-v", "error", "-rtsp_transport", "udp", uri)
    assert refused[0] == 1
    assert played == (0, "", "")


@pytest.mark.parametrize("codec", ["h264", "hevc"])
async def test_opencv_reads_a_picture(footages: dict[str, Footage], codec: str) -> None:
    def read(uri: str) -> tuple[bool, tuple[int, ...]]:
        capture = cv2.VideoCapture(uri, cv2.CAP_FFMPEG)
        try:
            done, picture = capture.read()
            return done, picture.shape if done else ()
        finally:
            capture.release()

    async with camera(footages[codec]) as uri:
        assert await asyncio.to_thread(read, uri) == (True, (720, 1280, 3))
