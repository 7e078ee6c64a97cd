"""``worklist``: files per party from a kept round; what is unmasked is recorded."""

import json
from pathlib import Path

import openpyxl
import pytest

from auditor.cli.main import execute
from auditor.model import Report
from auditor.oplog.file import entries
from tests.auditor.judged_round import UNIT, keep_judged_round
from tests.auditor.store.values import ROUND


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.chdir(tmp_path)
    return keep_judged_round()


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
        "pictures": 0,
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
