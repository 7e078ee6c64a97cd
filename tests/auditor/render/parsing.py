"""The page as a browser would read it: parsing and selecting for the HTML tests."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import lxml.html

from auditor.model import Report
from auditor.render.html import render_html
from auditor.render.thumbnails import picture_sources


def parsed(report: Report, pictures: Mapping[str, Path] | None = None) -> lxml.html.HtmlElement:
    page = render_html(report, picture_sources(pictures or {}))
    return lxml.html.document_fromstring(page)


def texts(found: Sequence[object]) -> list[str]:
    """The visible text of elements, blanks collapsed."""
    return [" ".join(str(item.text_content()).split()) for item in found]  # type: ignore[attr-defined]  # elements


def select(page: lxml.html.HtmlElement, path: str) -> list[lxml.html.HtmlElement]:
    found = page.xpath(path)
    assert isinstance(found, list)
    return found
