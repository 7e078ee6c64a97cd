import base64
import hashlib
import re
from pathlib import Path

import pytest
from lxml import etree

from auditor.model import Report
from auditor.render.html import render_html
from tests.auditor.render import builders
from tests.auditor.render.community import sample_pictures, sample_report
from tests.auditor.render.hostile import hostile_report
from tests.auditor.render.parsing import parsed, select, texts

_VOID = {"meta", "link", "br", "img", "input", "hr"}
_ALLOWED_TAGS = {
    "html", "head", "meta", "title", "style", "body", "a", "main", "section", "header",
    "div", "p", "h1", "h2", "h3", "dl", "dt", "dd", "ul", "li",
    "nav", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "span",
    "strong", "b", "i", "bdi", "code", "br", "img", "svg", "rect", "line",
    "label", "input", "select", "option", "output", "script", "figure", "figcaption", "canvas",
    "button",
}  # fmt: skip


def test_hostile_text_becomes_neither_element_nor_attribute() -> None:
    page = parsed(hostile_report())
    elements = [item for item in page.iter() if isinstance(item.tag, str)]
    assert {item.tag for item in elements} <= _ALLOWED_TAGS
    assert not [name for item in elements for name in item.attrib if name.startswith("on")]
    assert len(select(page, "//script[not(@type='application/json')]")) == 2
    assert len(select(page, "//script[@type='application/json']")) == 2
    assert "<script>alert(1)</script>" in page.text_content()


@pytest.mark.parametrize("report", [hostile_report(), sample_report()], ids=["hostile", "sample"])
def test_nothing_is_requested_from_anywhere(report: Report, tmp_path: Path) -> None:
    page = parsed(report, builders.shelved(tmp_path, sample_pictures(sample_report())))
    links = select(page, "//@href | //@src | //@action | //@data | //@poster | //@srcset")
    assert all(re.match(r"#|pictures/[0-9]|data:image/jpeg;base64,", str(link)) for link in links)
    assert not select(page, "//link | //iframe | //object | //embed | //base | //form")
    style = "".join(texts(select(page, "//style")))
    assert "url(" not in style
    assert "@import" not in style
    assert not select(page, "//@style")


def test_the_policy_forbids_everything_but_our_own_style_pictures_and_script() -> None:
    page = parsed(builders.report())
    (policy,) = select(page, "//meta[@http-equiv='Content-Security-Policy']/@content")
    scripts = select(page, "//script[not(@type='application/json')]/text()")
    hashes = [
        base64.b64encode(hashlib.sha256(str(script).encode()).digest()).decode()
        for script in scripts
    ]
    assert str(policy).split("; ") == [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data: 'self'",
        "script-src " + " ".join(f"'sha256-{digest}'" for digest in hashes),
        "base-uri 'none'",
        "form-action 'none'",
    ]


@pytest.mark.parametrize("report", [hostile_report(), sample_report()], ids=["hostile", "sample"])
def test_the_page_is_well_formed(report: Report) -> None:
    page = render_html(report, {}).replace("<!DOCTYPE html>", "")
    page = re.sub(r"<script\b.*?</script>", "", page, flags=re.DOTALL)
    page = re.sub(rf"<((?:{'|'.join(_VOID)})\b[^>]*)>", r"<\1/>", page)
    page = re.sub(r" (hidden)(?=[ >])", r' \1=""', page)
    root = etree.fromstring(page.encode(), etree.XMLParser(resolve_entities=False))
    assert root.get("lang") == "zh-CN"
    ids = [str(value) for value in root.xpath("//@id")]  # type: ignore[union-attr]  # a list of ids
    assert len(ids) == len(set(ids))
