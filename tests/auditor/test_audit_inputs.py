"""What is audited: one community of the registry, and what a reader must know of its files."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from auditor.audit import new_round_id, run_audit
from auditor.cli.options import exit_code
from auditor.errors import RegistryError
from auditor.inputs import Inputs, load_inputs
from auditor.model import Verdict
from auditor.registry.columns import WRITTEN_COLUMNS
from auditor.replay import judge_again
from auditor.schedule.round import Watcher
from auditor.store.codec import report_bytes
from auditor.store.store import Store
from tests.auditor.small_community import (
    Place,
    audit_in,
    registry_rows,
    write_inputs,
    write_table,
)
from tests.auditor.store.values import STARTED


def read_again(folder: Path) -> Inputs:
    return load_inputs(
        registry=folder / "registry.csv",
        key_locations=folder / "key.csv",
        community="",
        profile="shandong-growth",
    )


async def test_the_notes_tell_what_was_not_used(tmp_path: Path) -> None:
    rows = registry_rows(Place(stream=1, onvif=1, outside=1))
    rows[1]["stream_uri"] = "127.0.78.32/main"
    write_inputs(tmp_path, rows)
    for name, line in (("registry.csv", "备注一,"), ("key.csv", "")):
        text = (tmp_path / name).read_text(encoding="utf-8")
        extra = "多,余,的,格,子" + "," * 40
        (tmp_path / name).write_text(line + text.rstrip("\n") + f"\n{extra}\n", encoding="utf-8")
    header, *body = (tmp_path / "registry.csv").read_text(encoding="utf-8").splitlines()
    shifted = [header, *(f",{line}" for line in body)]
    (tmp_path / "registry.csv").write_text("\n".join(shifted), encoding="utf-8")
    inputs = read_again(tmp_path)
    stop = asyncio.Event()
    stop.set()
    built = await run_audit(inputs, audit_in(tmp_path), watcher=Watcher(), stop=stop)
    assert built.report.notes == (
        "本轮检测被提前终止，未测到的摄像机按“未检测”计，不作好坏结论。",
        "台账有 1 行无法读取，在各率中计为未知（分类别的各率不含这些行）。",
        "关键位置清单有 1 行无法读取，未计入应建。",
        "台账有 1 行登记的取流或 ONVIF 地址不可用（第 2 行），未据此检测。",
        "台账中下列列名未能识别，未被使用：备注一。",
    )


async def test_exclusions_and_waivers_of_the_operator_reach_the_report(tmp_path: Path) -> None:
    rows = registry_rows(Place(stream=1, outside=1))
    rows[0]["device_code"] = "3701160001132600000"
    rows[4]["community"] = "海棠社区"
    write_inputs(tmp_path, rows[:4])
    write_table(tmp_path / "registry.csv", WRITTEN_COLUMNS, rows)
    excused, waivers = tmp_path / "excused.csv", tmp_path / "waivers.toml"
    span = "2020-01-01,2020-01-31"
    excused.write_text(
        "设备编码,原因代码,开始时间,结束时间\n"
        + "".join(f"{rows[at]['device_code']},停用,{span}\n" for at in (1, 4))
        + "1,2\n",
        encoding="utf-8",
    )
    waiver = 'rule = "CODE-02"\ncommunity = "云帆社区"\nreason = "待换"\nowner = "王某"\n'
    waivers.write_text(
        f"[[waivers]]\n{waiver}expires = 9998-01-01\n[[waivers]]\n{waiver}expires = 2020-01-01\n",
        encoding="utf-8",
    )
    inputs = load_inputs(
        registry=tmp_path / "registry.csv",
        key_locations=tmp_path / "key.csv",
        community="云帆社区",
        profile="shandong-growth",
        exclusions=excused,
        waivers=waivers,
    )
    stop = asyncio.Event()
    stop.set()
    report = (await run_audit(inputs, audit_in(tmp_path), watcher=Watcher(), stop=stop)).report
    with Store(tmp_path / "auditor.sqlite") as store:
        again = judge_again(store, report.provenance.round_id)

    assert report_bytes(again) == report_bytes(report)
    assert [(item.camera_row, item.counts) for item in report.exclusions] == [(2, False)]
    assert report.alarms == (
        "豁免已过期，未采用：CODE-02 云帆社区，责任人 王某，2020-01-01 到期。",
    )
    assert [f.original for f in report.findings if f.verdict is Verdict.WAIVED] == [Verdict.FAIL]
    assert "免考核文件有 1 行无法读取，未采用。" in report.notes
    provenance = report.provenance
    assert (provenance.exclusions_name, provenance.waivers_name) == (excused.name, waivers.name)


def test_several_communities_need_a_choice(tmp_path: Path) -> None:
    rows = registry_rows(Place(stream=1, outside=1))
    rows[1]["community"] = ""
    rows[2]["community"] = "海棠社区"
    with pytest.raises(RegistryError) as caught:
        write_inputs(tmp_path, rows)
    assert str(caught.value) == (
        f"{tmp_path / 'registry.csv'}: 3 communities (云帆社区、（空）、海棠社区); "
        "choose one with --community"
    )


@pytest.mark.parametrize(
    ("wanted", "rows"), [("云帆社区", [1, 2, 4, 5]), ("海棠社区", [3]), ("无此社区", None)]
)
def test_one_community_is_chosen_by_name(
    tmp_path: Path, wanted: str, rows: list[int] | None
) -> None:
    cells = registry_rows(Place(stream=1, outside=1))
    write_inputs(tmp_path, cells)
    cells[2]["community"] = "海棠社区"
    registry = write_table(tmp_path / "registry.csv", WRITTEN_COLUMNS, cells)
    chosen: dict[str, Any] = {
        "key_locations": tmp_path / "key.csv",
        "profile": "shandong-growth",
    }
    if rows is None:
        with pytest.raises(RegistryError, match="无此社区; found: 云帆社区、海棠社区"):
            load_inputs(registry=registry, community=wanted, **chosen)
        return
    inputs = load_inputs(registry=registry, community=wanted, **chosen)
    assert inputs.community == wanted
    assert [camera.row for camera in inputs.registry.cameras] == rows


def rows_of_no_community() -> list[dict[str, str]]:
    return [row | {"community": ""} for row in registry_rows(Place(stream=1, outside=1))]


def test_a_registry_of_no_community_is_audited_against_the_only_plan(tmp_path: Path) -> None:
    """The 27 columns of 一机一档 have no 社区."""
    inputs = write_inputs(tmp_path, rows_of_no_community())
    assert inputs.community == ""
    assert [location.id for location in inputs.plan.locations] == ["KL-01"]
    assert len(inputs.registry.cameras) == 5


def test_a_registry_of_no_community_is_not_guessed_into_one_of_several_plans(
    tmp_path: Path,
) -> None:
    write_inputs(tmp_path, rows_of_no_community())
    key = tmp_path / "key.csv"
    lines = key.read_text(encoding="utf-8").splitlines()
    other = lines[1].replace("云帆社区", "海棠社区")
    key.write_text("\n".join([*lines, other]), encoding="utf-8")
    with pytest.raises(RegistryError) as caught:
        read_again(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path / 'registry.csv'}: no camera names its 社区, but key.csv plans 2 "
        "(云帆社区、海棠社区); fill in the column 社区"
    )


async def test_a_registry_of_unreadable_rows_gives_no_rate_and_names_no_community(
    tmp_path: Path,
) -> None:
    write_inputs(tmp_path, registry_rows(Place())[4:])
    with (tmp_path / "registry.csv").open("r+", encoding="utf-8") as file:
        header = file.readline()
        file.truncate(0)
        file.seek(0)
        file.write(header + "," * 60 + "x\n")
    inputs = read_again(tmp_path)
    stop = asyncio.Event()
    stop.set()
    built = await run_audit(inputs, audit_in(tmp_path), watcher=Watcher(), stop=stop)
    assert built.report.community == "（未填社区）"
    assert built.report.cameras == ()
    assert len(built.report.row_errors) == 1
    assert exit_code(built.report) == 3


def test_many_communities_are_named_shortly(tmp_path: Path) -> None:
    rows = [row | {"community": f"社区{n}"} for n in range(7) for row in registry_rows(Place())[:1]]
    with pytest.raises(
        RegistryError, match=r"7 communities \(社区0、社区1、社区2、社区3、社区4…\);"
    ):
        write_inputs(tmp_path, rows)


def test_round_ids_sort_by_time_and_do_not_meet() -> None:
    one, two = new_round_id(STARTED), new_round_id(STARTED)
    assert one[:17] == two[:17] == "20260105T140000Z-"
    assert len(one) == 23
    assert one != two
