"""The exit code of a report: a verdict only where there is one."""

import dataclasses

import pytest

from auditor.cli.options import exit_code, plain_console
from auditor.model import RateVerdict
from tests.auditor.render import builders

MEETS, MISSES = RateVerdict.MEETS, RateVerdict.MISSES
UNDECIDED = (RateVerdict.INCONCLUSIVE, RateVerdict.NO_DATA)


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ((MEETS,), 0),
        ((MEETS, RateVerdict.NOT_APPLICABLE), 0),
        ((MEETS, MISSES), 1),
        *(((MEETS, verdict), 3) for verdict in UNDECIDED),
        *(((MISSES, verdict), 1) for verdict in UNDECIDED),
        ((RateVerdict.NOT_APPLICABLE,), 3),
        ((), 3),
    ],
)
def test_exit_codes_of_a_complete_round(verdicts: tuple[RateVerdict, ...], expected: int) -> None:
    results = tuple(builders.indicator_result(verdict) for verdict in verdicts)
    assert exit_code(builders.report(results=results)) == expected


@pytest.mark.parametrize("verdict", [MEETS, MISSES])
def test_an_incomplete_round_is_never_a_verdict(verdict: RateVerdict) -> None:
    report = builders.report(
        results=(builders.indicator_result(verdict),),
        provenance=dataclasses.replace(builders.provenance(), complete=False),
    )
    assert exit_code(report) == 3


def test_texts_are_shown_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    text = "00:ab:cd:00 [red]x[/red] [/] https://127.0.0.1/ :smile:"
    plain_console().print(text)
    plain_console(stderr=True).print(text)
    assert capsys.readouterr() == (f"{text}\n", f"{text}\n")
