"""First picture of N cameras: our probe against the way that everybody starts with.

Ours does more: it also waits a second for the freeze test and computes the metrics.  The peer
is ``cv2.VideoCapture`` with a thread for each camera and OpenCV's defaults, but for TCP.
"""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor

import cv2

from auditor.demo.account import Account
from auditor.demo.cast import RTSP_PORT, SimulatedCamera
from auditor.demo.server import Community
from benchmarks.cameras import healthy, probe_all
from benchmarks.harness import compare
from probes.rtsp_frame import PROBE

SIZES = (1, 4, 16)
RUNS = 3


def main() -> None:
    """Start the cameras once, then measure both."""
    account = Account.generate()
    cast = healthy(max(SIZES))
    os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = "rtsp_transport;tcp"
    with Community(account, cast=cast):
        compare(
            name="first_picture",
            what="first picture of N cameras (H.264 1280x720, key frame every 2 s, digest)",
            unit="cameras",
            ours=lambda size: _ours(cast[:size], account),
            peer=lambda size: _peer(cast[:size], account),
            peer_name="cv2.VideoCapture, one thread a camera",
            sizes=SIZES,
            runs=RUNS,
            packages=("av", "opencv-python-headless"),
        )


def _ours(cast: tuple[SimulatedCamera, ...], account: Account) -> int:
    seen = asyncio.run(probe_all(PROBE, cast, account))
    return sum(observation.picture is not None for observation in seen)


def _peer(cast: tuple[SimulatedCamera, ...], account: Account) -> int:
    uris = [
        f"rtsp://{account.username}:{account.password}@{camera.address}:{RTSP_PORT}/main"
        for camera in cast
    ]
    with ThreadPoolExecutor(len(uris)) as pool:
        return sum(pool.map(_grab, uris))


def _grab(uri: str) -> bool:
    capture = cv2.VideoCapture(uri, cv2.CAP_FFMPEG)
    try:
        return bool(capture.isOpened() and capture.read()[0])
    finally:
        capture.release()


if __name__ == "__main__":
    main()
