"""The report as one web page that opens from disk: no request leaves it.

Everything from outside passes two gates: unseen characters are written out, then markup is
escaped.  A strict content security policy stands behind both.
"""

import base64
import functools
import hashlib
from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from auditor.history.words import FLAPPING_NOTE
from auditor.model import Outcome, Report
from auditor.render import conclusion, figures, history, page, words
from auditor.render.plain_text import LONG_TEXT, shorten, visible
from auditor.retested import retests

__all__ = ["render_html"]

_SHORT_TEXT = 120


def render_html(report: Report, sources: Mapping[str, str]) -> str:
    """Return the page; ``sources`` is what to show for a picture, by its relative name.

    They are made by `auditor.render.thumbnails`; a picture without one is not shown.
    """
    environment = _environment()
    script = environment.get_template("filter.js").render()
    return environment.get_template("index.html.j2").render(
        report=report,
        provenance=report.provenance,
        sources=sources,
        rows={str(result.camera.row) for result in report.cameras},
        overall=conclusion.overall(report.results),
        worst_first=conclusion.worst_first(report.results),
        titles_by_verdict=conclusion.titles_by_verdict(report.results),
        classes=page.class_table(report.by_class),
        locations=page.location_lines(report),
        groups=page.finding_groups(report.findings),
        unknowns=page.unknown_lines(report.results),
        retests=retests(report),
        trends=history.trend_texts(report),
        exchanges=page.shown_exchanges(report),
        script=Markup(script),  # noqa: S704  our own file, rendered without any value
        script_hash=_source_hash(script),
    )


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("auditor.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    environment.filters["short"] = functools.partial(shorten, limit=_SHORT_TEXT)
    environment.filters["time"] = figures.shanghai_time
    environment.globals.update(figures=figures, words=words, page=page, Outcome=Outcome)
    environment.globals.update(history=history, flapping_note=FLAPPING_NOTE)
    return environment


def _printable(value: object) -> object:
    """Make every text that a template prints safe to look at; markup is ours and stays."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return shorten(visible(str(value)), LONG_TEXT)
    return value


def _source_hash(script: str) -> str:
    """The hash that the content security policy names, so that no other script runs."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
