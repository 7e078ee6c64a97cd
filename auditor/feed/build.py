"""A report becomes the document that is handed over; nothing is counted anew.

What the registry's people typed stays out, but for the community's name and its division.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from auditor.feed.document import (
    SCHEMA,
    CameraPart,
    CommunityPart,
    Document,
    EvidencePart,
    ListsPart,
    RatePart,
    RoundPart,
    SchemePart,
    SourcePart,
)
from auditor.model import CameraResult, IndicatorResult, Provenance, Rate, Report, Verdict
from auditor.render.plain_text import shorten, without_controls

__all__ = ["build_document", "pictures_sha256"]

_LONGEST = 200
_DEVICE_CODE = re.compile(r"[0-9]{20}")
_DIVISION = re.compile(r"[0-9]{6}(?:[0-9]{3}|[0-9]{6})?")


def build_document(report: Report, manifest_sha256: str | None = None) -> Document:
    """The document of ``report``, bound to its evidence by the head of the round's manifest."""
    told = report.provenance
    cameras = tuple(_camera(camera) for camera in report.cameras)
    return Document(
        schema=SCHEMA,
        round=RoundPart(
            id=told.round_id,
            started_at=_utc(told.started_at),
            ended_at=_utc(told.ended_at),
            complete=told.complete,
        ),
        scheme=_scheme(report),
        community=CommunityPart(name=_clean(report.community), division=_division(report)),
        rates=tuple(_judged(result) for result in report.results),
        rates_by_class=tuple(_judged(result) for result in report.by_class),
        rates_beside=tuple(_rate(rate) for rate in report.beside),
        cameras=cameras,
        source=_source(told),
        evidence=EvidencePart(
            pictures=sum(camera.picture_sha256 is not None for camera in cameras),
            pictures_sha256=pictures_sha256(cameras),
            manifest_sha256=manifest_sha256,
        ),
        lists=_lists(report),
    )


def pictures_sha256(cameras: Sequence[CameraPart]) -> str:
    """SHA-256 over a line ``row hash`` for each camera with a picture, by ascending row.

    It binds the document to the pictures; it says nothing of observations without one.
    """
    pictured = sorted((c.row, c.picture_sha256) for c in cameras if c.picture_sha256)
    lines = "".join(f"{row} {digest}\n" for row, digest in pictured)
    return hashlib.sha256(lines.encode("ascii")).hexdigest()


def _scheme(report: Report) -> SchemePart:
    told = report.provenance
    return SchemePart(
        profile=told.profile,
        title=_clean(told.profile_title),
        level=_clean(report.level),
        edition=_clean(told.edition),
        policy_version=told.policy_version,
        policy=tuple(_clean(line) for line in report.policy),
    )


def _lists(report: Report) -> ListsPart:
    told = report.provenance
    return ListsPart(
        exclusions=len(report.exclusions),
        exclusions_counted=sum(row.counts for row in report.exclusions),
        exclusions_sha256=told.exclusions_sha256,
        findings_waived=sum(one.verdict is Verdict.WAIVED for one in report.findings),
        waivers_sha256=told.waivers_sha256,
        alarms=len(report.alarms),
    )


def _judged(result: IndicatorResult) -> RatePart:
    return replace(
        _rate(result.rate),
        threshold=result.threshold,
        standard_threshold=result.standard_threshold,
        loosened=result.standard_threshold is not None,
        verdict=result.verdict.value,
        tolerance=result.tolerance,
        judged_on=result.judged_on,
        reason=_clean(result.reason),
    )


def _rate(rate: Rate) -> RatePart:
    return RatePart(
        id=rate.indicator,
        title=_clean(rate.title),
        policy_version=rate.version,
        policy=_clean(rate.basis),
        scope=rate.scope,
        of=rate.of,
        met=rate.met,
        unknown=rate.unknown,
        excluded=rate.excluded,
        excluded_met=rate.excluded_met,
        excluded_unknown=rate.excluded_unknown,
        threshold=None,
        standard_threshold=None,
        loosened=False,
        verdict=None,
        tolerance=None,
        judged_on=None,
        reason=None,
    )


def _camera(result: CameraResult) -> CameraPart:
    code = result.camera.device_code.strip()
    taken = result.picture_taken_at if result.picture_sha256 else None
    return CameraPart(
        row=result.camera.row,
        device_code=code if _DEVICE_CODE.fullmatch(code) else None,
        device_status=result.camera.status.value,
        state=result.state.value,
        answered=result.answered,
        picture_sha256=result.picture_sha256,
        picture_taken_at=_utc(taken) if taken else None,
    )


def _source(told: Provenance) -> SourcePart:
    return SourcePart(
        tool_version=told.tool_version,
        probe_versions=dict(told.probe_versions),
        divisions_as_of=told.divisions_as_of,
        registry_sha256=told.registry_sha256,
        key_locations_sha256=told.key_locations_sha256,
    )


def _division(report: Report) -> str | None:
    """The division that every record names; None when they differ, or one is no code."""
    named = {result.camera.division.strip() for result in report.cameras}
    only = named.pop() if len(named) == 1 else ""
    return only if _DIVISION.fullmatch(only) else None


def _clean(text: str) -> str:
    return shorten(without_controls(text), _LONGEST)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
