"""The closed lists of answers: a camera's state in a round, and an indicator's verdict."""

import enum

__all__ = ["CameraState", "RateVerdict"]


class CameraState(enum.StrEnum):
    """A camera's state in a round: four facts and two ways of not knowing."""

    OFFLINE = "offline"
    ONLINE_NO_STREAM = "online_no_stream"
    PICTURE_ABNORMAL = "picture_abnormal"
    PICTURE_OK = "picture_ok"
    NOT_PROBED = "not_probed"
    PROBE_BLOCKED = "probe_blocked"

    @property
    def is_conclusive(self) -> bool:
        """Whether the round says something about the camera."""
        return self not in (CameraState.NOT_PROBED, CameraState.PROBE_BLOCKED)


class RateVerdict(enum.StrEnum):
    """An indicator's verdict against its threshold."""

    MEETS = "meets"
    MISSES = "misses"
    INCONCLUSIVE = "inconclusive"
    NOT_APPLICABLE = "not_applicable"
    NO_DATA = "no_data"
    NO_THRESHOLD = "no_threshold"
