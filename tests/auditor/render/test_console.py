import io
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from auditor.model import Report
from auditor.render.console import summary
from tests.auditor.render import builders
from tests.auditor.render.community import sample_report
from tests.auditor.render.hostile import hostile_report


def printed(report: Report, folder: Path | None = None) -> str:
    console = Console(file=io.StringIO(), width=80, color_system=None, legacy_windows=False)
    with console.capture() as capture:
        console.print(summary(report, folder))
    return capture.get()


def test_the_sample_round() -> None:
    lines = [line.strip() for line in printed(sample_report(), Path("reports")).splitlines()]
    words = [line.split() for line in lines if line]
    assert lines[:3] == [
        "华新社区　成长型　2026-11-24 01:00:03 +08:00",
        "总体结论：× 不达标",
        "本轮检测未完成，未检测到的一律计为未知。",
    ]
    assert ["关键位置覆盖率", "23/24", "0", "95.8%", "95%", "√", "达标"] in words
    assert ["公共视频资源出图率", "27/33", "2", "81.8%～87.8%", "85%", "？", "无法判定"] in words
    assert "● 出图正常 32  ▲ 画面异常 3  ■ 在线无流 2  × 离线 2  ○ 未检测 1" in "\n".join(lines)
    assert lines[-1] == "报告：reports/index.html"


def test_a_complete_round_without_notes_says_nothing_about_completeness() -> None:
    text = printed(builders.report())
    assert "未完成" not in text
    assert "报告：" not in text
    assert "摄像机 1 路：  ● 出图正常 1" in text


@pytest.mark.parametrize("report", [sample_report(), hostile_report()], ids=["sample", "hostile"])
def test_every_line_fits_into_80_columns_without_escape_sequences(report: Report) -> None:
    text = printed(report, Path("reports"))
    assert max(cell_len(line) for line in text.splitlines()) <= 80
    assert "\x1b" not in text
    assert "\x00" not in text


def test_names_are_never_markup() -> None:
    assert "[red]标记[/red]" in printed(builders.report(community="[red]标记[/red]"))
