"""One way of getting N first pictures, in a process of its own: ``python -m benchmarks.ways``.

A job comes as JSON on standard input (it holds an invented account), what it took goes to standard
output.  Starting the interpreter and the warm-up are not counted: a night starts once.  Every way
ends with a picture of 640x360; ours also measures it, packs it as JPEG and asks whether it stands still.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.measure import tree_cpu_s

__all__ = ["Job", "Took"]

_WARM_UP = 8
_LIMIT_S = 60.0
_TUNED = {
    "rtsp_transport": "tcp",
    "allowed_media_types": "video",
    "analyzeduration": "0",
    "probesize": "32",
    "fpsprobesize": "0",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """``uris`` with the account inside, for peers; ``bare`` without it, ``hosts`` their addresses.

    ``stream`` is what the cameras play, for the way that asks none of them.
    """

    way: str
    sessions: int
    bare: tuple[str, ...]
    hosts: tuple[str, ...]
    uris: tuple[str, ...]
    username: str = field(repr=False)
    password: str = field(repr=False)
    onvif_port: int = 0
    limit_s: float = 15.0
    stream: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """``done`` pictures in ``wall_s`` with ``cpu_s`` of this process and its children."""

    done: int
    tried: int
    wall_s: float
    cpu_s: float
    median_s: float


def main() -> None:
    """Do the job and say what it took."""
    job = Job(**json.load(sys.stdin))
    print(json.dumps(asdict(_WAYS[job.way](job))))


class _Meter:
    """Counts from its making."""

    def __init__(self) -> None:
        self._cpu = tree_cpu_s(os.getpid())
        self._began = time.perf_counter()

    def took(self, seconds: list[float | None]) -> Took:
        """``seconds`` that each camera took, None for one without a picture."""
        wall = time.perf_counter() - self._began
        good = sorted(taken for taken in seconds if taken is not None)
        return Took(
            done=len(good),
            tried=len(seconds),
            wall_s=wall,
            cpu_s=tree_cpu_s(os.getpid()) - self._cpu,
            median_s=good[len(good) // 2] if good else 0.0,
        )


def _ours(job: Job) -> Took:
    """The probe as a round runs it: through the engine, decoded in worker processes."""
    from probes import rtsp_frame  # noqa: PLC0415 - a peer's process does not carry our imports

    probe = rtsp_frame.build(first_frame=timedelta(seconds=job.limit_s))
    return asyncio.run(_probe_all(job, probe, decoded=job.way == "ours_bare"))


def _floor(job: Job) -> Took:
    """Decode and scale as many key pictures, set up as a worker is: what no client can go below."""
    from benchmarks.bare_decoder import decode_only  # noqa: PLC0415
    from benchmarks.farm.reel import Stream, key_pictures  # noqa: PLC0415
    from probes.picture.frame import PictureRequest  # noqa: PLC0415
    from probes.picture.pool import keep_memory  # noqa: PLC0415

    keep_memory()
    codec, keys = key_pictures(Stream[job.stream])
    requests = [PictureRequest(codec=codec, key=key) for key in keys]
    for request in requests:
        decode_only(request)
    meter = _Meter()
    seconds: list[float | None] = []
    for number in range(len(job.bare) - _WARM_UP):
        began = time.perf_counter()
        decode_only(requests[number % len(requests)])
        seconds.append(time.perf_counter() - began)
    return meter.took(seconds)


def _ours_onvif(job: Job) -> Took:
    from probes import onvif_device  # noqa: PLC0415

    return asyncio.run(_probe_all(job, onvif_device.PROBE))


async def _probe_all(job: Job, probe: Any, *, decoded: bool = False) -> Took:
    """``decoded``: without metrics and JPEG, which no peer makes either."""
    from benchmarks.bare_decoder import decode_only  # noqa: PLC0415
    from probes.engine import Engine  # noqa: PLC0415
    from probes.picture.pool import DecodePool  # noqa: PLC0415
    from probes.places import Caps  # noqa: PLC0415
    from probes.scope import Scope  # noqa: PLC0415
    from probes.target import Credential, Target  # noqa: PLC0415

    credential = Credential("bench", job.username, job.password)
    targets = [
        Target(
            key=str(number),
            host=host,
            stream_uri=uri,
            onvif_uri=f"http://{host}:{job.onvif_port}/onvif/device_service",
            credential=credential,
        )
        for number, (host, uri) in enumerate(zip(job.hosts, job.bare, strict=True))
    ]
    async with DecodePool(function=decode_only) if decoded else DecodePool() as decoder:
        scope = Scope.parse(["127.0.0.0/8"])
        caps = Caps(total=job.sessions, per_subnet=job.sessions)
        engine = Engine(scope, decoder, lambda: datetime.now(UTC), caps=caps)

        async def seconds(target: Target) -> float | None:
            seen, _ = await engine.attempt(probe, target, attempt=1)
            return seen.duration.total_seconds() if seen.failure is None else None

        async def work(queue: Iterator[Target]) -> list[float | None]:
            """As a round does: no task is made for a camera before its turn."""
            return [await seconds(target) for target in queue]

        await asyncio.gather(*map(seconds, targets[:_WARM_UP]))
        queue = iter(targets[_WARM_UP:])
        meter = _Meter()
        took = await asyncio.gather(*(work(queue) for _ in range(job.sessions)))
        return meter.took([one for share in took for one in share])


def _onvif_camera(job: Job) -> Took:
    """As documented; the constructor also tries to create an event subscription."""
    from onvif import ONVIFCamera  # noqa: PLC0415

    def converse(host: str) -> bool:
        device = ONVIFCamera(host, job.onvif_port, job.username, job.password)
        device.devicemgmt.GetDeviceInformation()
        media = device.create_media_service()
        for profile in media.GetProfiles():
            request = media.create_type("GetStreamUri")
            request.ProfileToken = profile.token
            request.StreamSetup = {"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}}
            media.GetStreamUri(request)
        return True

    return _threads(job, converse, at=job.hosts)


def _threads(job: Job, grab: Callable[[str], bool], at: Sequence[str] = ()) -> Took:
    """Ask ``grab`` for each address (the streams' where ``at`` is empty), a thread a session."""
    uris = at or job.uris

    def seconds(uri: str) -> float | None:
        began = time.perf_counter()
        done = grab(uri)
        return time.perf_counter() - began if done else None

    with ThreadPoolExecutor(job.sessions) as pool:
        list(pool.map(seconds, uris[:1]))
        meter = _Meter()
        return meter.took(list(pool.map(seconds, uris[_WARM_UP:])))


def _pyav(job: Job) -> Took:
    import av  # noqa: PLC0415

    def grab(uri: str) -> bool:
        try:
            with av.open(uri, options=_TUNED, timeout=(job.limit_s, job.limit_s)) as container:
                stream = container.streams.video[0]
                stream.thread_count = 1
                stream.codec_context.skip_frame = "NONKEY"
                for frame in container.decode(stream):
                    frame.reformat(width=640, height=360, format="bgr24").to_ndarray()
                    return True
        except (av.FFmpegError, OSError):
            pass
        return False

    return _threads(job, grab)


def _ffmpeg(job: Job) -> Took:
    options = [part for name, value in _TUNED.items() for part in (f"-{name}", value)]
    before = [
        "ffmpeg",
        "-v",
        "error",
        "-nostdin",
        "-threads",
        "1",
        "-skip_frame",
        "nokey",
        *options,
    ]
    after = ["-frames:v", "1", "-s", "640x360", "-pix_fmt", "bgr24", "-f", "rawvideo", "-"]

    def grab(uri: str) -> bool:
        try:
            done = subprocess.run(
                [*before, "-i", uri, *after], capture_output=True, timeout=_LIMIT_S, check=False
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0 and bool(done.stdout)

    return _threads(job, grab)


def _cv2_default(job: Job) -> Took:
    os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = "rtsp_transport;tcp"
    import cv2  # noqa: PLC0415

    def grab(uri: str) -> bool:
        capture = cv2.VideoCapture(uri, cv2.CAP_FFMPEG)
        try:
            if not capture.isOpened():
                return False
            done, picture = capture.read()
            return bool(done) and cv2.resize(picture, (640, 360)) is not None
        finally:
            capture.release()

    return _threads(job, grab)


_WAYS: dict[str, Callable[[Job], Took]] = {
    "ours": _ours,
    "ours_bare": _ours,
    "floor": _floor,
    "pyav": _pyav,
    "ffmpeg": _ffmpeg,
    "cv2": _cv2_default,
    "ours_onvif": _ours_onvif,
    "onvif_camera": _onvif_camera,
}


if __name__ == "__main__":
    main()
