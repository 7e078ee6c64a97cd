"""Counts from above agree with the findings below."""

from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.criteria import Criteria
from auditor.model import Severity, Verdict
from auditor.record_judge import judge_frame
from auditor.record_summary import RuleCount, Segment, Summary, summarise
from tests.auditor.rules.records import correct, frame

FAULTS: tuple[dict[str, str], ...] = (
    {},
    {"device_code": "1"},
    {"name": ""},
    {"name": "Camera 01"},
    {"longitude": "36.209", "latitude": "117.661"},
)


def summary(folder: Path, *rows: dict[str, str]) -> Summary:
    return summarise(judge_frame(frame(folder, rows), Criteria()))


def test_correct_records_have_no_counts(tmp_path: Path) -> None:
    assert summary(tmp_path, correct(1), correct(2)) == Summary(
        records=2, faulty=0, findings=0, rules=(), segments=()
    )


def test_a_rule_is_counted_with_its_words(tmp_path: Path) -> None:
    found = summary(tmp_path, correct(1, device_code="1"), correct(2))
    assert (found.records, found.faulty) == (2, 1)
    assert (
        RuleCount(
            rule="CODE-02",
            title="设备编码不是20位数字",
            severity=Severity.ERROR,
            failed=1,
            unknown=0,
        )
        in found.rules
    )


def test_segments_are_the_values_of_each_column_worst_first(tmp_path: Path) -> None:
    rows = (
        correct(1, community="甲", maker="1"),
        correct(2, community="乙", maker="1", device_code="1"),
        correct(3, community="", maker="1"),
        correct(4, community="甲 ", maker="1", device_code="2"),
        correct(5, community="甲", maker="1", device_code="3"),
    )
    assert summary(tmp_path, *rows).segments == (
        Segment(column="community", value="甲", records=3, faulty=2),
        Segment(column="community", value="乙", records=1, faulty=1),
        Segment(column="community", value="", records=1, faulty=0),
    )


def test_two_columns_are_divided_apart(tmp_path: Path) -> None:
    rows = (correct(1, maker="1", street="甲街道"), correct(2, maker="2", street="乙街道"))
    assert [(s.column, s.value, s.records) for s in summary(tmp_path, *rows).segments] == [
        ("street", "乙街道", 1),
        ("street", "甲街道", 1),
        ("maker", "1", 1),
        ("maker", "2", 1),
    ]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(st.sampled_from(FAULTS), st.sampled_from(["甲", "乙", ""])),
        min_size=1,
        max_size=8,
    )
)
def test_counts_agree_with_the_findings(
    tmp_path: Path, drawn: list[tuple[dict[str, str], str]]
) -> None:
    rows = [correct(n, community=c, **cells) for n, (cells, c) in enumerate(drawn, start=1)]
    verdicts = judge_frame(frame(tmp_path, rows), Criteria())
    found = summarise(verdicts)
    findings = list(verdicts.findings())
    failed = Counter(f.rule for f in findings if f.verdict is Verdict.FAIL)
    unknown = Counter(f.rule for f in findings if f.verdict is Verdict.UNKNOWN)
    assert found.findings == len(findings)
    assert {c.rule: (c.failed, c.unknown) for c in found.rules} == {
        rule: (failed[rule], unknown[rule]) for rule in failed.keys() | unknown.keys()
    }
    order = [(-count.failed, -count.unknown, count.rule) for count in found.rules]
    assert order == sorted(order)
    for column in {segment.column for segment in found.segments}:
        members = [segment for segment in found.segments if segment.column == column]
        assert sum(member.records for member in members) == found.records == len(rows)
        assert sum(member.faulty for member in members) == found.faulty
