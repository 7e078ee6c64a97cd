"""The cheap second dial: whether a port that was closed or silent still is, later in the round."""

from datetime import timedelta

from probes import tcp_connect
from probes.probe import Probe
from probes.tcp_connect import TcpConnect

__all__ = ["PROBE", "build"]


def build(*, deadline: timedelta = timedelta(seconds=5)) -> Probe[TcpConnect]:
    """Return the probe with another limit than the default."""
    return tcp_connect.build(deadline=deadline, name="tcp_again")


PROBE = build()
