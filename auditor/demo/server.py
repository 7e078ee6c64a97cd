"""The simulated community as one child process: starts every camera, ends with its parent.

What a camera does is left to the servers; what the registry claims about it to
:mod:`auditor.demo.community`.
"""

import asyncio
import contextlib
import errno
import multiprocessing
import signal
from collections.abc import Iterator, Mapping
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Self

from auditor.demo.account import Account
from auditor.demo.black_hole import black_hole
from auditor.demo.cast import CAST, ONVIF_PORT, RTSP_PORT, Behaviour, SimulatedCamera
from auditor.demo.footage import Footage, shoot_all
from auditor.demo.onvif_server import serve_onvif, utc_now
from auditor.demo.rtsp_server import serve_rtsp
from auditor.errors import ConfigError

__all__ = ["Community", "serve"]

Cast = tuple[SimulatedCamera, ...]

_READY = ""
_READY_WITHIN_S = 60.0
_STOP_WITHIN_S = 3.0
_WITHOUT_SERVER = frozenset({Behaviour.REFUSED, Behaviour.BLACK_HOLE})


class Community:
    """``with Community(account):`` the cameras of the cast are there, and always end.

    Entering raises `ConfigError` when they cannot be started, for example because a port is
    taken.  A child process does the work; it also ends when this process dies.
    """

    def __init__(self, account: Account, *, cast: Cast = CAST) -> None:
        self._account = account
        self._cast = cast
        self._process: SpawnProcess | None = None
        self._stop: Connection | None = None

    def __enter__(self) -> Self:
        context = multiprocessing.get_context("spawn")
        ready, tell_ready = context.Pipe(duplex=False)
        stop, self._stop = context.Pipe(duplex=False)
        arguments = (self._cast, self._account, tell_ready, stop)
        self._process = context.Process(target=serve, args=arguments, daemon=True)
        try:
            self._process.start()
            # The child's ends must be closed here, or its death would never be noticed.
            tell_ready.close()
            stop.close()
            _wait_until_ready(ready)
        except BaseException:
            self._end()
            raise
        finally:
            ready.close()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def _end(self) -> None:
        """Ask, then terminate, then kill; a closed pipe is the request."""
        if self._stop is not None:
            self._stop.close()
        process = self._process
        if process is None or process.pid is None:
            return
        process.join(_STOP_WITHIN_S)
        if process.exitcode is None:
            process.terminate()
            process.join(_STOP_WITHIN_S)
        if process.exitcode is None:
            process.kill()
            process.join()
        process.close()
        self._process = None


def serve(cast: Cast, account: Account, ready: Connection, stop: Connection) -> None:
    """Play the cast until ``stop`` is closed; the child's whole life.

    ``ready`` gets an empty text when all cameras answer, else the reason why they cannot.
    """
    # An interrupt from the keyboard reaches the whole group: the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    footage = shoot_all(cast, started=utc_now())
    try:
        asyncio.run(_play(cast, account, footage, ready=ready, stop=stop))
    except ConfigError as error:
        ready.send(str(error))


async def _play(
    cast: Cast,
    account: Account,
    footage: Mapping[int, Footage],
    *,
    ready: Connection,
    stop: Connection,
) -> None:
    """Open all ports, say so, wait for the end."""
    async with contextlib.AsyncExitStack() as stack:
        for camera in cast:
            await _open(stack, camera, account, footage.get(camera.row))
        ended = asyncio.Event()
        asyncio.get_running_loop().add_reader(stop.fileno(), ended.set)
        with contextlib.suppress(BrokenPipeError):  # the parent is gone: ``stop`` says so too
            ready.send(_READY)
        await ended.wait()
        asyncio.get_running_loop().remove_reader(stop.fileno())


async def _open(
    stack: contextlib.AsyncExitStack,
    camera: SimulatedCamera,
    account: Account,
    footage: Footage | None,
) -> None:
    """Open the ports of one camera; they close with the stack."""
    if camera.behaviour is Behaviour.BLACK_HOLE:
        with _explained(camera, RTSP_PORT):
            stack.enter_context(black_hole(camera))
    if camera.behaviour in _WITHOUT_SERVER or footage is None:
        return
    with _explained(camera, RTSP_PORT):
        rtsp = await serve_rtsp(camera, footage, account)
    stack.callback(rtsp.close)
    if camera.onvif:
        with _explained(camera, ONVIF_PORT):
            onvif = await serve_onvif(camera, footage, account)
        stack.callback(onvif.close)


@contextlib.contextmanager
def _explained(camera: SimulatedCamera, port: int) -> Iterator[None]:
    """Say what, where and what to do when an address cannot be bound."""
    try:
        yield
    except OSError as error:
        place = f"{camera.address}:{port}"
        if error.errno == errno.EADDRINUSE:
            advice = "end the other demonstration, or whatever listens there"
        else:
            advice = "the demonstration needs the whole of 127.0.0.0/8, which Linux provides"
        raise ConfigError(
            f"simulated camera {camera.row} cannot listen on {place} "
            f"({errno.errorcode.get(error.errno or 0, 'unknown error')}): {advice}"
        ) from error


def _wait_until_ready(ready: Connection) -> None:
    """Return when the child says that it is ready, else raise `ConfigError`."""
    if not ready.poll(_READY_WITHIN_S):
        raise ConfigError(
            f"the simulated cameras did not start within {_READY_WITHIN_S:.0f} s: "
            "wait until the machine is less busy and run the demonstration again"
        )
    try:
        message = ready.recv()
    except EOFError:
        raise ConfigError(
            "the process of the simulated cameras ended while starting: "
            "see the error it printed above"
        ) from None
    if message != _READY:
        raise ConfigError(message)
