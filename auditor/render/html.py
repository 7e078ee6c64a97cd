"""The report as one web page that opens from disk: no request leaves it.

Everything from outside passes two gates: unseen characters are written out, then markup is
escaped.  A strict content security policy stands behind both.  What the page shows is arranged
by the modules `auditor.render.page*`; a very large table lies in parts beside it.
"""

import base64
import functools
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from auditor.finding_ids import finding_ids
from auditor.history.words import FLAPPING_NOTE
from auditor.model import Outcome, Report
from auditor.render import conclusion, figures, history, page, plan_text, words
from auditor.render.camera_data import CameraData, camera_data, embedded_json
from auditor.render.camera_notes import camera_notes
from auditor.render.page_charts import group_chart, ladder_chart, trend_chart
from auditor.render.page_groups import group_tables
from auditor.render.page_ladder import ladder
from auditor.render.page_map import Outline, page_map
from auditor.render.page_trend import NightHistory, changes, restless, trend
from auditor.render.plain_text import LONG_TEXT, shorten, visible
from auditor.repairs import plan_repairs
from auditor.retested import retests

__all__ = [
    "Page",
    "gated_environment",
    "page_environment",
    "render_html",
    "render_page",
    "source_hash",
]

_SHORT_TEXT = 120
_SCRIPTS = ("filter.js", "table.js", "charts.js", "map.js")


@dataclass(frozen=True, slots=True)
class Page:
    """The page and the parts of its camera table that lie beside it, by relative name."""

    html: str
    parts: Mapping[str, str]


def render_html(report: Report, sources: Mapping[str, str]) -> str:
    """Return the page alone; see `render_page`."""
    return render_page(report, sources, history=report.history).html


def render_page(
    report: Report,
    sources: Mapping[str, str],
    *,
    masked: bool = True,
    outline: Outline = (),
    history: NightHistory | None = None,
    subnets: Mapping[int, str] | None = None,
    ids: Sequence[str] | None = None,
) -> Page:
    """Return the page; ``sources`` is what to show for a picture, by its relative name.

    They are made by `auditor.render.thumbnails`; a picture without one is not shown.  ``masked``
    leaves out exact positions and network addresses.  ``outline`` is drawn under the map,
    ``history`` is what earlier nights tell, ``subnets`` what stands for a row's network where
    the report has no addresses any more.  ``ids`` are those of the findings, which must be made
    before masking; None where nothing was masked.
    """
    environment = page_environment()
    named = finding_ids(report) if ids is None else ids
    notes = camera_notes(report, named)
    data = camera_data(report, sources.keys(), notes)
    scripts = (
        _static("echarts.min.js"),
        "".join(environment.get_template(name).render() for name in _SCRIPTS),
    )
    html = environment.get_template("index.html.j2").render(
        report=report,
        provenance=report.provenance,
        sources=sources,
        rows={str(result.camera.row) for result in report.cameras},
        retests=retests(report),
        scripts=[Markup(script) for script in scripts],  # noqa: S704  our own, without any value
        script_sources=_script_sources(scripts, data),
        camera_data=Markup(data.head),  # noqa: S704  JSON in which no markup can begin
        notes=notes,
        **_summary(report),
        **_lists(report, named),
        **_pictures(report, masked=masked, outline=outline, history=history, subnets=subnets),
    )
    return Page(html, data.parts)


def _summary(report: Report) -> dict[str, object]:
    plan = plan_repairs(report.results, report.judging)
    return {
        "overall": conclusion.overall(report.results),
        "worst_first": conclusion.worst_first(report.results),
        "titles_by_verdict": conclusion.titles_by_verdict(report.results),
        "plan": plan,
        "plan_text": plan_text,
    }


def _lists(report: Report, ids: Sequence[str]) -> dict[str, object]:
    return {
        "classes": page.class_table(report.by_class),
        "locations": page.location_lines(report),
        "groups": page.finding_groups(report.findings, ids),
        "unknowns": page.unknown_lines(report.results),
        "defects": page.defect_pictures(report),
        "rules": page.rule_notes(),
        "rows_without_script": page.ROWS_WITHOUT_SCRIPT,
    }


def _pictures(
    report: Report,
    *,
    masked: bool,
    outline: Outline,
    history: NightHistory | None,
    subnets: Mapping[int, str] | None,
) -> dict[str, object]:
    """Everything that is drawn, with the tables that say the same."""
    found = ladder(report.cameras)
    tables = group_tables(report, masked=masked, subnets=subnets)
    days, lines = trend(history)
    charts = [ladder_chart(found), *map(group_chart, tables)]
    if days:
        charts.append(trend_chart(days, lines))
    drawn = page_map(report, outline, masked=masked)
    return {
        "ladder": found,
        "group_tables": tables,
        "changes": changes(history),
        "days": days,
        "trend_lines": lines,
        "restless": restless(history, report),
        "map": drawn,
        "drawing_data": Markup(embedded_json({"charts": charts, "map": drawn.data})),  # noqa: S704  as above
    }


def gated_environment(package: str, finalize: Callable[..., object]) -> Environment:
    """Templates of ``package``: everything is escaped, after ``finalize``; nothing may be missing."""
    environment = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finalize,
    )
    environment.filters["time"] = figures.shanghai_time
    return environment


@functools.cache
def page_environment() -> Environment:
    """What every page of ours is made with: both gates, and the words of the report."""
    environment = gated_environment("auditor.render", _printable)
    environment.filters["short"] = functools.partial(shorten, limit=_SHORT_TEXT)
    environment.globals.update(figures=figures, words=words, page=page, Outcome=Outcome)
    environment.globals.update(history=history, flapping_note=FLAPPING_NOTE)
    return environment


@functools.cache
def _static(name: str) -> str:
    return (resources.files("auditor.render") / "static" / name).read_text(encoding="utf-8")


def _printable(value: object) -> object:
    """Make every text that a template prints safe to look at; markup is ours and stays."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return shorten(visible(str(value)), LONG_TEXT)
    return value


def _script_sources(scripts: tuple[str, ...], data: CameraData) -> str:
    """What the content security policy lets run: our scripts by hash, parts from the same place."""
    hashes = [f"'{source_hash(script)}'" for script in scripts]
    return " ".join([*hashes, "'self'"] if data.parts else hashes)


def source_hash(script: str) -> str:
    """What the content security policy names a script by."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
