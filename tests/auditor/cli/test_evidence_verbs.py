"""``auditor evidence``: what was changed, is missing or was added after a round is named."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from auditor.cli.main import execute
from auditor.store.store import Store
from tests.auditor.evidence_rounds import LATER, Kept, keep_round
from tests.auditor.store.values import ROUND

COPIED = (
    "INSERT INTO observation SELECT 9, round_id, row, probe, version, attempt, body "
    "FROM observation WHERE id = 1"
)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return keep_round(tmp_path)


def out(capsys: pytest.CaptureFixture[str], code: int, *arguments: str | Path) -> str:
    assert execute(["evidence", *(str(argument) for argument in arguments)]) == code
    captured = capsys.readouterr()
    return captured.err if code == 2 else captured.out


def verified(
    capsys: pytest.CaptureFixture[str], code: int, kept: Kept, *options: str
) -> dict[str, object]:
    where = ("--store", kept.store, "--reports", kept.reports, "--format", "json")
    told: dict[str, object] = json.loads(out(capsys, code, "verify", *where, *options))
    return told


def change(kept: Kept, statement: str) -> None:
    with closing(sqlite3.connect(kept.store)) as connection, connection:
        connection.execute(statement)


def head(kept: Kept, round_id: str = ROUND.id) -> str:
    with Store(kept.store) as store:
        return store.evidence.of(round_id).head


def test_what_was_not_touched_is_intact(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--store", kept.store, "--reports", kept.reports)
    assert out(capsys, 0, "verify", *where, "--head", head(kept)) == (
        f"round {ROUND.id}: intact (2 observations, 2 pictures)\n  head {head(kept)}\n"
    )


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            "UPDATE observation SET body = replace(body, 'false', 'true') WHERE id = 2",
            {"kind": "changed", "name": "observation 2 (row 2, tcp_connect, try 1)"},
        ),
        (
            "DELETE FROM observation WHERE id = 1",
            {"kind": "missing", "name": "observation 1 (row 1, tcp_connect, try 1)"},
        ),
        (
            COPIED,
            {"kind": "added", "name": "observation 9 (row 1, tcp_connect, try 1)"},
        ),
        (
            f"UPDATE evidence SET head = '{'0' * 64}'",  # noqa: S608 - ours
            {"kind": "changed", "name": "manifest.json"},
        ),
        ("DELETE FROM report", {"kind": "missing", "name": "report.json"}),
    ],
)
def test_a_change_of_the_store_is_named(
    kept: Kept, capsys: pytest.CaptureFixture[str], statement: str, fault: dict[str, str]
) -> None:
    change(kept, statement)
    told = verified(capsys, 1, kept)
    assert (told["intact"], told["faults"]) == (False, [fault])


def test_a_change_of_the_pictures_is_named(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    kept.picture(1).write_bytes(b"\xff\xd8 another")
    kept.picture(2).rename(kept.picture(3))
    folder = f"pictures/{ROUND.id}"
    assert verified(capsys, 1, kept)["faults"] == [
        {"kind": "changed", "name": f"{folder}/1.jpg"},
        {"kind": "added", "name": f"{folder}/3.jpg"},
        {"kind": "missing", "name": f"{folder}/2.jpg"},
    ]


def test_a_link_is_not_the_picture_that_was_kept(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    moved = kept.picture(1).rename(tmp_path / "moved.jpg")
    kept.picture(1).symlink_to(moved)
    assert verified(capsys, 1, kept)["faults"] == [
        {"kind": "changed", "name": f"pictures/{ROUND.id}/1.jpg"}
    ]


def test_the_latest_report_s_own_pictures_must_be_there(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    for row in (1, 2):
        kept.picture(row).unlink()
    kept.picture().parent.rmdir()
    told = verified(capsys, 1, kept)
    assert (len(told["faults"]), told["removed"]) == (2, [])  # type: ignore[arg-type]  # a list


@pytest.mark.parametrize("text", ["", '{"schema": "x"}'])
def test_a_changed_manifest_beside_the_report_is_told(
    kept: Kept, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (kept.reports / "manifest.json").write_text(text)
    assert verified(capsys, 1, kept)["faults"] == [{"kind": "changed", "name": "manifest.json"}]


def test_another_head_than_the_one_written_down_is_a_fault(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    told = verified(capsys, 1, kept, "--head", "0" * 64)
    assert told["faults"] == [{"kind": "changed", "name": "manifest.json"}]
    assert "64 hexadecimal digits" in out(capsys, 2, "verify", "--head", "abc")


def prune(kept: Kept, capsys: pytest.CaptureFixture[str], *options: str) -> None:
    where = ("--store", str(kept.store), "--reports", str(kept.reports))
    assert execute(["store", "prune", *options, *where]) == 0
    capsys.readouterr()


def test_pictures_stay_when_the_next_report_is_written_and_are_not_missing_when_pruned(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_round(tmp_path, LATER)
    assert verified(capsys, 0, kept, "--round", ROUND.id)["removed"] == []
    prune(kept, capsys, "--pictures", "0d")
    told = verified(capsys, 0, kept, "--round", ROUND.id)
    assert told["removed"] == [f"pictures/{ROUND.id}/{row}.jpg" for row in (1, 2)]
    assert verified(capsys, 0, kept)["removed"] == []


def test_pruned_observations_are_removed_not_missing(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_round(tmp_path, LATER)
    prune(kept, capsys, "--keep", "0d")
    shown = out(
        capsys, 0, "verify", "--store", kept.store, "--reports", kept.reports, "--round", ROUND.id
    )
    assert "removed by policy, so not verified: 2 items" in shown


def test_a_round_without_a_manifest_says_so(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    change(kept, "DELETE FROM evidence")
    told = out(capsys, 2, "verify", "--store", kept.store, "--reports", kept.reports)
    assert "has no manifest: it was made by an earlier version" in told


def test_a_damaged_manifest_in_the_store_says_so(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    change(kept, "UPDATE evidence SET body = x'7878787878'")
    told = out(capsys, 2, "verify", "--store", kept.store, "--reports", kept.reports)
    assert "the manifest in the store was damaged" in told


def test_another_round_s_manifest_is_refused(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_round(tmp_path, LATER)
    change(
        kept,
        "UPDATE evidence SET body = (SELECT body FROM evidence ORDER BY round_id LIMIT 1)",
    )
    told = out(capsys, 2, "verify", "--store", kept.store, "--reports", kept.reports)
    assert "is another round's: it was changed" in told


def test_an_export_verifies_elsewhere(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, noted = tmp_path / "evidence.zip", head(kept)
    where = ("--store", kept.store, "--reports", kept.reports, "-o", file)
    assert "intact" in out(capsys, 0, "export", *where)
    first = file.read_bytes()
    assert "exists; use --force" in out(capsys, 2, "export", *where)
    out(capsys, 0, "export", *where, "--force")
    assert file.read_bytes() == first
    kept.store.unlink()
    shown = f"round {ROUND.id}: intact (2 observations, 2 pictures)\n  head {noted}\n"
    assert out(capsys, 0, "verify", file, "--head", noted) == shown
    assert "not intact" in out(capsys, 1, "verify", file, "--head", "0" * 64)


def test_an_export_of_an_old_round_tells_what_was_removed(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_round(tmp_path, LATER)
    prune(kept, capsys, "--pictures", "0d")
    file = tmp_path / "evidence.zip"
    where = ("--store", kept.store, "--reports", kept.reports, "-o", file)
    out(capsys, 0, "export", *where, "--round", ROUND.id)
    assert "not verified: 2 items" in out(capsys, 0, "verify", file)


def test_what_is_not_intact_is_not_exported(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(kept, "DELETE FROM observation")
    file = tmp_path / "evidence.zip"
    where = ("--store", kept.store, "--reports", kept.reports, "-o", file)
    assert "missing: observation 1" in out(capsys, 1, "export", *where)
    assert not file.exists()


def test_an_export_that_cannot_be_written_leaves_nothing(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("--store", kept.store, "--reports", kept.reports, "-o", tmp_path / "no" / "a.zip")
    assert "cannot be written" in out(capsys, 2, "export", *where)
    over = ("--store", kept.store, "--reports", kept.reports, "-o", kept.store, "--force")
    assert "would overwrite" in out(capsys, 2, "export", *over)


def test_a_folder_that_is_not_there_is_told(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("--store", kept.store, "--reports", tmp_path / "absent")
    assert "absent: no such folder; name it with --reports" in out(capsys, 2, "verify", *where)


def test_a_zip_takes_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = out(capsys, 2, "verify", tmp_path / "a.zip", "--round", "latest")
    assert "leave out the other options" in told


def test_many_faults_are_cut_on_the_screen(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(201):
        (kept.picture().parent / f"x{number}.jpg").write_bytes(b"")
    shown = out(capsys, 1, "verify", "--store", kept.store, "--reports", kept.reports)
    assert "and 1 more; --format json has all" in shown
