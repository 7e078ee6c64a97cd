"""``judge --output``: the tables of a kept round, judged again."""

from pathlib import Path

import polars as pl
import pytest

from auditor.cli.main import execute
from auditor.model import Report
from auditor.oplog.file import entries
from auditor.render.table_files import TABLE_FILES
from tests.auditor.judged_round import keep_judged_round


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.chdir(tmp_path)
    return keep_judged_round()


def longitude(folder: str) -> str:
    text: str = pl.read_parquet(f"{folder}/cameras.parquet")["longitude"].item()
    return text


def test_the_tables_are_written_masked_and_the_same_each_time(kept: Report) -> None:
    assert execute(["judge", "--output", "a"]) == execute(["judge", "--output", "b"]) == 0

    first, again = ({path.name: path.read_bytes() for path in Path(f).iterdir()} for f in "ab")
    assert sorted(first) == sorted((*TABLE_FILES, "result.json"))
    assert first == again
    assert longitude("a") == "117.66"
    assert kept.cameras[0].camera.longitude == "117.661234"
    assert not Path("operations.jsonl").exists()


def test_what_is_unmasked_is_recorded(kept: Report) -> None:
    assert execute(["judge", "--output", "a", "--unmasked"]) == 0

    assert longitude("a") == "117.661234"
    (entry,) = entries(Path("operations.jsonl"))
    assert (entry.verb, entry.subject) == ("judge --unmasked", kept.provenance.round_id)


def test_unmasked_needs_a_folder(kept: Report, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["judge", "--unmasked"]) == 2
    assert "only with --output" in capsys.readouterr().err
    assert kept.findings
