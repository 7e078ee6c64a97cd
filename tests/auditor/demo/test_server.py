"""The whole community as a child process, with a small cast of its own."""

import contextlib
import multiprocessing
import socket
import subprocess
import sys

import av
import pytest

from auditor.demo.account import Account
from auditor.demo.cast import ONVIF_PORT, RTSP_PORT, Behaviour, SimulatedCamera
from auditor.demo.server import Community, _wait_until_ready
from auditor.errors import ConfigError

NETWORK = "127.0.78"
PARENT = f"""
import sys
from auditor.demo.account import Account
from auditor.demo.cast import Behaviour, SimulatedCamera
from auditor.demo.server import Community

camera = SimulatedCamera(row=7, behaviour=Behaviour.BLACK, network="{NETWORK}")
with Community(Account.generate(), cast=(camera,)):
    print("ready", flush=True)
    sys.stdin.read()
"""


def player(row: int, behaviour: Behaviour, *, onvif: bool = False) -> SimulatedCamera:
    return SimulatedCamera(row=row, behaviour=behaviour, onvif=onvif, network=NETWORK)


def outcome(host: str, port: int) -> str:
    """What a connection comes to within a short time."""
    with socket.socket() as client:
        client.settimeout(0.5)
        try:
            client.connect((host, port))
        except ConnectionRefusedError:
            return "refused"
        except TimeoutError:
            return "timed out"
    return "connected"


_ELSEWHERE: set[int | None] = set()


@pytest.fixture(autouse=True)
def _elsewhere() -> None:
    """Children that fixtures of other tests keep are not counted: all share one process."""
    _ELSEWHERE.clear()
    _ELSEWHERE.update(child.pid for child in multiprocessing.active_children())


def children() -> int:
    return sum(child.pid not in _ELSEWHERE for child in multiprocessing.active_children())


def test_every_camera_is_there_and_gone_afterwards(account: Account) -> None:
    cast = (
        player(1, Behaviour.BLACK, onvif=True),
        player(2, Behaviour.REFUSED),
        player(3, Behaviour.BLACK_HOLE),
    )
    places = [(camera.address, RTSP_PORT) for camera in cast] + [(cast[0].address, ONVIF_PORT)]
    with Community(account, cast=cast):
        during = [outcome(*place) for place in places]
        uri = f"rtsp://{account.username}:{account.password}@{cast[0].address}:{RTSP_PORT}/sub"
        options = {"rtsp_transport": "tcp", "fpsprobesize": "0"}
        with av.open(uri, options=options, timeout=10) as container:
            size = container.streams.video[0].width
    after = [outcome(*place) for place in places]
    assert during == ["connected", "refused", "timed out", "connected"]
    assert size == 640
    assert (after, children()) == (["refused"] * 4, 0)


@pytest.mark.parametrize(
    ("port", "behaviour"),
    [
        (RTSP_PORT, Behaviour.BLACK),
        (RTSP_PORT, Behaviour.BLACK_HOLE),
        (ONVIF_PORT, Behaviour.BLACK),
    ],
)
def test_a_taken_port_is_named(account: Account, port: int, behaviour: Behaviour) -> None:
    camera = player(4, behaviour, onvif=True)
    with socket.socket() as taken:
        taken.bind((camera.address, port))
        taken.listen()
        with pytest.raises(ConfigError) as caught, Community(account, cast=(camera,)):
            pass
    assert str(caught.value) == (
        f"simulated camera 4 cannot listen on 127.0.78.4:{port} (EADDRINUSE): "
        "end the other demonstration, or whatever listens there"
    )
    assert children() == 0


def test_the_community_ends_with_an_error_inside(account: Account) -> None:
    camera = player(5, Behaviour.BLACK)
    with pytest.raises(KeyError), Community(account, cast=(camera,)):
        raise KeyError
    assert outcome(camera.address, RTSP_PORT) == "refused"
    assert children() == 0


def test_a_child_that_dies_while_starting_is_told() -> None:
    ready, tell_ready = multiprocessing.Pipe(duplex=False)
    tell_ready.close()
    with ready, pytest.raises(ConfigError, match="ended while starting"):
        _wait_until_ready(ready)


def test_a_child_that_never_gets_ready_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.demo.server._READY_WITHIN_S", 0.0)
    ready, tell_ready = multiprocessing.Pipe(duplex=False)
    with ready, tell_ready, pytest.raises(ConfigError, match="did not start within 0 s"):
        _wait_until_ready(ready)


def test_the_cameras_end_when_their_parent_is_killed() -> None:
    camera = player(7, Behaviour.BLACK)
    command = [sys.executable, "-c", PARENT]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        during = outcome(camera.address, RTSP_PORT)
        parent.kill()
        # The cameras hold the other end of this pipe for as long as they live.
        assert parent.stdout.read() == b""
    assert (during, outcome(camera.address, RTSP_PORT)) == ("connected", "refused")


def test_ending_is_silent_while_clients_hold_on(
    account: Account, capfd: pytest.CaptureFixture[str]
) -> None:
    camera = player(9, Behaviour.BLACK, onvif=True)
    with contextlib.ExitStack() as clients, Community(account, cast=(camera,)):
        for port, question in ((RTSP_PORT, b"OPTIONS"), (ONVIF_PORT, b"GET")):
            client = clients.enter_context(socket.create_connection((camera.address, port)))
            client.sendall(question + b" / RTSP/1.0\r\n\r\n")
            assert client.recv(1) != b""

    assert capfd.readouterr().err == ""
