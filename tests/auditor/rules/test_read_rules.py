"""OSD-02 and OSD-06: what was read in the picture is held against nobody without certainty."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from auditor.examples import camera, evidence, frame, metrics, overlaid, pictured
from auditor.judge import judge_camera
from auditor.model import Finding, Verdict
from probes.observation import Observation
from probes.picture.decode import decode_with_strips
from probes.picture.overlay import Place, TextLine
from probes.picture.reading import read_strips
from probes.rtsp_frame import RtspFrame
from tests.probes.picture.overlays import coded, needs_reader, shown

CLOCK = ("2026-01-05 22:01:00", 0.99)


def told(seen: Observation[object]) -> dict[str, Finding]:
    judged = judge_camera(evidence(seen), tries=1, record_findings={})
    return {f.rule: f for f in judged.findings if f.rule in ("OSD-02", "OSD-06")}


def verdicts(seen: Observation[object]) -> dict[str, Verdict]:
    return {rule: finding.verdict for rule, finding in told(seen).items()}


@needs_reader
@pytest.mark.parametrize(
    ("name", "expected"),
    [("right", {}), ("other-name-and-clock", {"OSD-02": Verdict.FAIL, "OSD-06": Verdict.FAIL})],
)
def test_from_pixels_to_the_verdict(name: str, expected: dict[str, Verdict]) -> None:
    decoded = decode_with_strips(coded(shown(name)))
    read = replace(frame(), overlay=read_strips(decoded.strips))
    assert verdicts(pictured(read)) == expected


@pytest.mark.parametrize(
    ("clock", "verdict"),
    [
        ("2026-01-05 22:06:40", None),
        ("2026-01-05 21:56:10", None),
        ("2026-01-05 22:37:00", Verdict.FAIL),
        ("2026-01-05 22:41:00", Verdict.UNKNOWN),  # one digit
        ("2028-01-05 22:01:00", Verdict.UNKNOWN),  # one digit
        ("2026-01-05 14:01:00", Verdict.UNKNOWN),  # UTC
        ("2026-01-05 19:33:00", Verdict.UNKNOWN),  # UTC+5:30
        ("2000-01-01 00:13:00", Verdict.FAIL),
        ("2026-01-06 09:44:00", Verdict.FAIL),
    ],
)
def test_clocks(clock: str, verdict: Verdict | None) -> None:
    assert verdicts(overlaid((clock, 0.99))).get("OSD-02") is verdict


def test_a_time_that_no_calendar_has_judges_no_clock() -> None:
    last = replace(overlaid(CLOCK), started_at=datetime.max.replace(tzinfo=UTC))
    assert verdicts(last) == {}


def test_both_times_are_told() -> None:
    finding = told(overlaid(("2000-01-01 00:13:00", 0.99)))["OSD-02"]
    assert (finding.value, finding.message) == (
        "2000-01-01 00:13",
        "画面时间 2000-01-01 00:13，取图时北京时间 2026-01-05 22:01，相差超过 5 分钟",
    )


def test_of_two_clocks_the_nearer_one_speaks() -> None:
    assert verdicts(overlaid(("2000-01-01 00:13:00", 0.99), CLOCK)) == {}


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("星河里小区北门01", None),
        ("星河里小区北问01", Verdict.UNKNOWN),  # misread
        ("东风路幼儿园门口", Verdict.FAIL),
        ("Camera 01", None),
    ],
)
def test_names(name: str, verdict: Verdict | None) -> None:
    assert verdicts(overlaid(CLOCK, (name, 0.97))).get("OSD-06") is verdict


def test_a_name_without_a_clock_may_be_a_sign_in_the_scene() -> None:
    assert verdicts(overlaid(("东风路幼儿园门口", 0.99))) == {"OSD-06": Verdict.UNKNOWN}


def test_a_text_of_another_height_may_be_a_sign_in_the_scene() -> None:
    clock, sign = (
        TextLine(place=Place.TOP, text=text, score=0.99, height_share=height)
        for text, height in ((CLOCK[0], 0.3), ("东风路幼儿园门口", 0.38))
    )
    assert verdicts(pictured(replace(frame(), overlay=(clock, sign)))) == {
        "OSD-06": Verdict.UNKNOWN
    }


def test_nothing_is_read_in_a_substitute_for_a_picture() -> None:
    black = frame(metrics(dark_share=1.0, luma_mean=1.0))
    lines = overlaid(("2000-01-01 00:13:00", 0.99), ("东风路幼儿园门口", 0.99)).payload
    assert isinstance(lines, RtspFrame)
    assert verdicts(pictured(replace(black, overlay=lines.overlay))) == {}


def test_without_a_time_of_capture_no_clock_is_judged() -> None:
    seen = overlaid(("2000-01-01 00:13:00", 0.99))
    assert isinstance(seen.payload, RtspFrame)
    assert verdicts(pictured(replace(seen.payload, first_picture=None))) == {}


def test_the_truth_is_when_the_picture_came() -> None:
    seen = overlaid(("2026-01-05 22:09:00", 0.99))
    assert isinstance(seen.payload, RtspFrame)
    late = replace(seen.payload, first_picture=timedelta(minutes=5))
    assert verdicts(seen) == {"OSD-02": Verdict.UNKNOWN}
    assert verdicts(pictured(late)) == {}


def test_an_unnamed_record_is_compared_with_nothing() -> None:
    seen = evidence(overlaid(CLOCK, ("东风路幼儿园门口", 0.99)), of=replace(camera(), name=""))
    judged = judge_camera(seen, tries=1, record_findings={})
    assert [f.rule for f in judged.findings if f.rule.startswith("OSD")] == []
