"""The summary on the terminal after an ad-hoc round: the chosen cameras, before and now."""

from pathlib import Path

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from auditor.model import CameraState, Report
from auditor.render.figures import shanghai_time
from auditor.render.plain_text import shorten, visible
from auditor.render.words import STATES
from auditor.retested import retests

__all__ = ["retest_summary"]

_NOTE, _REASON, _NAME = 200, 80, 30
_NOTHING_KNOWN = "－"


def retest_summary(report: Report, folder: Path) -> Group:
    """What the result is about, a line for each chosen camera, and where the report is."""
    told = retests(report)
    good = sum(one.now is CameraState.PICTURE_OK for one in told)
    parent = report.chosen.parent if report.chosen else ""
    lines: list[RenderableType] = [
        Text(f"{_plain(report.community, _NAME)}　{shanghai_time(report.provenance.started_at)}"),
        *(Text(f"！{_plain(alarm, _NOTE)}") for alarm in report.alarms),
        *(Text(f"· {_plain(note, _NOTE)}", overflow="fold") for note in report.notes),
        _table(report),
        Text(f"所选 {len(told)} 路中 {good} 路出图正常。"),
        Text(f"“此前”为轮次 {parent} 的状态。" if parent else "此前没有已结束的整轮检测。"),
        Text(f"报告：{visible(str(folder / 'index.html'))}", overflow="fold"),
    ]
    return Group(*lines)


def _table(report: Report) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("行", justify="right", no_wrap=True)
    table.add_column("设备编码", no_wrap=True)
    table.add_column("名称", overflow="fold")
    table.add_column("此前", no_wrap=True)
    table.add_column("现在", no_wrap=True)
    table.add_column("原因", ratio=1, overflow="fold")
    for one in retests(report):
        before = str(STATES[one.before]) if one.before else _NOTHING_KNOWN
        reason, name = _plain(one.reason, _REASON), _plain(one.name, _NAME)
        cells = (str(one.row), _plain(one.device_code, _NAME), name, before, str(STATES[one.now]))
        table.add_row(*map(Text, (*cells, reason)))
    return table


def _plain(text: str, limit: int) -> str:
    return shorten(visible(text), limit)
