"""The whole report as one JSON document, for programs and for the archive.

Every value of the report is in it, and the id of each finding, but one: the name of a camera's credential, since a registry
column meant for names now and then holds the password itself.
"""

import functools
import json
from collections.abc import Sequence

from pydantic import TypeAdapter

from auditor.finding_ids import finding_ids
from auditor.model import Report

__all__ = ["SCHEMA", "render_json"]

SCHEMA = "auditor-result/1"
_LEFT_OUT = {"cameras": {"__all__": {"camera": {"credential"}}}}


def render_json(
    report: Report, ids: Sequence[str] | None = None, *, is_masked: bool = False
) -> bytes:
    """Return UTF-8, indented, keys sorted; the same report always gives the same bytes.

    Times are ISO 8601 with offset.  A lone surrogate, which UTF-8 cannot hold, is written as
    its JSON escape.  ``ids`` are the findings' where the report is a masked one, which
    ``is_masked`` then says.
    """
    values = _adapter().dump_python(report, mode="json", exclude=_LEFT_OUT)
    named = zip(finding_ids(report) if ids is None else ids, values["findings"], strict=True)
    findings = [{"id": name, **finding} for name, finding in named]
    document = {"schema": SCHEMA, "masked": is_masked, **values, "findings": findings}
    text = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True)
    return f"{text}\n".encode("utf-8", "backslashreplace")


@functools.cache
def _adapter() -> TypeAdapter[Report]:
    return TypeAdapter(Report)
