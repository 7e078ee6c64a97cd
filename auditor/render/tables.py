"""The three tables of a report as plain rows: cameras, findings, rates.

Column names are English and fixed, so that a spreadsheet or a script made for one night works
the next.  How cells are written is left to `auditor.render.csv`.
"""

from auditor.model import CameraResult, Finding, IndicatorResult, Rate, Report
from auditor.render.figures import SHANGHAI
from auditor.render.words import STATES

__all__ = [
    "CAMERA_COLUMNS",
    "FINDING_COLUMNS",
    "RATE_COLUMNS",
    "Cell",
    "Row",
    "camera_rows",
    "finding_rows",
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
)
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
)


def camera_rows(report: Report) -> tuple[Row, ...]:
    """One row a camera, in the report's order; times are Beijing time in ISO 8601."""
    return tuple(_camera_row(result) for result in report.cameras)


def finding_rows(report: Report) -> tuple[Row, ...]:
    """One row a finding, in the report's order."""
    return tuple(_finding_row(finding) for finding in report.findings)


def rate_rows(report: Report) -> tuple[Row, ...]:
    """The judged rates, those by class, then those beside them, which have no verdict."""
    judged = [_rate_row(result.rate, result) for result in (*report.results, *report.by_class)]
    return (*judged, *(_rate_row(rate, None) for rate in report.beside))


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
        taken.astimezone(SHANGHAI).isoformat() if taken else None,
        result.picture_stream,
    )


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
    )
