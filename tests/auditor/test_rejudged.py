"""What differs between two judgings of one round."""

from dataclasses import replace

from auditor.model import CameraState, Finding, Severity, Verdict
from auditor.rejudged import Difference, RateChange, StateChange, difference
from tests.auditor.render.community import sample_report

FINDING = Finding(
    row=3,
    device_code="37011600011326000003",
    rule="PIC-01",
    severity=Severity.ERROR,
    verdict=Verdict.FAIL,
    field="stream_uri",
    value="0.3",
    message="黑屏",
    suggestion="检查镜头",
)


def test_a_report_differs_in_nothing_from_itself() -> None:
    report = sample_report()
    assert difference(report, report, same=True) == Difference(
        round_id=report.provenance.round_id,
        profile=report.provenance.profile,
        same=True,
        rates=(),
        states=(),
        findings_gone={},
        findings_new={},
    )


def test_a_loosened_threshold_is_shown_as_one() -> None:
    before = sample_report()
    first = before.results[0]
    loosened = replace(first, threshold=1, standard_threshold=95)
    after = replace(before, results=(loosened, *before.results[1:]))
    (told,) = difference(before, after, same=False).rates
    assert str(told.after).endswith(f"threshold 1% (the standard asks 95%): {first.verdict}")


def test_rates_states_and_findings_that_differ_are_told() -> None:
    before = sample_report()
    first = before.results[0]
    rate, camera = first.rate, before.cameras[0]
    other = next(state for state in CameraState if state is not camera.state)
    after = replace(
        before,
        results=(replace(first, threshold=1), *before.results[1:]),
        cameras=(replace(camera, state=other), *before.cameras[1:]),
        findings=(*before.findings, FINDING),
    )
    told = difference(before, after, same=False)
    figures = f"{rate.met}/{rate.of} unknown {rate.unknown}, threshold"
    assert told.rates == (
        RateChange(
            indicator=rate.indicator,
            scope=rate.scope,
            before=f"{figures} {first.threshold}%: {first.verdict}",
            after=f"{figures} 1%: {first.verdict}",
        ),
    )
    assert told.states == (
        StateChange(row=camera.camera.row, before=camera.state.value, after=other.value),
    )
    assert (told.findings_gone, told.findings_new) == ({}, {"PIC-01 fail": 1})
    assert difference(after, before, same=False).findings_gone == {"PIC-01 fail": 1}
