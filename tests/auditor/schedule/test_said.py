"""The service's log."""

import io
import json
from collections.abc import Iterator

import pytest
import structlog

from auditor.schedule.said import said


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Where the log goes to for one test."""
    before = structlog.get_config()
    stream = io.StringIO()
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    yield stream
    structlog.configure(**before)


def test_a_line_has_its_level_and_values(lines: io.StringIO) -> None:
    said("night_begins", community="云帆社区")
    said("lease_lost", is_error=True)
    assert [json.loads(line) for line in lines.getvalue().splitlines()] == [
        {"event": "night_begins", "level": "info", "community": "云帆社区"},
        {"event": "lease_lost", "level": "error"},
    ]


def test_a_log_that_was_closed_is_no_fault(lines: io.StringIO) -> None:
    lines.close()
    said("night_begins")
