"""``auditor declared``: output, exit codes, and what is written."""

import csv
import io
import json
from pathlib import Path

import docx
import pytest

from auditor.cli.main import execute
from auditor.model import Report
from auditor.store.store import NewRound, Store
from tests.auditor.declared.forms import FAULTY, Sample, as_docx, as_hanging_text
from tests.auditor.declared.measured import measured, measured_report

FORM = as_docx(Sample())


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    Path("form.docx").write_bytes(FORM)
    return tmp_path


def kept(report: Report, path: str = "auditor.sqlite") -> str:
    """A database with one ended round."""
    facts = report.provenance
    new = NewRound(
        id=facts.round_id,
        community=report.community,
        started_at=facts.started_at,
        registry_sha256=facts.registry_sha256,
        profile=facts.profile,
        tool_version=facts.tool_version,
    )
    with Store(Path(path)) as store:
        store.begin_round(new)
        store.end_round(report)
    return facts.round_id


def out(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert execute(["declared", *arguments]) == code
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert execute(["declared", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err


@pytest.mark.usefixtures("here")
def test_a_clean_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert out(capsys, "check", "form.docx") == "共读取28项指标，发现0处问题\n"
    assert json.loads(out(capsys, "check", "form.docx", "--format", "json")) == []


@pytest.mark.usefixtures("here")
def test_findings_as_json_are_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    text = as_hanging_text(Sample(answers=FAULTY["below"].answers))
    Path("form.txt").write_text(text, encoding="gb18030")

    assert json.loads(out(capsys, "check", "form.txt", "--format", "json", code=1)) == [
        {
            "indicator": 2,
            "rule": "DECL-01",
            "severity": "error",
            "quote": "5G网络覆盖率达到８０%",
            "message": "5G网络覆盖率的自报数值低于标准要求的90%，却填报为达标",
        }
    ]


@pytest.mark.usefixtures("here")
def test_findings_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    sample = Sample(intro="[bookmark: x]", answers=FAULTY["below"].answers)
    Path("form.txt").write_text(as_hanging_text(sample), encoding="utf-8")

    assert out(capsys, "check", "form.txt", code=1).splitlines() == [
        "表外 DECL-14 ▲ 警告：残留的模板或转换标记，应删除",
        "    原文：[bookmark: x]",
        "指标2 DECL-01 × 错误：5G网络覆盖率的自报数值低于标准要求的90%，却填报为达标",
        "    原文：5G网络覆盖率达到８０%",
        "共读取28项指标，发现2处问题",
    ]


@pytest.mark.usefixtures("here")
def test_bad_input_is_one_message(capsys: pytest.CaptureFixture[str]) -> None:
    Path("form.docx").write_bytes(b"%PDF-1.4")
    message = "auditor: form.docx: this is a PDF file, whatever its name says; save it as DOCX, HTML or text\n"

    assert refused(capsys, "check", "form.docx") == message


@pytest.mark.usefixtures("here")
def test_reconcile_without_a_difference(capsys: pytest.CaptureFixture[str]) -> None:
    round_id = kept(measured_report())
    lines = out(capsys, "reconcile", "form.docx", "--round", round_id).splitlines()

    assert lines[:3] == [
        f"云帆社区　第 {round_id} 轮",
        "√ 一致　覆盖率填报97.5%，与实测一致（实测39/40=97.5%）",
        "    原文：覆盖率97.5%",
    ]


@pytest.mark.usefixtures("here")
def test_reconcile_with_a_difference(capsys: pytest.CaptureFixture[str]) -> None:
    kept(measured_report(measured("networking_rate", 100, 120, 5)))
    lines = out(capsys, "reconcile", "form.docx", code=1).splitlines()

    at = next(at for at, line in enumerate(lines) if line.startswith("× 高于实测　联网率填报98.3%"))
    assert lines[at + 2] == "    × 不合格　第 1 行 北门：离线"


@pytest.mark.usefixtures("here")
def test_reconcile_as_json_and_csv(capsys: pytest.CaptureFixture[str]) -> None:
    kept(measured_report(measured("networking_rate", 117, 120, 1)), "other.sqlite")
    arguments = ("reconcile", "form.docx", "--store", "other.sqlite")
    found = json.loads(out(capsys, *arguments, "--format", "json", code=3))
    assert list(found) == ["community", "round_id", "complete", "lines", "notes"]
    (line,) = (each for each in found["lines"] if each["title"] == "联网率")
    assert line == {
        "indicator": "networking_rate",
        "title": "联网率",
        "quote": "联网率98.3%",
        "declared": "98.3%",
        "lowest": "97.5%",
        "highest": "98.33%",
        "of": 120,
        "met": 117,
        "unknown": 1,
        "standing": "not_contradicted",
        "message": "联网率填报98.3%，实测不能否定，也不能证实（实测117/120=97.5%，另有1未能检测，最高可能98.33%）",
        "members": [
            {
                "key": "3",
                "label": "第 3 行 北门",
                "outcome": "unknown",
                "reason": "离线",
                "exclusion": "",
                "proof": "",
            }
        ],
    }
    table = out(capsys, *arguments, "--format", "csv", code=3)
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
    assert [(row["standing"], row["member"]) for row in rows if row["title"] == "联网率"] == [
        ("not_contradicted", "第 3 行 北门")
    ]


@pytest.mark.usefixtures("here")
def test_an_unknown_round_and_no_database(capsys: pytest.CaptureFixture[str]) -> None:
    assert "auditor.sqlite: no such file" in refused(capsys, "reconcile", "form.docx")
    assert not Path("auditor.sqlite").exists()
    kept(measured_report())
    assert "no ended round" in refused(capsys, "reconcile", "form.docx", "--round", "1999")


@pytest.mark.usefixtures("here")
def test_the_configuration_names_the_database(capsys: pytest.CaptureFixture[str]) -> None:
    Path("auditor.toml").write_text('[files]\nstore = "night.sqlite"\n', encoding="utf-8")
    kept(measured_report(), "night.sqlite")

    assert "√ 一致" in out(capsys, "reconcile", "form.docx")


@pytest.mark.usefixtures("here")
def test_fill_writes_the_cell_and_keeps_the_template(capsys: pytest.CaptureFixture[str]) -> None:
    kept(measured_report(measured("health_rate", 110, 120)))
    lines = out(capsys, "fill", "form.docx", "-o", "out.docx").splitlines()

    assert lines[0] == "未达标。"
    assert lines[-1] == "已写入 out.docx"
    cell = docx.Document("out.docx").tables[0].rows[4].cells[-1]
    assert cell.text.splitlines() == lines[:-1]
    assert Path("form.docx").read_bytes() == FORM


@pytest.mark.usefixtures("here")
def test_fill_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    round_id = kept(measured_report())
    found = json.loads(out(capsys, "fill", "form.docx", "-o", "out.docx", "--format", "json"))

    assert (found["output"], found["round_id"]) == ("out.docx", round_id)
    assert found["lines"][0] == "达标。"


@pytest.mark.usefixtures("here")
def test_fill_never_replaces_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    kept(measured_report())
    Path("out.docx").write_bytes(b"mine")

    assert "is there already" in refused(capsys, "fill", "form.docx", "-o", "out.docx")
    assert Path("out.docx").read_bytes() == b"mine"
    assert "would overwrite form.docx" in refused(
        capsys, "fill", "form.docx", "-o", "form.docx", "--force"
    )
    assert "已写入 out.docx" in out(capsys, "fill", "form.docx", "-o", "out.docx", "--force")


def test_fill_that_fails_writes_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept(measured_report())
    Path("form.docx").write_bytes(as_docx(Sample(numbers=(5,))))

    assert "no row 视频监控设施" in refused(capsys, "fill", "form.docx", "-o", "out.docx")
    assert sorted(path.name for path in here.glob("*.docx")) == ["form.docx"]
    assert sorted(path.name for path in here.glob(".*")) == []
