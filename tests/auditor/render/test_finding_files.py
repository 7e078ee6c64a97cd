"""Any number of findings, whole or not at all, the same in every form."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from auditor.errors import ReportError
from auditor.model import Finding, Severity, Verdict
from auditor.render import finding_files
from auditor.render.csv import render_csv
from auditor.render.finding_files import CheckFormat, write_aside, write_findings
from auditor.render.tables import FINDING_COLUMNS

HOSTILE = '=HYPERLINK("x","点我")\x00\n第二行,逗号'


def finding(row: int, *, value: str = "值", verdict: Verdict = Verdict.FAIL) -> Finding:
    return Finding(
        row=row,
        device_code="37011600011326000001",
        rule="NAME-02",
        severity=Severity.ERROR,
        verdict=verdict,
        field="name",
        value=value,
        message="设备名称为乱码",
        suggestion="重新录入",
    )


FEW = (finding(1), finding(2, value=HOSTILE), finding(2, verdict=Verdict.UNKNOWN))


def cells(item: Finding) -> dict[str, object]:
    return {name: getattr(item, name) for name in FINDING_COLUMNS}


def written(findings: tuple[Finding, ...], form: CheckFormat) -> bytes:
    file = io.BytesIO()
    write_findings(iter(findings), file, form)
    return file.getvalue()


@pytest.fixture(params=[1, 2, 3, 20_000])
def _chunk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding_files, "_CHUNK", request.param)


@pytest.mark.usefixtures("_chunk")
@pytest.mark.parametrize("findings", [(), FEW[:1], FEW])
def test_csv_is_the_table_of_a_report(findings: tuple[Finding, ...]) -> None:
    rows = [tuple(cells(item).values()) for item in findings]
    assert written(findings, CheckFormat.CSV) == render_csv(FINDING_COLUMNS, rows)  # type: ignore[arg-type]


@pytest.mark.usefixtures("_chunk")
@pytest.mark.parametrize("findings", [(), FEW[:1], FEW])
def test_json_is_a_list_of_objects(findings: tuple[Finding, ...]) -> None:
    assert json.loads(written(findings, CheckFormat.JSON)) == [cells(item) for item in findings]


@pytest.mark.usefixtures("_chunk")
@pytest.mark.parametrize("findings", [(), FEW])
def test_parquet_holds_the_texts_as_they_are(findings: tuple[Finding, ...]) -> None:
    read = pl.read_parquet(io.BytesIO(written(findings, CheckFormat.PARQUET)))
    assert read.columns == list(FINDING_COLUMNS)
    assert read.to_dicts() == [cells(item) for item in findings]


def test_a_file_is_in_place_only_when_all_of_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "findings.csv"
    path.write_bytes(b"last night")

    def broken() -> Iterator[Finding]:
        yield FEW[0]
        raise RuntimeError("a rule's bug")

    with pytest.raises(RuntimeError), write_aside(path) as file:
        write_findings(broken(), file, CheckFormat.CSV)
    assert [item.name for item in tmp_path.iterdir()] == ["findings.csv"]
    assert path.read_bytes() == b"last night"

    with write_aside(path) as file:
        write_findings(FEW, file, CheckFormat.CSV)
    assert [item.name for item in tmp_path.iterdir()] == ["findings.csv"]
    assert path.read_bytes() == written(FEW, CheckFormat.CSV)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(ReportError, match=r"no/f\.csv: cannot be written \(No such file"),
        write_aside(tmp_path / "no" / "f.csv"),
    ):
        pytest.fail("there is no such folder")


def test_text_is_a_line_each_with_nothing_unseen() -> None:
    text = written(FEW, CheckFormat.TEXT).decode()
    assert text.splitlines() == [
        "第1行 NAME-02 值 设备名称为乱码",
        '第2行 NAME-02 =HYPERLINK("x","点我")[U+0000] 第二行,逗号 设备名称为乱码',
        "第2行 NAME-02 值 设备名称为乱码",
    ]
