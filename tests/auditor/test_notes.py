"""The notes above a report's figures."""

import dataclasses
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from auditor.demo.sample import sample_files
from auditor.model import Gap
from auditor.notes import notes
from auditor.records import LocationClass, RowError
from auditor.registry.key_locations import Plan, read_key_locations
from auditor.registry.registry import Registry, read_registry


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, content in sample_files().items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.fixture
def registry(files: Path) -> Registry:
    return read_registry(files / "registry.csv").only("云帆社区")


@pytest.fixture
def plan(files: Path) -> Plan:
    return read_key_locations(files / "key_locations.csv")


def test_nothing_is_said_when_all_is_well(registry: Registry, plan: Plan) -> None:
    assert notes(registry, plan, complete=True) == ()


def test_everything_that_was_not_counted_is_named(registry: Registry, plan: Plan) -> None:
    unread = RowError(file="registry.csv", row=2, line=3, message="-")
    cut = dataclasses.replace(
        registry,
        errors=(unread,),
        unassigned_rows=tuple(range(1, 13)),
        unclaimed_headers=("备注",),
        frame=registry.frame.head(1).with_columns(stream_uri=pl.lit("127.0.0.1/main")),
    )

    assert notes(cut, dataclasses.replace(plan, errors=(unread,)), complete=False) == (
        "本轮检测被提前终止，未测到的摄像机按“未检测”计，不作好坏结论。",
        "台账有 1 行无法读取，在各率中计为未知（分类别的各率不含这些行）。",
        "台账有 12 行未填社区（第 1、2、3、4、5、6、7、8、9、10… 行），未计入本社区各率，请补填。",
        "关键位置清单有 1 行无法读取，未计入应建。",
        "台账有 1 行登记的取流或 ONVIF 地址不可用（第 1 行），未据此检测。",
        "台账中下列列名未能识别，未被使用：备注。",
    )


def test_rows_without_a_community_are_remembered(files: Path) -> None:
    path = files / "registry.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    lines[3] = lines[3].replace(",云帆社区,", ",,")
    path.write_text("\n".join(lines), encoding="utf-8")

    whole = read_registry(path)

    assert whole.only("云帆社区").unassigned_rows == (3,)
    assert whole.only("").unassigned_rows == ()


def test_a_plan_without_this_community_is_told(registry: Registry, plan: Plan) -> None:
    assert notes(registry, plan.only("无此社区"), complete=True) == (
        "关键位置清单中没有本社区的关键位置，关键位置各率无数据。",
    )


def test_a_class_that_nobody_listed_is_told_with_the_nearest_one(
    registry: Registry, plan: Plan
) -> None:
    first, second, third, *rest = plan.locations
    other = LocationClass.OTHER
    strange = (
        dataclasses.replace(first, location_class=other, class_text="社区主干到"),
        dataclasses.replace(second, location_class=other, class_text="学校门口"),
        dataclasses.replace(third, location_class=other, class_text=""),
        *rest,
    )
    slips = dataclasses.replace(plan, locations=strange)
    told = notes(registry, slips, complete=True, further_classes=("学校门口",))

    assert told == (
        (
            "关键位置清单有 2 行的类别未知（第 1 行“社区主干到”，是否应为“社区主干道”？；"
            "第 3 行未填类别），计入应建，列在“其他关键位置”；"
            "请更正，或在方案的 further_classes 中列出。"
        ),
    )


def test_a_camera_that_names_another_communitys_key_location_is_told(
    registry: Registry, plan: Plan
) -> None:
    moved = tuple(
        dataclasses.replace(p, community="海棠社区") if p.id == "KL-02" else p
        for p in plan.locations
    )
    rows = [c.row for c in registry.cameras if c.key_location_id == "KL-02"]
    whole = dataclasses.replace(plan, locations=moved)
    told = "；".join(f"第 {row} 行的 KL-02 属于海棠社区" for row in rows)

    assert notes(registry, whole.only("云帆社区"), complete=True) == (
        f"台账有 {len(rows)} 行登记的是其他社区的关键位置（{told}），未计入关键位置各率。",
    )


def test_unreadable_rows_of_the_exclusions_are_told(registry: Registry, plan: Plan) -> None:
    assert notes(registry, plan, complete=True, unread_exclusions=2) == (
        "免考核文件有 2 行无法读取，未采用。",
    )


def test_words_that_were_not_understood_are_told(files: Path, plan: Plan) -> None:
    path = files / "registry.csv"
    header, first, second, third, *rest = path.read_text(encoding="utf-8-sig").splitlines()
    names = header.split(",")
    lines = [
        changed(first, names, "设备状态", "停用"),
        changed(second, names, "设备状态", " "),
        changed(third, names, "公共视频资源", "待定"),
    ]
    path.write_text("\n".join([header, *lines, *rest]), encoding="utf-8")
    registry = read_registry(path).only("云帆社区")
    assert notes(registry, plan, complete=True) == (
        "台账有 1 行设备状态未能识别（第 1 行），按在册在用计。",
        "台账有 1 行“公共视频资源”的填写未能识别（第 3 行），未作为判断依据。",
    )


def changed(line: str, names: list[str], column: str, text: str) -> str:
    cells = line.split(",")
    cells[names.index(column)] = text
    return ",".join(cells)


def test_when_a_round_stood_still_is_told_by_beijing_time(registry: Registry, plan: Plan) -> None:
    at = datetime(2026, 1, 5, 15, 59, 30, tzinfo=UTC)
    gap = Gap(stopped_at=at, resumed_at=at + timedelta(minutes=1))
    told = notes(registry, plan, complete=True, gaps=(gap, gap))
    assert told[0] == (
        "本轮检测中断后续测 2 次（北京时间 01-05 23:59:30 中断、01-06 00:00:30 续测；"
        "01-05 23:59:30 中断、01-06 00:00:30 续测），已测完的不重测，台账、方案和参数以本轮开始时为准。"
    )
    assert notes(registry, plan, complete=True, gaps=(gap,) * 11)[0].count("…") == 1
