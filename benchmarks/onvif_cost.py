"""What one ONVIF conversation costs: processor time a camera, memory for 200 further ones.

Processor time is the client's alone: the simulated cameras are a process of their own, pinned to
another core where there is one.  It prints its result.
"""

import asyncio
import os
import resource
import statistics
import time

from auditor.demo.account import Account
from auditor.demo.cast import SimulatedCamera
from auditor.demo.server import Community
from benchmarks.cameras import healthy, probe_all
from probes.onvif_device import PROBE

FEW, MANY = 25, 225
RUNS = 5


def main() -> None:
    """Start the cameras once, then measure."""
    account = Account.generate()
    cast = healthy(MANY, onvif=True)
    _pin(first=True)  # a child inherits it
    with Community(account, cast=cast):
        _pin(first=False)
        _converse(cast[:FEW], account)  # the WSDL files are parsed once a process
        before = _peak_kb()
        costs = [_converse(cast, account) for _ in range(RUNS)]
        memory = (_peak_kb() - before) / (MANY - FEW)
    milliseconds = [cpu for cpu, _ in costs]
    print(f"processor time a camera, ms: {_spread(milliseconds)}")
    print(f"cameras a second: {_spread([rate for _, rate in costs])}")
    print(f"memory a further camera, kB: {memory:.0f}; peak {_peak_kb() / 1000:.0f} MB")


def _pin(*, first: bool) -> None:
    cores = sorted(os.sched_getaffinity(0)) if first else sorted(range(os.cpu_count() or 1))
    os.sched_setaffinity(0, {cores[0] if first else cores[-1]})


def _converse(cast: tuple[SimulatedCamera, ...], account: Account) -> tuple[float, float]:
    """Processor milliseconds a camera and cameras a second."""
    cpu, wall = time.process_time(), time.perf_counter()
    seen = asyncio.run(probe_all(PROBE, cast, account))
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    assert all(observation.failure is None for observation in seen)
    return cpu / len(cast) * 1000, len(cast) / wall


def _peak_kb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _spread(values: list[float]) -> str:
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:.1f} ({low:.1f}-{high:.1f})"


if __name__ == "__main__":
    main()
