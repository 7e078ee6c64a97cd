"""Text that is made by pieces is what `json.dumps` makes at once, in both layouts."""

import json
from dataclasses import replace
from typing import Any

import pytest
from pydantic import TypeAdapter

from auditor.json_pieces import JsonForm, members_of
from auditor.model import Report
from tests.auditor.render import builders
from tests.auditor.render.community import sample_report
from tests.auditor.render.hostile import hostile_report

_LARGE = 2_001
_FORMS: dict[str, dict[str, Any]] = {
    "one line": {},
    "sorted": {"sort_keys": True},
    "indented": {"indent": 2, "sort_keys": True},
}


def large() -> Report:
    """More findings and members than one piece holds."""
    report = sample_report()
    rate = replace(report.results[0].rate, members=(builders.member(),) * _LARGE)
    return replace(
        report,
        results=(replace(report.results[0], rate=rate),),
        findings=tuple(replace(report.findings[0], row=row) for row in range(_LARGE)),
        beside=(rate, rate),
    )


REPORTS = {
    "small": builders.report(),
    "empty": builders.report(cameras=(), results=(), findings=(), row_errors=()),
    "sample": sample_report(),
    "hostile": hostile_report(),
    "large": large(),
}


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
@pytest.mark.parametrize("form", _FORMS.values(), ids=_FORMS)
def test_the_pieces_are_the_whole(form: dict[str, Any], report: Report) -> None:
    values = TypeAdapter(Report).dump_python(report, mode="json")
    pieces = JsonForm(**form).pieces(members_of(report))
    assert "".join(pieces) == json.dumps(values, ensure_ascii=False, **form)


@pytest.mark.parametrize("form", _FORMS.values(), ids=_FORMS)
def test_no_piece_holds_more_than_a_thousand_elements(form: dict[str, Any]) -> None:
    pieces = list(JsonForm(**form).pieces(members_of(large())))
    assert max(piece.count('"device_code"') for piece in pieces) == 1_000
    assert max(piece.count('"proof"') for piece in pieces) == 1_000
