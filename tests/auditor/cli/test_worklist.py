"""``worklist``: files per party from a kept round; what is unmasked is recorded."""

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from auditor.case_bytes import pack_case
from auditor.cli.main import execute
from auditor.conclude import Case, conclude
from auditor.inputs import load_inputs
from auditor.model import Report
from auditor.oplog.file import entries
from auditor.record_check import prepared
from auditor.store.store import Store
from tests.auditor.registry.files import record, registry
from tests.auditor.render import builders
from tests.auditor.store.values import ROUND

PLAN = "关键位置编号,社区,类别,名称,经度,纬度\nKL-01,云帆社区,小区出入口,北门,117.661,36.209\n"
UNIT = "../北方 公司"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    """A round of one camera with a broken code, whose unit has a name that is no file name."""
    monkeypatch.chdir(tmp_path)
    text = registry(
        record(device_code="123", management_unit=UNIT, management_contact="13812345678")
    )
    Path("registry.csv").write_text(text, encoding="utf-8")
    Path("key_locations.csv").write_text(PLAN, encoding="utf-8")
    inputs = load_inputs(
        registry=Path("registry.csv"),
        key_locations=Path("key_locations.csv"),
        community="",
        profile="shandong-growth",
    )
    case = Case(
        registry=inputs.registry,
        frame=prepared(inputs.registry, inputs.plan.locations, inputs.terms)[0],
        plan=inputs.plan,
        community=inputs.community,
        profile=inputs.profile,
        criteria=inputs.terms.criteria,
        tries=3,
    )
    origin = builders.provenance(round_id=ROUND.id, divisions_as_of="2026-09-01")
    report = conclude(case, (), origin, lambda _row, _try: None).report
    with Store("auditor.sqlite") as store:
        store.begin_round(replace(ROUND, community=report.community))
        store.keep_contents(ROUND.id, pack_case(case, credentials=frozenset()))
        store.end_round(report)
    return report


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    assert execute(["worklist", *arguments, "--format", "json"]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def cells(path: str) -> set[str]:
    book = openpyxl.load_workbook(path)
    return {str(cell) for sheet in book for row in sheet.values for cell in row}


def test_a_party_gets_a_letter_and_a_table(
    kept: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    (written,) = told(capsys, "--deadline", "2026-02-01")

    stem = f"worklists/{ROUND.id}/整改通知单-20261124-001-北方_公司"
    assert written == {
        "number": "整改〔20261124〕001 号",
        "addressee": UNIT,
        "items": 1,
        "to_verify": 1,
        "files": [f"{stem}.docx", f"{stem}.xlsx"],
    }
    assert "123" in cells(f"{stem}.xlsx")
    assert openpyxl.load_workbook(f"{stem}.xlsx").sheetnames == ["整改清单", "待核实", "数据字典"]
    assert not Path("operations.jsonl").exists()
    assert kept.cameras[0].camera.device_code == "123"


def test_what_is_unmasked_is_recorded(kept: Report, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "--unmasked", "--by", "community", "--as", "xlsx", "--output", "lists")

    (entry,) = entries(Path("operations.jsonl"))
    assert (entry.verb, entry.subject) == ("worklist --unmasked", kept.provenance.round_id)
    assert entry.details == {"by": "community", "output": "lists"}
    assert [path.suffix for path in Path("lists", ROUND.id).iterdir()] == [".xlsx"]


def test_nothing_is_written_that_cannot_be_recorded(
    kept: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("operations.jsonl").mkdir()

    assert execute(["worklist", "--unmasked"]) == 2
    assert "the operation log cannot be written" in capsys.readouterr().err
    assert not Path("worklists").exists()
    assert kept.findings


def test_usage(kept: Report, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["worklist", "--deadline", "soon"]) == 2
    assert "'soon' is no day; write 2026-02-01" in capsys.readouterr().err
    assert execute(["worklist", "--round", "1999"]) == 2
    assert kept.findings
