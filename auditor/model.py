"""The nouns of the audit: frozen values that flow from the registry to the report.

They carry no behaviour beyond derived properties; reading is left to `auditor.registry`,
judging to `auditor.judge`, counting to `auditor.aggregate`.
"""

import enum
from dataclasses import dataclass
from datetime import datetime

from auditor.records import Camera, KeyLocation, RowError
from probes.observation import Observation

__all__ = [
    "CameraResult",
    "CameraState",
    "Evidence",
    "Finding",
    "IndicatorResult",
    "Member",
    "Outcome",
    "Provenance",
    "Rate",
    "RateVerdict",
    "Report",
    "Severity",
    "Verdict",
]


class Severity(enum.StrEnum):
    """By the standard's modal verb: 应 → error, 宜 → warning, 可 → info."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Verdict(enum.StrEnum):
    """What a rule says of one camera or record."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    WAIVED = "waived"


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


class Outcome(enum.StrEnum):
    """How one member of a rate's denominator counts."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class RateVerdict(enum.StrEnum):
    """An indicator's verdict against its threshold."""

    MEETS = "meets"
    MISSES = "misses"
    INCONCLUSIVE = "inconclusive"
    NOT_APPLICABLE = "not_applicable"
    NO_DATA = "no_data"
    NO_THRESHOLD = "no_threshold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A camera and everything that the round saw of it, in order of time."""

    camera: Camera
    observations: tuple[Observation[object], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule's verdict on one row; ``row`` is the 1-based data row of the registry.

    ``value`` is the text as written (redacted where it could hold a secret); ``message`` and
    ``suggestion`` are Chinese, for the reader of the report.
    """

    row: int
    device_code: str
    rule: str
    severity: Severity
    verdict: Verdict
    field: str
    value: str
    message: str
    suggestion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One camera or key location in a denominator, and why it counts as it does (Chinese)."""

    key: str
    label: str
    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A measured share as integers; never a float, never a rounded percentage.

    ``scope`` is ``all`` or the class that is counted.  ``met + unknown <= of``.  All rates are
    gross so far: no exclusion (免考核) is read, ``excluded`` is 0.
    """

    indicator: str
    version: int
    title: str
    scope: str
    of: int
    met: int
    unknown: int
    excluded: int
    basis: str
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorResult:
    """A rate judged; ``threshold`` in whole percent, ``tolerance`` = failures still allowed.

    ``tolerance`` is negative when more members failed than the threshold allows.
    """

    rate: Rate
    threshold: int | None
    verdict: RateVerdict
    tolerance: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraResult:
    """One line of the camera list: state, why, and how far the measurement got.

    ``picture_stream`` is ``main`` or ``sub``; ``codec`` and ``size`` are the main stream's, as it
    declares them where only the sub-stream was played.
    """

    camera: Camera
    state: CameraState
    reason: str
    answered: bool
    tries: int
    furthest_step: str
    first_frame_ms: int | None
    codec: str
    size: str
    picture: str | None
    picture_sha256: str | None
    picture_taken_at: datetime | None
    defects: tuple[str, ...] = ()
    picture_stream: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where the figures come from, so that somebody else can repeat them."""

    round_id: str
    started_at: datetime
    ended_at: datetime
    complete: bool
    registry_name: str
    registry_sha256: str
    registry_encoding: str
    key_locations_name: str
    key_locations_sha256: str
    profile: str
    profile_title: str
    edition: str
    tool_version: str
    probe_versions: tuple[tuple[str, int], ...]
    divisions_as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that a rendering needs: no rendering computes a figure."""

    community: str
    level: str
    provenance: Provenance
    results: tuple[IndicatorResult, ...]
    by_class: tuple[IndicatorResult, ...]
    beside: tuple[Rate, ...]
    cameras: tuple[CameraResult, ...]
    key_locations: tuple[KeyLocation, ...]
    findings: tuple[Finding, ...]
    row_errors: tuple[RowError, ...]
    notes: tuple[str, ...] = ()
