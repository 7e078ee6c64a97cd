"""Questions that rules ask of a camera's evidence, by payload type."""

from auditor.model import Evidence
from probes.observation import Observation
from probes.onvif_device import OnvifDevice
from probes.rtsp_describe import StreamDescription
from probes.rtsp_frame import RtspFrame

__all__ = [
    "confirmations",
    "is_sub_alone",
    "is_sub_stream",
    "latest_onvif",
    "main_description",
    "own",
    "pictures",
    "streams",
]

_CONFIRMING = frozenset({"tcp_again", "rtsp_confirm"})
_LAST_CHANCE = "rtsp_udp"
_DESCRIBING = "rtsp_describe"
_SUB = "rtsp_sub"


def own(evidence: Evidence) -> tuple[Observation[object], ...]:
    """What the tries saw, without what was asked afterwards to confirm them.

    A sub-stream speaks only by a picture: who gives none is judged by the main stream.
    """
    beside = _CONFIRMING | {_LAST_CHANCE, _DESCRIBING}
    return tuple(
        seen
        for seen in evidence.observations
        if seen.probe not in beside and (seen.probe != _SUB or seen.failure is None)
    )


def is_sub_stream(observation: Observation[object]) -> bool:
    """Whether the sub-stream was played."""
    return observation.probe == _SUB


def is_sub_alone(evidence: Evidence) -> bool:
    """Whether every picture is of a sub-stream and no other was ever played."""
    return all(is_sub_stream(seen) for seen, _ in streams(evidence))


def main_description(evidence: Evidence) -> StreamDescription | None:
    """What the main stream last said of itself without being played."""
    told = [o.payload for o in evidence.observations if isinstance(o.payload, StreamDescription)]
    return told[-1] if told else None


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
