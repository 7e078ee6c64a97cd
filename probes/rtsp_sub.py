"""The sub-stream: the same measurement as of the main stream, under a name of its own.

It costs a tenth of the bytes.  It speaks by a picture only: what its failure is worth, and
which nights the main stream is played all the same, is left to the round.
"""

from datetime import timedelta

from probes import rtsp_frame
from probes.probe import Probe
from probes.rtsp_frame import KEY_PATIENCE, RtspFrame
from probes.rtsp_tls import TlsPolicy

__all__ = ["NAME", "PROBE", "build"]

NAME = "rtsp_sub"


def build(
    *,
    first_frame: timedelta = timedelta(seconds=15),
    key_patience: timedelta = KEY_PATIENCE,
    tls: TlsPolicy | None = None,
) -> Probe[RtspFrame]:
    """Return the probe with another limit for the first picture."""
    return rtsp_frame.build(first_frame=first_frame, key_patience=key_patience, tls=tls, name=NAME)


PROBE = build()
