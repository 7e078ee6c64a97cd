"""Questions that rules ask of a camera's evidence, by payload type."""

from auditor.model import Evidence
from probes.observation import Observation
from probes.onvif_device import OnvifDevice
from probes.rtsp_frame import RtspFrame

__all__ = ["confirmations", "latest_onvif", "own", "pictures", "streams"]

_CONFIRMING = frozenset({"tcp_again", "rtsp_confirm"})
_LAST_CHANCE = "rtsp_udp"


def own(evidence: Evidence) -> tuple[Observation[object], ...]:
    """What the tries saw, without what was asked afterwards to confirm them."""
    later = _CONFIRMING | {_LAST_CHANCE}
    return tuple(seen for seen in evidence.observations if seen.probe not in later)


def confirmations(evidence: Evidence) -> tuple[Observation[object], ...]:
    """What the second client, or the second dial before it, saw.

    The other transport of our own client is none: a picture of it counts, a failure says nothing.
    """
    return tuple(seen for seen in evidence.observations if seen.probe in _CONFIRMING)


def latest_onvif(evidence: Evidence) -> OnvifDevice | None:
    """What the last ONVIF conversation told, even if it ended in a failure."""
    told = [o.payload for o in evidence.observations if isinstance(o.payload, OnvifDevice)]
    return told[-1] if told else None


def streams(evidence: Evidence) -> tuple[tuple[Observation[object], RtspFrame], ...]:
    """Every stream attempt that left a payload, with it."""
    return tuple(
        (observation, observation.payload)
        for observation in evidence.observations
        if isinstance(observation.payload, RtspFrame)
    )


def pictures(evidence: Evidence) -> tuple[tuple[Observation[object], RtspFrame], ...]:
    """The stream attempts that gave a picture."""
    return tuple(
        (observation, frame)
        for observation, frame in streams(evidence)
        if frame.metrics is not None
    )
