"""Our own client over the other transport: media that is lost over TCP may come over UDP.

Only a picture counts: silence over UDP may be a firewall's doing, also one of ours.
"""

from datetime import timedelta

from probes import rtsp_frame
from probes.probe import Probe
from probes.rtsp_frame import KEY_PATIENCE, RtspFrame
from probes.rtsp_tls import TlsPolicy

__all__ = ["PROBE", "build"]


def build(
    *,
    first_frame: timedelta = timedelta(seconds=15),
    key_patience: timedelta = KEY_PATIENCE,
    tls: TlsPolicy | None = None,
) -> Probe[RtspFrame]:
    """Return the probe with half of the limit: it is a last chance, not a measurement."""
    return rtsp_frame.build(
        first_frame=first_frame / 2,
        key_patience=key_patience,
        tls=tls,
        name="rtsp_udp",
        over_udp=True,
    )


PROBE = build()
