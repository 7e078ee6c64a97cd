"""Our ONVIF and RTSP probes against a virtual ONVIF camera, away from every real network."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.interop.peers import ipycam_camera
from tests.interop.peers.confinement import refuse_unless_confined
from tests.interop.peers.ipycam_visit import FOREIGN_HOST, HOST, LOCKED, OPEN

pytestmark = pytest.mark.interop

ROOT = Path(__file__).resolve().parents[2]
IPYCAM_PYTHON = ROOT / ".interop" / "ipycam" / "bin" / "python"
WITHIN_S = 180.0

# Everything that the peer starts ends with the namespace's first process.
UNSHARE = ["unshare", "--net", "--pid", "--fork", "--kill-child"]
WAYS = (UNSHARE, [*UNSHARE, "--user", "--map-root-user"])


@pytest.fixture(scope="session")
def told() -> dict[str, Any]:
    """What the visit printed; the reason why not where it cannot be made."""
    for program in ("unshare", "ip", "ffmpeg"):
        if shutil.which(program) is None:
            pytest.skip(f"no {program} here: install util-linux, iproute2 and ffmpeg")
    if not IPYCAM_PYTHON.exists():
        pytest.skip("ipycam is not installed: .ci/run makes .interop/ipycam")
    visit = [sys.executable, "-m", "tests.interop.peers.ipycam_visit", str(IPYCAM_PYTHON)]
    done = subprocess.run(
        [*_namespace(), *visit],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
    )
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout)
    assert ipycam_camera.PASSWORD not in done.stdout + done.stderr
    return seen


def _namespace() -> list[str]:
    """The command that confines another one: as root, or by a user namespace."""
    trial = [sys.executable, "-m", "tests.interop.peers.confinement"]
    for way in WAYS:
        done = subprocess.run([*way, *trial], cwd=ROOT, check=False, capture_output=True, text=True)
        if done.returncode == 0:
            return way
    pytest.skip(f"no confined network namespace to be had here: {done.stderr.strip()}")


def profiles(offset: int) -> list[dict[str, Any]]:
    """Both profiles as our payload tells them."""
    main, sub = uris(offset)
    snapshot = f"http://{HOST}:{ipycam_camera.ONVIF_PORT + offset}/snapshot.jpg"
    rows = (
        ("Profile_Main", "MainStream", ipycam_camera.MAIN_SIZE, main, snapshot, 8000),
        ("Profile_Sub", "SubStream", ipycam_camera.SUB_SIZE, sub, None, 1000),
    )
    return [
        {
            "token": token,
            "name": name,
            "encoding": "H264",
            "width_px": size[0],
            "height_px": size[1],
            "stream_uri": uri,
            "snapshot_uri": still,
            "frames_per_second": 10.0,
            "bitrate_kbps": rate,
            "gop_frames": None,
            "service": "media",
        }
        for token, name, size, uri, still, rate in rows
    ]


def uris(offset: int) -> tuple[str, str]:
    base = f"rtsp://{HOST}:{ipycam_camera.RTSP_PORT + offset}"
    return f"{base}/video_main", f"{base}/video_sub"


@pytest.mark.parametrize(
    ("case", "offset", "login", "advertised"),
    [
        ("open", OPEN, ("anonymous", None, None), []),
        # A password that nobody asked for is not sent.
        ("open, needless password", OPEN, ("anonymous", None, None), []),
        ("locked", LOCKED, ("digest", "token", "blind"), [FOREIGN_HOST]),
    ],
)
def test_the_device_tells_who_it_is_and_what_it_streams(
    told: dict[str, Any],
    case: str,
    offset: int,
    login: tuple[str | None, ...],
    advertised: list[str],
) -> None:
    seen = told["cases"][case]["device"]
    payload = dict(seen["payload"])
    clock_offset = payload.pop("clock_offset")
    assert (seen["failure"], seen["answered"]) == (None, True)
    assert abs(clock_offset) < 2  # it tells whole seconds
    assert payload == {
        "manufacturer": "PythonCam",
        "model": "VirtualCam-1",
        "firmware_version": "1.3.0",
        "profiles": profiles(offset),
        "advertised_hosts": advertised,
        **dict(zip(("login", "login_form", "login_time"), login, strict=True)),
        "clock": {
            "zone": "GMT+00:00",
            "local_minus_utc": None,
            "daylight_saving": False,
            "source": "ntp",
        },
        "services": [
            "http://www.onvif.org/ver10/device/wsdl",
            "http://www.onvif.org/ver10/media/wsdl",
            "http://www.onvif.org/ver20/ptz/wsdl",
        ],
        "scopes": [
            "onvif://www.onvif.org/type/video_encoder",
            "onvif://www.onvif.org/Profile/Streaming",
            "onvif://www.onvif.org/name/Virtual Camera",
        ],
        # It does not know these questions: what it does not say stays unknown.
        "on_screen": None,
        "ntp": None,
        "hostname": None,
    }


def test_both_cameras_are_found_by_multicast(told: dict[str, Any]) -> None:
    found = told["discovered"]
    ports = {ipycam_camera.ONVIF_PORT + OPEN: HOST, ipycam_camera.ONVIF_PORT + LOCKED: FOREIGN_HOST}
    addresses = {f"http://{host}:{port}/onvif/device_service" for port, host in ports.items()}
    assert (found["refused"], found["truncated"]) == ([], False)
    assert {address for device in found["devices"] for address in device["xaddrs"]} == addresses
    assert {tuple(device["types"]) for device in found["devices"]} == {
        ("NetworkVideoTransmitter", "Device")
    }
    assert {device["source"] for device in found["devices"]} == {HOST}


@pytest.mark.parametrize(
    ("case", "offset"), [("open", OPEN), ("open, needless password", OPEN), ("locked", LOCKED)]
)
def test_its_streams_give_moving_pictures(told: dict[str, Any], case: str, offset: int) -> None:
    streams = told["cases"][case]["streams"]
    assert tuple(streams) == uris(offset)
    sizes = (ipycam_camera.MAIN_SIZE, ipycam_camera.SUB_SIZE)
    for seen, size in zip(streams.values(), sizes, strict=True):
        frame = seen["payload"]
        assert seen["failure"] is None
        assert (frame["codec"], frame["transport"], frame["auth_scheme"]) == ("h264", "tcp", None)
        assert (frame["width_px"], frame["height_px"]) == size
        assert frame["metrics"]["dark_share"] == 0
        assert frame["difference"] > 0.5


@pytest.mark.parametrize(
    ("case", "kind", "login", "logins"),
    [
        ("locked, wrong password", "authentication_rejected", "rejected", 1),
        ("locked, no password", "authentication_required", "missing", 0),
    ],
)
def test_a_closed_door_is_knocked_at_once(
    told: dict[str, Any], case: str, kind: str, login: str, logins: int
) -> None:
    seen = told["cases"][case]
    assert seen["device"]["failure"] == ["device_information", kind]
    assert seen["device"]["answered"]
    assert seen["device"]["payload"]["login"] == login
    assert seen["streams"] == {}
    assert seen["device_logins"] == logins


@pytest.mark.parametrize("names", [(), ("eth0",), ("lo", "eth0"), ("lo", "lo2")])
def test_the_peer_refuses_to_start_where_it_could_reach_anyone(names: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit, match="refused: not confined"):
        refuse_unless_confined(names)


def test_the_peer_is_not_even_imported_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ipycam_camera, "interface_names", lambda: ("eth0", "lo"))
    monkeypatch.setattr("importlib.import_module", lambda name: pytest.fail(f"imported {name}"))
    with pytest.raises(SystemExit, match="refused: not confined"):
        ipycam_camera.main()
