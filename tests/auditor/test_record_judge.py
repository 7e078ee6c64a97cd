"""Many rules over one frame: who is spoken of, and that nothing hangs on how it is cut."""

from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from auditor import record_judge
from auditor.criteria import Criteria, RuleSet
from auditor.discovery import record_rules
from auditor.model import Finding, Severity, Verdict
from auditor.record_judge import judge_frame, rules_asked
from auditor.rule import RecordRule
from tests.auditor.registers import minimal
from tests.auditor.rules.records import correct, frame

ROWS = (
    correct(1),
    correct(2, device_code="3701160001132600002"),
    correct(3, device_code="37120200011326000003", division="371202"),
    correct(4, name="Camera 01"),
    correct(5),
    correct(5),
)


@pytest.fixture
def prepared(tmp_path: Path) -> pl.DataFrame:
    return frame(tmp_path, ROWS)


def said(findings: list[Finding]) -> list[tuple[int, str]]:
    return [(finding.row, finding.rule) for finding in findings]


def test_findings_are_by_row_and_rule(prepared: pl.DataFrame) -> None:
    found = said(list(judge_frame(prepared, Criteria()).findings()))
    assert found == sorted(found)
    assert {
        (2, "CODE-02"), (3, "CODE-08"), (3, "DIV-03"), (4, "NAME-09"), (5, "CODE-05"), (6, "CODE-05"),
    } <= set(found)  # fmt: skip
    assert 1 not in {row for row, _ in found}


def test_a_finding_has_the_words_of_its_rule(prepared: pl.DataFrame) -> None:
    verdicts = judge_frame(prepared, Criteria())
    (found,) = [finding for finding in verdicts.findings() if finding.rule == "CODE-08"]
    assert found == Finding(
        row=3,
        device_code="37120200011326000003",
        rule="CODE-08",
        severity=Severity.ERROR,
        verdict=Verdict.FAIL,
        field="device_code",
        value="37120200011326000003",
        message=found.message,
        suggestion=found.suggestion,
    )
    assert "371202" in found.message
    assert found.suggestion


@pytest.mark.parametrize("size", [1, 2, 3])
def test_how_findings_are_cut_changes_nothing(
    prepared: pl.DataFrame, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    verdicts = judge_frame(prepared, Criteria())
    whole = list(verdicts.findings())
    monkeypatch.setattr(record_judge, "_CHUNK", size)
    assert list(verdicts.findings()) == whole
    assert len(whole) == len(verdicts) > size


def test_counts_and_faulty_rows_agree_with_the_findings(tmp_path: Path) -> None:
    nowhere = frame(tmp_path, [*ROWS, correct(6, point_type="9")])
    verdicts = judge_frame(nowhere, Criteria())
    findings = list(verdicts.findings())
    counted = Counter((finding.rule, finding.verdict) for finding in findings)
    assert [rule for rule, _, _ in verdicts.by_rule()] == list(verdicts.rules)
    assert {(rule.meta.id, failed, unknown) for rule, failed, unknown in verdicts.by_rule()} == {
        (r.meta.id, counted[r.meta.id, Verdict.FAIL], counted[r.meta.id, Verdict.UNKNOWN])
        for r in verdicts.rules
    }
    bad = {
        finding.row
        for finding in findings
        if finding.severity is Severity.ERROR and finding.verdict is Verdict.FAIL
    }
    assert set(nowhere["row"].filter(pl.Series(verdicts.faulty()))) == bad == {2, 3, 5, 6}


def rule(name: str, *, violated: pl.Expr, undecided: pl.Expr | None = None) -> RecordRule:
    """CODE-08 with other questions: what is told of a row is not asked here."""
    known = next(item for item in record_rules() if item.meta.id == name)
    return RecordRule(
        meta=known.meta,
        violated=lambda _: violated,
        undecided=None if undecided is None else lambda _: undecided,
        explain=known.explain,
        passing=(),
        failing=(),
    )


def test_what_is_refused_is_not_also_undecided_and_unknown_condemns_nobody(
    prepared: pl.DataFrame,
) -> None:
    row = pl.col("row")
    chosen = (rule("CODE-08", violated=row == 1, undecided=row.is_in([1, 2])),)
    verdicts = judge_frame(prepared, Criteria(), chosen)
    assert [(f.row, f.verdict) for f in verdicts.findings()] == [
        (1, Verdict.FAIL),
        (2, Verdict.UNKNOWN),
    ]
    assert verdicts.by_rule() == ((chosen[0], 1, 1),)
    assert verdicts.faulty().tolist() == [True, False, False, False, False, False]


def test_null_is_no_violation(prepared: pl.DataFrame) -> None:
    chosen = (rule("CODE-08", violated=pl.lit(None, pl.Boolean) & (pl.col("row") > 0)),)
    assert len(judge_frame(prepared, Criteria(), chosen)) == 0


def test_only_the_chosen_rules_are_asked(prepared: pl.DataFrame) -> None:
    chosen = tuple(item for item in record_rules() if item.meta.id == "CODE-02")
    verdicts = judge_frame(prepared, Criteria(), chosen)
    assert said(list(verdicts.findings())) == [(2, "CODE-02")]


def test_no_rule_says_nothing(prepared: pl.DataFrame) -> None:
    verdicts = judge_frame(prepared, Criteria(), ())
    assert (len(verdicts), list(verdicts.findings()), verdicts.by_rule()) == (0, [], ())
    assert not verdicts.faulty().any()


def test_an_empty_frame_has_no_finding(prepared: pl.DataFrame) -> None:
    verdicts = judge_frame(prepared.clear(), Criteria())
    assert (list(verdicts.findings()), verdicts.faulty().tolist()) == ([], [])
    assert all(failed == unknown == 0 for _, failed, unknown in verdicts.by_rule())


def test_rule_sets_are_asked_only_when_chosen() -> None:
    usual = {item.meta.rule_set for item in rules_asked(Criteria())}
    every = rules_asked(Criteria(rule_sets=frozenset(RuleSet)))
    assert usual == {RuleSet.BASE, RuleSet.ARCHIVE}
    assert {item.meta.rule_set for item in every} == set(RuleSet)
    assert [item.meta.id for item in every] == sorted(item.meta.id for item in record_rules())


@pytest.mark.parametrize("item", record_rules(), ids=lambda item: item.meta.id)
def test_a_file_of_the_required_columns_alone_breaks_no_message(
    tmp_path: Path, item: RecordRule
) -> None:
    """A message must not reach for a column that the file does not have."""
    for cells in item.failing:
        others = [minimal(serial, **row) for serial, row in enumerate(item.beside, start=2)]
        verdicts = judge_frame(frame(tmp_path, [minimal(1, **cells), *others]), item.under)
        assert len(list(verdicts.findings())) == len(verdicts)
