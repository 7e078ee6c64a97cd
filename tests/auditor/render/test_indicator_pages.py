"""The pages on disk say what the indicators say, and every rate has one."""

from pathlib import Path

import pytest

from auditor.discovery import all_indicators
from auditor.render.indicator_pages import indicator_pages, write_pages
from tests.auditor.indicators.rounds import judged_round

FOLDER = Path(__file__).parents[3] / "docs/indicators"


def test_the_pages_on_disk_are_those_of_the_indicators() -> None:
    on_disk = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert on_disk == indicator_pages(), "run: make indicator-pages"


def test_pages_of_rates_that_are_no_more_are_removed(tmp_path: Path) -> None:
    (tmp_path / "gone_rate.md").write_text("", encoding="utf-8")
    write_pages(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(indicator_pages())


@pytest.mark.parametrize("indicator", all_indicators(), ids=lambda each: each.id)
def test_the_words_of_a_report_are_those_of_the_page(indicator: object) -> None:
    known = {each.id: each for each in all_indicators()}
    each = known[indicator.id]  # type: ignore[attr-defined]  # parametrized with indicators
    assert each.numerator in each.basis(judged_round())
