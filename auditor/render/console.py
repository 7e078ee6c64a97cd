"""The summary on the terminal after a run: rates, camera states, where the reports are.

Texts are never parsed as markup, and control characters are taken out, so that a camera's
name cannot steer the operator's terminal.
"""

from collections import Counter
from pathlib import Path

from rich import box
from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from auditor.model import IndicatorResult, Report
from auditor.render import figures
from auditor.render.conclusion import overall
from auditor.render.plain_text import shorten, visible
from auditor.render.words import (
    DEPARTURE,
    STATES,
    Word,
    interval_text,
    level_title,
    rate_word,
    reading_text,
)

__all__ = ["summary"]

_SHORT_TEXT = 40
_STYLES = {"good": "green", "bad": "red", "warn": "yellow", "unsure": "blue", "neutral": ""}


def summary(report: Report, folder: Path | None = None) -> Group:
    """Return the summary; ``folder`` is where the reports were written, if they were."""
    lines: list[RenderableType] = [_heading(report), *_alarms(report), *_notes(report)]
    lines += [_rates(report), *_beside(report), _states(report)]
    if folder is not None:
        lines.append(_text(f"报告：{folder / 'index.html'}"))
    return Group(*lines)


def _heading(report: Report) -> Text:
    place = f"{_plain(report.community)}　{_plain(level_title(report.level))}　"
    time = figures.shanghai_time(report.provenance.started_at)
    return Text.assemble(
        (f"{place}{time}\n", "bold"), "总体结论：", _word(rate_word(overall(report.results)))
    )


def _notes(report: Report) -> list[Text]:
    notes = [_text(f"· {shorten(visible(note), 200)}") for note in report.notes]
    if report.provenance.complete:
        return notes
    return [Text("本轮检测未完成，未检测到的一律计为未知。", "bold yellow"), *notes]


def _alarms(report: Report) -> list[Text]:
    return [
        Text(f"！{shorten(visible(alarm), 200)}", "bold red", overflow="fold")
        for alarm in report.alarms
    ]


def _beside(report: Report) -> list[Text]:
    """What a reader of the table must not miss: other readings, and why there is no verdict."""
    told = (
        f"{result.rate.title}：{text}"
        for result in report.results
        for text in (
            interval_text(result.interval) if result.interval else "",
            result.reason,
            *map(reading_text, result.readings),
        )
        if text
    )
    departures = (line for line in report.policy if line.startswith(DEPARTURE))
    return [_text(f"· {shorten(visible(line), 200)}") for line in (*departures, *told)]


def _rates(report: Report) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("指标", ratio=1, overflow="fold")
    for title in ("分子/分母", "未知", "实测比率", "阈值"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("结论", no_wrap=True)
    for result in report.results:
        table.add_row(*_cells(result))
    return table


def _cells(result: IndicatorResult) -> tuple[Text, ...]:
    rate = result.rate
    texts = (
        _plain(rate.title),
        f"{rate.met}/{rate.of}",
        str(rate.unknown),
        figures.interval(rate).replace(" ", ""),
        figures.judged_threshold(result),
    )
    return (*(Text(text) for text in texts), _word(rate_word(result.verdict)))


def _states(report: Report) -> Columns:
    counts = Counter(result.state for result in report.cameras)
    known = ((word, counts[state]) for state, word in STATES.items() if counts[state])
    parts = [_word(word).append(f" {count}") for word, count in known]
    return Columns([Text(f"摄像机 {len(report.cameras)} 路："), *parts], padding=(0, 2))


def _word(word: Word) -> Text:
    return Text(str(word), _STYLES[word.tone])


def _text(text: str) -> Text:
    return Text(visible(text), overflow="fold")


def _plain(text: str) -> str:
    return shorten(visible(text), _SHORT_TEXT)
