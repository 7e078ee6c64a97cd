"""The simulated cameras that a benchmark probes: healthy ones on loopback addresses."""

from auditor.demo.cast import SimulatedCamera

__all__ = ["NETWORK", "healthy"]

NETWORK = "127.0.5"


def healthy(count: int, *, onvif: bool = False) -> tuple[SimulatedCamera, ...]:
    """The first ``count`` (at most 254) cameras of the benchmark's network."""
    return tuple(
        SimulatedCamera(row=row, onvif=onvif, network=NETWORK) for row in range(1, count + 1)
    )
