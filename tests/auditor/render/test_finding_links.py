"""The ids of findings on the page: with each finding, with its camera, those of the tables."""

import pytest

from auditor.finding_ids import finding_ids
from auditor.masking.reports import masked
from auditor.model import Severity
from auditor.render.html import render_page
from benchmarks.large_reports import large_report
from tests.auditor.render import builders
from tests.auditor.render.parsing import parsed, select, texts

REPORT = builders.report(
    cameras=(builders.camera_result(), builders.camera_result(2)),
    findings=(
        builders.finding(),
        builders.finding(rule="NAME-01", severity=Severity.WARNING),
        builders.finding(row=2, device_code="37090216001320000002"),
    ),
)
IDS = finding_ids(REPORT)


def test_each_finding_can_be_linked_to() -> None:
    page = parsed(REPORT)
    rows = select(page, "//*[@id='findings']//tbody/tr")

    assert [row.get("id") for row in rows] == [IDS[0], IDS[2], IDS[1]]
    links = select(page, "//*[@id='findings']//a[@class='id']")
    assert [(link.get("href"), *texts([link])) for link in links] == [
        (f"#{name}", name) for name in (IDS[0], IDS[2], IDS[1])
    ]


def test_a_camera_names_its_findings() -> None:
    found = select(parsed(REPORT), "//tr[@id='camera-1']//a[@class='id']/@href")
    assert [str(href) for href in found] == [f"#{IDS[0]}", f"#{IDS[1]}"]


def test_masking_does_not_change_them() -> None:
    hidden = masked(REPORT)
    assert f'id="{IDS[0]}"' in render_page(hidden, {}, ids=IDS).html


@pytest.mark.parametrize("name", ['"><script>alert(1)</script>', "<b id=x>"])
def test_an_id_is_escaped_wherever_it_comes_from(name: str) -> None:
    html = render_page(REPORT, {}, ids=(name, "F-1", "F-2")).html
    assert name not in html


def test_ten_thousand_cameras_with_three_findings_each_stay_a_light_page() -> None:
    report = large_report(10_000, findings_each=3)
    html = render_page(report, {}).html

    assert len(report.findings) == 30_000
    assert len(html.encode()) < 8_000_000
