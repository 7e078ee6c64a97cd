import pytest

from auditor.model import RateVerdict
from auditor.render.conclusion import overall, titles_by_verdict, worst_first
from tests.auditor.render.builders import indicator_result

MEETS, MISSES, OPEN = RateVerdict.MEETS, RateVerdict.MISSES, RateVerdict.INCONCLUSIVE
NONE, NO_DATA, NO_LIMIT = (
    RateVerdict.NOT_APPLICABLE,
    RateVerdict.NO_DATA,
    RateVerdict.NO_THRESHOLD,
)


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([MEETS, MEETS], MEETS),
        ([MEETS, NONE], MEETS),
        ([MEETS, OPEN], OPEN),
        ([MEETS, OPEN, MISSES], MISSES),
        ([NO_LIMIT, MISSES], MISSES),
        ([MEETS, NO_LIMIT], OPEN),
        ([MEETS, NO_DATA], OPEN),
        ([NO_LIMIT], OPEN),
        ([NONE, NONE], NONE),
        ([], OPEN),
    ],
)
def test_overall(verdicts: list[RateVerdict], expected: RateVerdict) -> None:
    assert overall([indicator_result(verdict) for verdict in verdicts]) is expected


def test_titles_stand_under_their_verdict_and_the_worst_comes_first() -> None:
    results = [
        indicator_result(MEETS, title="甲"),
        indicator_result(MISSES, title="乙"),
        indicator_result(NONE, title="丙"),
        indicator_result(MISSES, title="丁"),
    ]
    assert titles_by_verdict(results) == ((MISSES, ("乙", "丁")), (MEETS, ("甲",)), (NONE, ("丙",)))
    assert [result.rate.title for result in worst_first(results)] == ["乙", "丁", "甲", "丙"]
