"""The rows of one table of a whole report, as its CSV has them."""

from typing import Any

from auditor.model import Report
from auditor.render.shared import shared
from auditor.render.tables import Row, cells, filled_tables
from auditor.render.vocabulary.cameras import CAMERAS
from auditor.render.vocabulary.column import Table
from auditor.render.vocabulary.exclusions import EXCLUSIONS
from auditor.render.vocabulary.findings import FINDINGS
from auditor.render.vocabulary.key_locations import KEY_LOCATIONS
from auditor.render.vocabulary.rates import RATES

CAMERA_COLUMNS = CAMERAS.ids
REPORT_FINDING_COLUMNS = FINDINGS.ids
RATE_COLUMNS = RATES.ids


def camera_rows(report: Report) -> tuple[Row, ...]:
    return _rows(CAMERAS, report)


def finding_rows(report: Report) -> tuple[Row, ...]:
    return _rows(FINDINGS, report)


def rate_rows(report: Report) -> tuple[Row, ...]:
    return _rows(RATES, report)


def exclusion_rows(report: Report) -> tuple[Row, ...]:
    return _rows(EXCLUSIONS, report)


def location_rows(report: Report) -> tuple[Row, ...]:
    return _rows(KEY_LOCATIONS, report)


def _rows(wanted: Table[Any], report: Report) -> tuple[Row, ...]:
    filled = filled_tables(shared(report, unmasked=True))
    (lines,) = (one.lines for one in filled if one.table is wanted)
    return tuple(cells(wanted, lines))
