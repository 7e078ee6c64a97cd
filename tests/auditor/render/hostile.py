"""A report whose every text tries to break out of the file that it is written to."""

from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from auditor.model import CameraResult, Outcome, RateVerdict, Report
from auditor.records import RowError
from tests.auditor.render import builders

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=http://evil.example/x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style></title></textarea><svg onload=alert(1)>",
    '=HYPERLINK("http://evil.example","点我")',
    "\x00=1+1",
    "\t@SUM(A1)",
    "东门\u202e3pm.门西\u2066",
    "{{ 7*7 }}{% raw %}",
    "名" * 5000,
    "]]>&amp;<!--\x1b[31m\ud800",
    "javascript:alert(1)",
    "[red]标记[/red]",
)

ValueT = TypeVar("ValueT")


def hostile_report() -> Report:
    """Every free text of every part replaced by one of `HOSTILE`, in turn."""
    member = _poisoned(builders.member(), 3)
    members = (member, replace(_poisoned(builders.member(), 1), outcome=Outcome.UNKNOWN))
    rate = replace(_poisoned(builders.rate(), 0), met=1, of=3, unknown=1, members=members)
    result = replace(
        builders.indicator_result(RateVerdict.MISSES), rate=rate, threshold=95, tolerance=-1
    )
    return replace(
        _poisoned(builders.report(), 0),
        provenance=_poisoned(builders.provenance(), 5),
        results=(result,),
        by_class=(result,),
        beside=(rate,),
        cameras=tuple(_hostile_camera(row) for row in range(1, len(HOSTILE) + 1)),
        key_locations=tuple(_poisoned(builders.location(), row) for row in range(len(HOSTILE))),
        findings=tuple(_poisoned(builders.finding(), row) for row in range(len(HOSTILE))),
        row_errors=(_poisoned(RowError(file="a", row=1, line=2, message="b"), 8),),
        notes=HOSTILE,
    )


def _hostile_camera(row: int) -> CameraResult:
    result = _poisoned(builders.camera_result(row), row)
    camera = replace(_poisoned(builders.camera(row), row), row=row)
    return replace(result, camera=camera, defects=HOSTILE)


def _poisoned(value: ValueT, start: int) -> ValueT:
    """A copy of a dataclass in which each plain text field holds a hostile text."""
    assert is_dataclass(value)
    assert not isinstance(value, type)
    texts = [field.name for field in fields(value) if type(getattr(value, field.name)) is str]
    return replace(
        value,
        **{name: HOSTILE[(start + at) % len(HOSTILE)] for at, name in enumerate(texts)},
    )
