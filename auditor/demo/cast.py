"""Who plays in the simulated community: one entry a simulated camera.

What the registry claims about each is in :mod:`auditor.demo.community`; how a behaviour is
acted is left to the servers.  Addresses are loopback only.
"""

import enum
from dataclasses import dataclass
from datetime import timedelta

__all__ = ["CAST", "LAST_ROW", "ONVIF_PORT", "RTSP_PORT", "Behaviour", "SimulatedCamera"]

RTSP_PORT = 15554
ONVIF_PORT = 18080
LAST_ROW = 41
UNREACHABLE_HOST = "127.0.0.99"


class Behaviour(enum.StrEnum):
    """How a simulated camera behaves on its RTSP port."""

    HEALTHY = "healthy"
    REFUSED = "refused"
    BLACK_HOLE = "black_hole"
    NOT_FOUND = "not_found"
    NO_RTP = "no_rtp"
    BLACK = "black"
    BLUE = "blue"
    FROZEN = "frozen"
    GRAY_PARTIAL = "gray_partial"
    BLURRED = "blurred"
    LONG_GOP = "long_gop"
    H265 = "h265"
    SUB_STREAM_ONLY = "sub_stream_only"
    UDP_ONLY = "udp_only"


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedCamera:
    """One camera of the cast.

    ``clock_offset`` is device time minus true time; ``advertised_host`` is the host that its
    ONVIF answers name (its own address when None); ``only_onvif`` cameras are registered
    without a stream address.  Every server asks for digest authentication
    with the account that the demonstration made for this run.  ``network`` is the first three
    parts of the address.
    """

    row: int
    behaviour: Behaviour = Behaviour.HEALTHY
    onvif: bool = False
    clock_offset: timedelta = timedelta(0)
    advertised_host: str | None = None
    only_onvif: bool = False
    network: str = "127.0.1"

    @property
    def address(self) -> str:
        """The loopback address that this camera listens on."""
        return f"{self.network}.{self.row}"


_SPECIAL = {
    1: SimulatedCamera(row=1, onvif=True),
    2: SimulatedCamera(row=2, onvif=True),
    4: SimulatedCamera(row=4, behaviour=Behaviour.REFUSED),
    5: SimulatedCamera(row=5, behaviour=Behaviour.BLACK_HOLE),
    6: SimulatedCamera(row=6, onvif=True),
    7: SimulatedCamera(row=7, behaviour=Behaviour.NOT_FOUND),
    8: SimulatedCamera(row=8, behaviour=Behaviour.NO_RTP),
    9: SimulatedCamera(row=9, behaviour=Behaviour.BLACK),
    10: SimulatedCamera(row=10, behaviour=Behaviour.BLUE),
    11: SimulatedCamera(row=11, behaviour=Behaviour.FROZEN),
    12: SimulatedCamera(row=12, behaviour=Behaviour.GRAY_PARTIAL),
    13: SimulatedCamera(row=13, behaviour=Behaviour.BLURRED),
    14: SimulatedCamera(row=14, behaviour=Behaviour.LONG_GOP),
    15: SimulatedCamera(row=15, behaviour=Behaviour.H265, onvif=True),
    16: SimulatedCamera(row=16, behaviour=Behaviour.SUB_STREAM_ONLY, onvif=True, only_onvif=True),
    17: SimulatedCamera(row=17, onvif=True, clock_offset=timedelta(hours=3)),
    18: SimulatedCamera(row=18, onvif=True, advertised_host=UNREACHABLE_HOST, only_onvif=True),
    19: SimulatedCamera(row=19, behaviour=Behaviour.UDP_ONLY),
    27: SimulatedCamera(row=27, behaviour=Behaviour.REFUSED),
}
_SILENT = frozenset({28, 41})

# Row 28 is registered without any address and row 41 was taken down: nobody plays them.
CAST = tuple(
    _SPECIAL.get(row, SimulatedCamera(row=row))
    for row in range(1, LAST_ROW + 1)
    if row not in _SILENT
)
