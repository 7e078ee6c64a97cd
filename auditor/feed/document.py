"""The result as it is handed over: schema ``result/1``, additive only (docs/feed.md).

Frozen values that become canonical JSON: the same report always gives the same bytes.  No
address, credential, phone number or text of the registry but the community's name is in it.
Making one of a report is left to `auditor.feed.build`, sending it to `auditor.feed.push`.
"""

import json
from dataclasses import asdict, dataclass

__all__ = [
    "SCHEMA",
    "CameraPart",
    "CommunityPart",
    "Document",
    "EvidencePart",
    "ListsPart",
    "RatePart",
    "RoundPart",
    "SchemePart",
    "SourcePart",
    "canonical",
]

SCHEMA = "auditor-feed/result/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPart:
    """The night; times are ISO 8601 in UTC.  An incomplete round was ended early."""

    id: str
    started_at: str
    ended_at: str
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemePart:
    """What was judged by; ``policy`` in words (Chinese), a line for each choice of the profile."""

    profile: str
    title: str
    level: str
    edition: str
    policy_version: int
    policy: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityPart:
    """Whose result it is; ``division`` only where all its records agree on one."""

    name: str
    division: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatePart:
    """One rate: ``met + unknown <= of``; ``policy_version`` is that of its formula.

    ``excluded_met`` and ``excluded_unknown`` of the excluded are in ``met`` and ``unknown``.
    ``verdict``, ``threshold``, ``tolerance``, ``judged_on`` and ``reason`` are None for a rate
    that is only shown beside.  ``standard_threshold`` is there only where it is ``loosened``.
    """

    id: str
    title: str
    policy_version: int
    policy: str
    scope: str
    of: int
    met: int
    unknown: int
    excluded: int
    excluded_met: int
    excluded_unknown: int
    threshold: int | None
    standard_threshold: int | None
    loosened: bool
    verdict: str | None
    tolerance: int | None
    judged_on: str | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraPart:
    """One camera: ``device_code`` only when it is 20 digits, since any text may stand there."""

    row: int
    device_code: str | None
    device_status: str
    state: str
    answered: bool
    picture_sha256: str | None
    picture_taken_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePart:
    """With what it was measured, so that somebody else can repeat it."""

    tool_version: str
    probe_versions: dict[str, int]
    divisions_as_of: str
    registry_sha256: str
    key_locations_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePart:
    """How many pictures there are, one hash over all of theirs, and the manifest's (docs/feed.md).

    ``manifest_sha256`` is the head of the round's hash chain; None for a round that ended before
    there were manifests.
    """

    pictures: int
    pictures_sha256: str
    manifest_sha256: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsPart:
    """What exclusions and waivers did: counts only, since their texts name people and devices.

    ``exclusions`` rows concern this result, ``exclusions_counted`` of them leave a camera out of
    the net counts.  ``alarms`` (such as an expired waiver) can be read in the reports.
    """

    exclusions: int
    exclusions_counted: int
    exclusions_sha256: str
    findings_waived: int
    waivers_sha256: str
    alarms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The whole result of a round."""

    schema: str
    round: RoundPart
    scheme: SchemePart
    community: CommunityPart
    rates: tuple[RatePart, ...]
    rates_by_class: tuple[RatePart, ...]
    rates_beside: tuple[RatePart, ...]
    cameras: tuple[CameraPart, ...]
    source: SourcePart
    evidence: EvidencePart
    lists: ListsPart


def canonical(document: Document) -> bytes:
    """UTF-8 JSON without blanks, keys sorted, one last newline."""
    text = json.dumps(asdict(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{text}\n".encode()
