"""The charts as data for the page's script; each has a table beside it that says the same."""

from collections.abc import Sequence

from auditor.render.page_groups import GroupTable
from auditor.render.page_ladder import Ladder
from auditor.render.page_trend import TrendLine
from auditor.render.plain_text import shorten, visible
from auditor.render.words import STATES

__all__ = ["Chart", "group_chart", "ladder_chart", "trend_chart"]

Chart = dict[str, object]
_NAME = 24
_GROUPS = 12


def ladder_chart(found: Ladder) -> Chart:
    """Horizontal bars: who reached a step."""
    return {
        "id": "ladder-chart",
        "kind": "bars",
        "labels": [rung.title for rung in found.rungs],
        "series": [
            {
                "name": "走得更远",
                "tone": "accent",
                "values": [r.reached - r.stopped for r in found.rungs],
            },
            {"name": "止于此步", "tone": "warn", "values": [r.stopped for r in found.rungs]},
        ],
    }


def group_chart(table: GroupTable) -> Chart:
    """Stacked bars: the cameras of each group by state, the largest groups."""
    lines = table.lines[:_GROUPS]
    return {
        "id": f"{table.id}-chart",
        "kind": "bars",
        "labels": [shorten(visible(line.name), _NAME) for line in lines],
        "series": [
            {
                "name": word.text,
                "tone": word.tone,
                "state": state.value,
                "values": [line.states.get(state, 0) for line in lines],
            }
            for state, word in STATES.items()
        ],
    }


def trend_chart(days: Sequence[str], lines: Sequence[TrendLine]) -> Chart:
    """Lines: the rates over the nights, in percent with one decimal."""
    return {
        "id": "trend-chart",
        "kind": "lines",
        "labels": list(days),
        "series": [
            {
                "name": line.title,
                "values": [None if one is None else one / 10 for one in line.permilles],
            }
            for line in lines
        ],
    }
