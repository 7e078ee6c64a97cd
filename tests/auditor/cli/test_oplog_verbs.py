"""``oplog`` and ``--unmasked``: nothing is written unmasked that is not recorded."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor.cli.main import execute
from auditor.oplog.entry import Operation
from auditor.oplog.file import account, append, entries, verify
from tests.auditor.registry.files import record, registry

AT = datetime(2026, 1, 5, 14, tzinfo=UTC)
PLAN = "关键位置编号,社区,类别,名称,经度,纬度\nKL-01,云帆社区,小区出入口,北门,117.661,36.209\n"
LOOPBACK = ("--allow-network", "127.0.0.0/8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: a registry of one camera without any address, and its plan."""
    text = registry(record(stream_uri="", longitude="117.661234"))
    (tmp_path / "registry.csv").write_text(text, encoding="utf-8")
    (tmp_path / "key_locations.csv").write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def longitude(folder: Path) -> str:
    text = (folder / "reports" / "cameras.csv").read_text(encoding="utf-8-sig")
    (row,) = csv.DictReader(text.splitlines())
    return row["longitude"]


def test_a_masked_run_hides_positions_and_records_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    execute(["run", *LOOPBACK, "--format", "json"])

    printed = json.loads(capsys.readouterr().out)
    assert printed["cameras"][0]["camera"]["longitude"] == "117.66"
    assert longitude(folder) == "117.66"
    assert not (folder / "operations.jsonl").exists()


def test_an_unmasked_run_is_recorded_with_its_round(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    execute(["run", *LOOPBACK, "--unmasked", "--format", "json"])

    printed = json.loads(capsys.readouterr().out)
    assert printed["cameras"][0]["camera"]["longitude"] == "117.661234"
    assert longitude(folder) == "117.661234"
    told = [(e.who, e.verb, e.subject, e.details) for e in entries(folder / "operations.jsonl")]
    assert told == [
        (account(), "run --unmasked", "", {"stage": "begin"}),
        (
            *(account(), "run --unmasked", printed["provenance"]["round_id"]),
            {"reports": "reports", "stage": "write"},
        ),
    ]
    assert verify(folder / "operations.jsonl").intact


def test_an_unmasked_run_that_cannot_be_recorded_does_not_begin(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "operations.jsonl").write_text("spoiled\n", encoding="ascii")

    assert execute(["run", *LOOPBACK, "--unmasked"]) == 2
    assert "damaged, so none is added" in capsys.readouterr().err
    assert not (folder / "reports").exists()


def test_the_log_is_shown_and_verified(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = folder / "operations.jsonl"
    append(log, Operation(at=AT, who="anne", verb="run --unmasked", subject="r1"))
    last = append(log, Operation(at=AT, who="bo\u202e", verb="worklist", details={"by": "owner"}))

    assert execute(["oplog", "show"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "1  2026-01-05 22:00:00 +08:00  anne  run --unmasked  r1",
        "2  2026-01-05 22:00:00 +08:00  bo[U+202E]  worklist  by=owner",
    ]
    assert execute(["oplog", "show", "--last", "1", "--format", "json"]) == 0
    assert [one["verb"] for one in json.loads(capsys.readouterr().out)] == ["worklist"]
    assert execute(["oplog", "verify"]) == 0
    assert capsys.readouterr().out.splitlines() == ["intact: 2 entries", f"  head {last.sha256}"]


def test_a_changed_log_is_not_intact(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = folder / "operations.jsonl"
    for who in ("anne", "bert"):
        append(log, Operation(at=AT, who=who, verb="run"))
    log.write_bytes(log.read_bytes().replace(b"anne", b"carl"))

    assert execute(["oplog", "verify", "--file", str(log), "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["intact"], [one["line"] for one in told["broken"]]) == (False, [2])
    assert execute(["oplog", "verify", "--head", "f" * 64]) == 1
    assert "the noted head is not in the log" in capsys.readouterr().out


def test_usage(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["oplog", "verify"]) == 2
    assert "cannot be read" in capsys.readouterr().err
    assert execute(["oplog", "verify", "--head", "x"]) == 2
    assert "64 hexadecimal digits" in capsys.readouterr().err
    assert not (folder / "operations.jsonl").exists()
