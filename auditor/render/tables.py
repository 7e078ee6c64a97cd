"""The tables of a report as plain rows: cameras, findings, rates, exclusions, key locations.

Column names are English and fixed, so that a spreadsheet or a script made for one night works
the next.  How cells are written is left to `auditor.render.csv`.
"""

from datetime import datetime

from auditor.history.model import CameraTrend
from auditor.model import (
    CameraResult,
    Finding,
    IndicatorResult,
    ListedExclusion,
    Rate,
    Report,
)
from auditor.render.figures import SHANGHAI
from auditor.render.history import trends
from auditor.render.page import LocationLine, location_lines
from auditor.render.words import STATES, interval_text, reading_text

__all__ = [
    "CAMERA_COLUMNS",
    "EXCLUSION_COLUMNS",
    "FINDING_COLUMNS",
    "LOCATION_COLUMNS",
    "RATE_COLUMNS",
    "REPORT_FINDING_COLUMNS",
    "Cell",
    "Row",
    "camera_rows",
    "exclusion_rows",
    "finding_rows",
    "location_rows",
    "rate_rows",
]

Cell = str | int | bool | None
Row = tuple[Cell, ...]

CAMERA_COLUMNS = (
    "row",
    "device_code",
    "name",
    "community",
    "key_location_id",
    "public_video",
    "state",
    "state_text",
    "reason",
    "answered",
    "tries",
    "furthest_step",
    "first_frame_ms",
    "codec",
    "size",
    "defects",
    "picture",
    "picture_sha256",
    "picture_taken_at",
    "picture_stream",
    "failing_nights",
    "failing_since",
    "flapping",
    "nights",
)
"""``nights`` has one letter a night, see docs/operations.md; an apostrophe may stand before it."""
FINDING_COLUMNS = (
    "row",
    "device_code",
    "rule",
    "severity",
    "verdict",
    "field",
    "value",
    "message",
    "suggestion",
)
REPORT_FINDING_COLUMNS = (*FINDING_COLUMNS, "original_verdict", "waiver")
"""A round's findings may be waived; records checked alone never are."""
RATE_COLUMNS = (
    "indicator",
    "version",
    "title",
    "scope",
    "of",
    "met",
    "unknown",
    "excluded",
    "threshold",
    "verdict",
    "tolerance",
    "basis",
    "net_of",
    "net_met",
    "net_unknown",
    "judged_on",
    "reason",
    "readings",
    "standard_threshold",
    "interval",
)
EXCLUSION_COLUMNS = (
    "line",
    "device_code",
    "camera_row",
    "label",
    "reason",
    "starts_at",
    "ends_at",
    "approver",
    "reference",
    "counts",
    "problems",
)
LOCATION_COLUMNS = (
    "id",
    "class",
    "name",
    "covered",
    "proved",
    "reason",
    "proof_row",
    "proof_device_code",
    "proof_camera",
    "picture",
    "picture_taken_at",
    "picture_sha256",
)


def camera_rows(report: Report) -> tuple[Row, ...]:
    """One row a camera, in the report's order; times are Beijing time in ISO 8601."""
    followed = trends(report)
    return tuple(
        (*_camera_row(result), *_trend_cells(followed.get(result.camera.row)))
        for result in report.cameras
    )


def finding_rows(report: Report) -> tuple[Row, ...]:
    """One row a finding, in the report's order."""
    return tuple(_finding_row(finding) for finding in report.findings)


def rate_rows(report: Report) -> tuple[Row, ...]:
    """The judged rates, those by class, then those beside them, which have no verdict."""
    judged = [_rate_row(result.rate, result) for result in (*report.results, *report.by_class)]
    return (*judged, *(_rate_row(rate, None) for rate in report.beside))


def exclusion_rows(report: Report) -> tuple[Row, ...]:
    """One row an excluded camera, those that do not count too, with what is wrong with them."""
    return tuple(_exclusion_row(item) for item in report.exclusions)


def location_rows(report: Report) -> tuple[Row, ...]:
    """One row a planned key location, with the camera, picture, time and hash that prove it."""
    return tuple(_location_row(line) for line in location_lines(report))


def _exclusion_row(item: ListedExclusion) -> Row:
    return (
        item.line,
        item.device_code,
        item.camera_row,
        item.label,
        item.reason,
        _time(item.starts_at),
        _time(item.ends_at),
        item.approver,
        item.reference,
        item.counts,
        "；".join(item.problems),
    )


def _location_row(line: LocationLine) -> Row:
    place, proof = line.location, line.proof
    return (
        place.id,
        place.class_text or place.location_class.label,
        place.name,
        line.member.outcome.value if line.member else None,
        line.proved.outcome.value if line.proved else None,
        line.proved.reason if line.proved else None,
        proof.camera.row if proof else None,
        proof.camera.device_code if proof else None,
        proof.camera.name if proof else None,
        proof.picture if proof else None,
        _time(proof.picture_taken_at) if proof else None,
        proof.picture_sha256 if proof else None,
    )


def _time(moment: datetime | None) -> str | None:
    return moment.astimezone(SHANGHAI).isoformat() if moment else None


def _camera_row(result: CameraResult) -> Row:
    camera, taken = result.camera, result.picture_taken_at
    return (
        camera.row,
        camera.device_code,
        camera.name,
        camera.community,
        camera.key_location_id,
        camera.public_video,
        result.state.value,
        STATES[result.state].text,
        result.reason,
        result.answered,
        result.tries,
        result.furthest_step,
        result.first_frame_ms,
        result.codec,
        result.size,
        "；".join(result.defects),
        result.picture,
        result.picture_sha256,
        _time(taken),
        result.picture_stream,
    )


def _trend_cells(trend: CameraTrend | None) -> Row:
    if trend is None:
        return (None, None, None, None)
    since = trend.failing_since.isoformat() if trend.failing_since else None
    return (trend.failing_nights, since, trend.flapping, trend.states)


def _finding_row(finding: Finding) -> Row:
    return (
        finding.row,
        finding.device_code,
        finding.rule,
        finding.severity.value,
        finding.verdict.value,
        finding.field,
        finding.value,
        finding.message,
        finding.suggestion,
        finding.original.value if finding.original else None,
        finding.waiver,
    )


def _rate_row(rate: Rate, result: IndicatorResult | None) -> Row:
    return (
        rate.indicator,
        rate.version,
        rate.title,
        rate.scope,
        rate.of,
        rate.met,
        rate.unknown,
        rate.excluded,
        result.threshold if result else None,
        result.verdict.value if result else None,
        result.tolerance if result else None,
        rate.basis,
        rate.net_of,
        rate.net_met,
        rate.net_unknown,
        result.judged_on if result else None,
        result.reason if result else None,
        "；".join(reading_text(reading) for reading in result.readings) if result else None,
        result.standard_threshold if result else None,
        interval_text(result.interval) if result and result.interval else None,
    )
