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
    said("night begins", community="云帆社区")
    said("lease lost", is_error=True)
    assert [json.loads(line) for line in lines.getvalue().splitlines()] == [
        {"event": "night begins", "level": "info", "community": "云帆社区"},
        {"event": "lease lost", "level": "error"},
    ]


def test_a_log_that_was_closed_is_no_fault(lines: io.StringIO) -> None:
    lines.close()
    said("night begins")
