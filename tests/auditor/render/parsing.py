"""The page as a browser would read it: parsing and selecting for the HTML tests."""

from collections.abc import Sequence

import lxml.html

from auditor.model import Report
from auditor.render.html import render_html


def parsed(report: Report, pictures: dict[str, bytes] | None = None) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(render_html(report, pictures or {}))


def texts(found: Sequence[object]) -> list[str]:
    """The visible text of elements, blanks collapsed."""
    return [" ".join(str(item.text_content()).split()) for item in found]  # type: ignore[attr-defined]  # elements


def select(page: lxml.html.HtmlElement, path: str) -> list[lxml.html.HtmlElement]:
    found = page.xpath(path)
    assert isinstance(found, list)
    return found
