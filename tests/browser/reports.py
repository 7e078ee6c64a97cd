"""Report folders on disk for the browser: a realistic community, a hostile one, large ones."""

from collections.abc import Mapping
from pathlib import Path

from auditor.model import Report
from auditor.render.html import render_page
from auditor.render.outline import county_outline
from auditor.render.thumbnails import picture_sources
from auditor.render.write import write_reports
from tests.auditor.render import builders
from tests.auditor.render.community import sample_pictures, sample_report


def sample_folder(folder: Path) -> Path:
    """The realistic community, written as a round writes it; returns the page."""
    report = sample_report()
    pictures = builders.shelved(folder / "shelf", sample_pictures(report))
    return write_reports(report, pictures, folder / "reports")[-1]


def page_alone(
    folder: Path, report: Report, pictures: Mapping[str, Path] | None = None, *, masked: bool = True
) -> Path:
    """The page and its parts, without tables; returns the page."""
    page = render_page(
        report,
        picture_sources(pictures or {}),
        masked=masked,
        outline=county_outline(report),
        history=report.history,
    )
    for name, text in {**page.parts, "index.html": page.html}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "index.html"
