"""`make bench-decode-floor`: what one key picture costs at least, and what would make it cheaper.

In one process set up as a worker is, without cameras: the key pictures of each stream of the farm, in turn, decoded
as we do it, with a decoder kept from the last camera, and without the loop filter; then scaling, metrics,
JPEG, everything that a worker does, and the way to a worker process and back, which a thread would save.
"""

import asyncio
import itertools
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast

import av
import cv2
import numpy as np
from av.video.reformatter import VideoReformatter

from benchmarks.bare_decoder import do_nothing
from benchmarks.duel import summary, versions, write_result
from benchmarks.farm.reel import Stream, key_pictures
from benchmarks.harness import machine
from benchmarks.measure import load_average, tree_cpu_s
from probes.picture.decode import decode_picture, to_jpeg
from probes.picture.frame import PictureRequest
from probes.picture.metrics import measure
from probes.picture.pool import DecodePool, keep_memory

RUNS = 40
_HANDED_RUNS = 4
_HANDED = 100
_NAMES = {"h264": "h264", "h265": "hevc"}


def main() -> None:
    """Measure each step of each stream."""
    cv2.setNumThreads(1)
    keep_memory()
    streams = {stream.name: _steps(stream) for stream in Stream}
    result: dict[str, object] = {
        "name": "decode_floor",
        "what": "one key picture, step by step",
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "versions": versions(("av", "opencv-python-headless", "numpy")),
        "load_average": load_average(),
        "runs": RUNS,
        "streams": streams,
    }
    write_result("decode_floor", result)
    for name, steps in streams.items():
        print(name, {step: values["median"] for step, values in steps.items()})


def _steps(stream: Stream) -> dict[str, dict[str, float]]:
    codec, keys = key_pictures(stream)
    turns = itertools.cycle(keys)
    kept, scaler = _decoder(codec), VideoReformatter()
    frame = _decoded(_decoder(codec), keys[0])
    small = np.asarray(frame.reformat(width=640, height=360, format="bgr24").to_ndarray(), np.uint8)
    steps: dict[str, Callable[[], Any]] = {
        "decode, new decoder": lambda: _decoded(_decoder(codec), next(turns)),
        "decode, decoder kept warm": lambda: _decoded(kept, next(turns)),
        "decode, loop filter skipped": lambda: _decoded(_decoder(codec, "all"), next(turns)),
        "scale to 640x360, new scaler": lambda: _scaled(VideoReformatter(), frame),
        "scale to 640x360, scaler kept": lambda: _scaled(scaler, frame),
        "metrics": lambda: measure(small),
        "JPEG": lambda: to_jpeg(small),
        "all that a worker does": lambda: decode_picture(
            PictureRequest(codec=codec, key=next(turns))
        ),
    }
    told = {
        name: summary([1000 * _seconds(step) for _ in range(RUNS)]) for name, step in steps.items()
    }
    request = PictureRequest(codec=codec, key=keys[0])
    return told | {"to a worker process and back": asyncio.run(_handed(request))}


async def _handed(request: PictureRequest) -> dict[str, float]:
    """CPU of both processes for a task without work; some at once, as in a round."""
    async with DecodePool(1, function=do_nothing) as pool:
        await pool.decode(request)
        runs = []
        for _ in range(_HANDED_RUNS):
            before = tree_cpu_s(os.getpid())
            await asyncio.gather(*(pool.decode(request) for _ in range(_HANDED)))
            runs.append(1000 * (tree_cpu_s(os.getpid()) - before) / _HANDED)
    return summary(runs)


def _decoder(codec: str, skip_loop_filter: str = "default") -> av.VideoCodecContext:
    context = cast("av.VideoCodecContext", av.CodecContext.create(_NAMES[codec], "r"))
    context.thread_count = 1
    context.options = {"skip_loop_filter": skip_loop_filter}
    return context


def _decoded(context: av.VideoCodecContext, key: bytes) -> av.VideoFrame:
    frames = [*context.decode(av.Packet(key)), *context.decode(None)]
    context.flush_buffers()
    return frames[0]


def _scaled(scaler: VideoReformatter, frame: av.VideoFrame) -> av.VideoFrame:
    return scaler.reformat(frame, width=640, height=360, format="bgr24", threads=1)


def _seconds(step: Callable[[], Any]) -> float:
    """CPU, which other work on the machine lengthens less than the time of the wall."""
    began = time.process_time()
    step()
    return time.process_time() - began


if __name__ == "__main__":
    main()
