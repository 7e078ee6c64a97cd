"""ipycam, a virtual ONVIF camera that we did not write, with a synthetic picture.

``python -m tests.interop.peers.ipycam_camera HOST OFFSET LOCKED`` in ipycam's own environment;
HOST is what its answers advertise, OFFSET is added to its ports, LOCKED is yes or no.  It
multicasts and looks for a route by itself, so it refuses to start where that could reach anyone.
Prints one line when it is ready and ends when its input is closed.
"""

import importlib
import itertools
import json
import sys
import threading
from typing import Any

import numpy as np

from tests.interop.peers.confinement import interface_names, refuse_unless_confined

USER = "inspector"
PASSWORD = "ipycam: p&ss<w>rd"
ONVIF_PORT = 18080
RTSP_PORT = 18554
MAIN_SIZE = (1280, 720)
SUB_SIZE = (320, 240)
FPS = 10
STARTS = 5


def picture(index: int) -> Any:
    """A gray ramp with a white box that moves."""
    width, height = MAIN_SIZE
    ramp = np.linspace(30, 220, width).astype(np.uint8)
    frame = np.repeat(np.tile(ramp, (height, 1))[:, :, None], 3, axis=2)
    left = index * 40 % (width - 200)
    frame[200:400, left : left + 200] = 255
    return frame


def settings(host: str, offset: int, *, locked: bool) -> dict[str, Any]:
    """The configuration; software encoding, no recording, no overlay."""
    (width, height), (sub_width, sub_height) = MAIN_SIZE, SUB_SIZE
    account = {"username": USER, "password": PASSWORD} if locked else {}
    sizes = {"main_width": width, "main_height": height}
    sizes |= {"sub_width": sub_width, "sub_height": sub_height, "main_fps": FPS, "sub_fps": FPS}
    ports = {"onvif_port": ONVIF_PORT + offset, "rtsp_port": RTSP_PORT + offset}
    fixed = {"local_ip": host, "hw_accel": "cpu", "show_timestamp": False}
    return fixed | ports | sizes | account


def started(ipycam: Any, config: Any) -> Any:
    """A camera with RTSP: on a busy machine its server may be late, and it does without."""
    for _ in range(STARTS):
        camera = ipycam.IPCamera(config)
        camera.start()
        if "rtsp" in camera.streaming_mode:
            break
        camera.stop()
    return camera


def main() -> None:
    refuse_unless_confined(interface_names())
    host, offset, locked = sys.argv[1:]
    ipycam = importlib.import_module("ipycam")
    config = ipycam.CameraConfig(**settings(host, int(offset), locked=locked == "yes"))
    camera = started(ipycam, config)
    camera.stream(picture(0))
    print(json.dumps({"mode": camera.streaming_mode}), flush=True)  # noqa: T201 - the visit reads it
    watcher = threading.Thread(target=sys.stdin.read, daemon=True)
    watcher.start()
    for index in itertools.count(1):
        if not watcher.is_alive():
            break
        camera.stream(picture(index))  # keeps the pace by itself
    camera.stop()


if __name__ == "__main__":
    main()
