"""The nouns of the audit: frozen values that flow from the registry to the report.

They carry no behaviour beyond derived properties; reading is left to `auditor.registry`,
judging to `auditor.judge`, counting to `auditor.aggregate`.
"""

import enum
from dataclasses import dataclass
from datetime import datetime

from auditor.answers import CameraState, RateVerdict
from auditor.history.model import History
from auditor.policy import STANDARD_POLICY, Policy
from auditor.records import Camera, KeyLocation, RowError
from probes.observation import Observation

__all__ = [
    "CameraResult",
    "CameraState",
    "Chosen",
    "Evidence",
    "Finding",
    "Gap",
    "IndicatorResult",
    "ListedExclusion",
    "Member",
    "Outcome",
    "Provenance",
    "Rate",
    "RateVerdict",
    "Reading",
    "Report",
    "RoundKind",
    "Sample",
    "SampleInterval",
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


class Outcome(enum.StrEnum):
    """How one member of a rate's denominator counts."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A camera and everything that the round saw of it, in order of time."""

    camera: Camera
    observations: tuple[Observation[object], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule's verdict on one row; ``row`` is the 1-based data row of the registry.

    ``value`` is the text as written (redacted where it could hold a secret); ``message`` and
    ``suggestion`` are Chinese, for the reader of the report.  ``waiver`` (Chinese: reason, owner
    and last day) is why a finding is `Verdict.WAIVED`, and ``original`` what it was before.
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
    waiver: str = ""
    original: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One camera or key location in a denominator, and why it counts as it does (Chinese).

    ``exclusion`` (Chinese: reason and reference) is why the net figure leaves it out; empty when
    it does not.  ``proof`` is the member key of the camera whose picture proves a key location.
    """

    key: str
    label: str
    outcome: Outcome
    reason: str
    exclusion: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A measured share as integers; never a float, never a rounded percentage.

    ``scope`` is ``all`` or the class that is counted.  ``of``, ``met`` and ``unknown`` are gross
    with ``met + unknown <= of``.  ``excluded`` members have a valid exclusion (免考核);
    ``excluded_met`` and ``excluded_unknown`` of them are in ``met`` and in ``unknown``.  Net is
    gross less those.
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
    excluded_met: int = 0
    excluded_unknown: int = 0

    @property
    def net_of(self) -> int:
        """The set less valid exclusions."""
        return self.of - self.excluded

    @property
    def net_met(self) -> int:
        """Those that meet it and are not excluded."""
        return self.met - self.excluded_met

    @property
    def net_unknown(self) -> int:
        """Those unknown and not excluded."""
        return self.unknown - self.excluded_unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The same rate read by another policy, shown beside the verdict; ``title`` is Chinese.

    ``verdict`` is None where the profile does not let this reading be judged.
    """

    title: str
    of: int
    met: int
    unknown: int
    verdict: RateVerdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleInterval:
    """What a sample proves of a rate: bounds in thousandths, rounded outward.

    ``sampled`` members of the rate were drawn of ``population`` in the whole register;
    ``confidence`` is in percent.
    """

    lower_permille: int
    upper_permille: int
    confidence: int
    method: str
    sampled: int
    population: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The only cameras that a sampled round probes: ``rows`` of ``population`` registered ones."""

    rows: tuple[int, ...]
    population: int
    seed: str
    method: str


class RoundKind(enum.StrEnum):
    """A nightly round is about the whole community, an ad-hoc one about chosen cameras."""

    NIGHTLY = "nightly"
    ADHOC = "adhoc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The only cameras that an ad-hoc round probes: ``rows``, by ``selectors``.

    ``before`` are their states in round ``parent``, None where it did not know the camera.
    """

    selectors: tuple[str, ...]
    rows: tuple[int, ...]
    before: tuple[CameraState | None, ...]
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorResult:
    """A rate judged; ``threshold`` in whole percent, ``tolerance`` = failures still allowed.

    ``tolerance`` is negative when more members failed than the threshold allows.  ``reason``
    (Chinese) says why there is no verdict of met or missed, or why the net figure was not used.
    ``judged_on`` is ``gross`` or ``net``.  ``readings`` are the other policies' verdicts.
    ``standard_threshold`` is the standard's own, given only where the profile asks for less.
    ``interval`` is what a sampled round proves of the whole set; None where all were counted.
    """

    rate: Rate
    threshold: int | None
    verdict: RateVerdict
    tolerance: int | None
    reason: str = ""
    judged_on: str = "gross"
    readings: tuple[Reading, ...] = ()
    standard_threshold: int | None = None
    interval: SampleInterval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedExclusion:
    """One row of the exclusions file (免考核/报备) that concerns this report.

    ``line`` is its 1-based data row, ``camera_row`` the registry's row or None when no camera was
    found.  ``counts`` tells whether the net figures leave the camera out; ``problems`` (Chinese)
    what is wrong with the row.
    """

    line: int
    device_code: str
    camera_row: int | None
    label: str
    reason: str
    starts_at: datetime | None
    ends_at: datetime | None
    approver: str
    reference: str
    counts: bool
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraResult:
    """One line of the camera list: state, why, and how far the measurement got.

    ``picture_stream`` is ``main`` or ``sub``; ``codec`` and ``size`` are the main stream's, as it
    declares them where only the sub-stream was played.  ``exchange`` is what was said in the last
    failed attempt of a camera that gave no picture, without secrets.
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
    exchange: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A round stood still: from its last sign of life until it was gone on with."""

    stopped_at: datetime
    resumed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where the figures come from, so that somebody else can repeat them.

    ``night`` is the date of the night in whose window the round began, empty outside of one;
    ``cut_at`` the deadline, where it came before the round's end.
    """

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
    policy_version: int = 1
    exclusions_name: str = ""
    exclusions_sha256: str = ""
    waivers_name: str = ""
    waivers_sha256: str = ""
    night: str = ""
    cut_at: datetime | None = None
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that a rendering needs: no rendering computes a figure.

    ``alarms`` (Chinese) stand at the top of every output, ``policy`` (Chinese) is how the
    profile judges, ``exclusions`` every row of the exclusions file that concerns the report.
    ``judging`` is the part of the policy by which a sum of reports is judged too.  ``sample`` is
    who was probed where not all were, ``chosen`` who an ad-hoc round was about: it claims no rate.
    ``history`` is what the nights up to this one tell, None in
    reports of before there was any, and for a round over a part of the cameras.
    """

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
    alarms: tuple[str, ...] = ()
    policy: tuple[str, ...] = ()
    exclusions: tuple[ListedExclusion, ...] = ()
    judging: Policy = STANDARD_POLICY
    sample: Sample | None = None
    chosen: Chosen | None = None
    history: History | None = None
