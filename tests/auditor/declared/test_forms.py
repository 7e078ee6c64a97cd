"""Whole forms: clean ones give nothing in any format, faulty ones exactly what was planted."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from auditor.declared.check import DeclaredFinding, check
from auditor.declared.form import Form
from auditor.declared.reading import read_forms
from tests.auditor.declared.forms import (
    CLEAN,
    FAULTY,
    Sample,
    as_bars,
    as_docx,
    as_hanging_text,
    as_html,
    as_labelled_text,
    as_lined_text,
)

WRITERS: Mapping[str, Callable[[Sample], bytes]] = {
    "docx": as_docx,
    "html": lambda sample: as_html(sample).encode("gb18030"),
    "hanging": lambda sample: as_hanging_text(sample).encode(),
    "hanging_gbk": lambda sample: as_hanging_text(sample).replace("\n", "\r\n").encode("gb18030"),
    "lined": lambda sample: as_lined_text(sample).encode("utf-8-sig"),
    "bars": lambda sample: as_bars(sample).encode("utf-16"),
    "labelled": lambda sample: as_labelled_text(sample).encode(),
}


def read(tmp_path: Path, data: bytes) -> Form:
    path = tmp_path / "form"
    path.write_bytes(data)
    (form,) = read_forms(path)
    return form


def found(tmp_path: Path, data: bytes) -> tuple[DeclaredFinding, ...]:
    return check(read(tmp_path, data))


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_form_gives_nothing(tmp_path: Path, name: str, writer: str) -> None:
    assert found(tmp_path, WRITERS[writer](CLEAN[name])) == ()


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_form_gives_what_was_planted(tmp_path: Path, name: str, writer: str) -> None:
    findings = found(tmp_path, WRITERS[writer](Sample(answers=FAULTY[name].answers)))

    assert tuple((f.indicator, f.rule, f.quote) for f in findings) == FAULTY[name].found


@pytest.mark.parametrize("writer", WRITERS)
def test_every_format_reads_all_rows(tmp_path: Path, writer: str) -> None:
    sample = Sample()
    form = read(tmp_path, WRITERS[writer](sample))

    assert [row.number for row in form.rows] == list(range(1, 29))
    assert form.video is not None
    flat = {row.number: "".join(row.answer.split()) for row in form.rows}
    assert flat == {line.number: "".join(line.answer.split()) for line in sample.lines}
    assert ["".join(r.standard.split()) for r in form.rows] == [
        "".join(line.standard.split()) for line in sample.lines
    ]
    assert "成长型" in form.outside


def test_a_converters_mark_before_the_table_is_told(tmp_path: Path) -> None:
    text = as_hanging_text(Sample(intro="[bookmark: _GoBack]经××社区申请"))

    assert [(f.indicator, f.rule, f.quote) for f in found(tmp_path, text.encode())] == [
        (0, "DECL-14", "[bookmark: _GoBack]"),
        (0, "DECL-14", "××"),
    ]
