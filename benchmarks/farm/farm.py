"""The farm's process: pinned to its own cores, its CPU counted apart, ends with its parent."""

import asyncio
import contextlib
import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from auditor.demo.account import Account
from auditor.demo.cast import RTSP_PORT, SimulatedCamera
from auditor.demo.footage import Footage
from auditor.demo.onvif_server import serve_onvif
from benchmarks.farm.camera import Camera, Health
from benchmarks.farm.reel import Stream, film
from benchmarks.measure import tree_cpu_s

__all__ = ["NETWORK", "Farm", "Plot", "farm", "network_of"]

NETWORK = "127.5.0.0/16"
_PER_NETWORK = 250
_READY_WITHIN_S = 300.0
_STOP_WITHIN_S = 5.0


def network_of(number: int) -> tuple[str, int]:
    """The first three parts and the last part of camera ``number``'s address, from 0."""
    return f"127.5.{number // _PER_NETWORK}", number % _PER_NETWORK + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """What the farm grows: ``mute`` and ``no_rtp`` are one in so many cameras, 0 for none."""

    count: int
    stream: Stream = Stream.H264
    onvif: bool = False
    mute: int = 0
    no_rtp: int = 0
    account: Account = field(default_factory=Account.generate)

    def health(self, number: int) -> Health:
        """Sick cameras stand evenly among the others."""
        if self.mute and number % self.mute == self.mute // 2:
            return Health.MUTE
        if self.no_rtp and number % self.no_rtp == self.no_rtp - 1:
            return Health.NO_RTP
        return Health.WELL

    def address(self, number: int) -> str:
        """Where camera ``number`` listens."""
        network, last = network_of(number)
        return f"{network}.{last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Farm:
    """A farm at work."""

    plot: Plot
    pid: int
    told: dict[str, float]

    @property
    def cpu_s(self) -> float:
        """CPU that the cameras have used so far."""
        return tree_cpu_s(self.pid)

    def uri(self, number: int, *, login: bool = False) -> str:
        """The stream address; ``login`` writes the invented account into it, as peers need."""
        account = self.plot.account
        who = f"{account.username}:{account.password}@" if login else ""
        return f"rtsp://{who}{self.plot.address(number)}:{RTSP_PORT}/main"


@contextmanager
def farm(plot: Plot, *, cores: frozenset[int]) -> Iterator[Farm]:
    """Start the cameras on ``cores`` and stop them at the end."""
    context = multiprocessing.get_context("spawn")
    ready, tell_ready = context.Pipe(duplex=False)
    stop, keep_alive = context.Pipe(duplex=False)
    process = context.Process(target=_grow, args=(plot, cores, tell_ready, stop), daemon=True)
    process.start()
    tell_ready.close()
    stop.close()
    try:
        if not ready.poll(_READY_WITHIN_S):
            raise TimeoutError("the farm did not start")
        yield Farm(plot=plot, pid=process.pid or 0, told=ready.recv())
    finally:
        keep_alive.close()
        process.join(_STOP_WITHIN_S)
        if process.exitcode is None:
            process.kill()
            process.join()


def _grow(plot: Plot, cores: frozenset[int], ready: Connection, stop: Connection) -> None:
    os.sched_setaffinity(0, cores)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    asyncio.run(_play(plot, ready, stop))


async def _play(plot: Plot, ready: Connection, stop: Connection) -> None:
    reel = film(plot.stream)
    async with contextlib.AsyncExitStack() as stack:
        for number in range(plot.count):
            camera = Camera(
                number=number,
                address=plot.address(number),
                reel=reel,
                account=plot.account,
                health=plot.health(number),
            )
            stack.callback((await camera.serve(RTSP_PORT)).close)
            if plot.onvif:
                await _serve_onvif(stack, plot, number, Footage(reel.clip, reel.clip))
        ended = asyncio.Event()
        asyncio.get_running_loop().add_reader(stop.fileno(), ended.set)
        ready.send(reel.told())
        await ended.wait()


async def _serve_onvif(
    stack: contextlib.AsyncExitStack, plot: Plot, number: int, footage: Footage
) -> None:
    network, row = network_of(number)
    player = SimulatedCamera(row=row, onvif=True, network=network)
    server = await serve_onvif(player, footage, plot.account)
    stack.callback(server.close)
