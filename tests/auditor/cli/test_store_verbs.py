"""``judge`` and ``store``: a small round judged again, checked, copied, restored, pruned."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from auditor.case_bytes import pack_case
from auditor.cli.main import execute
from auditor.conclude import Case, conclude
from auditor.record_check import prepared
from auditor.store.store import Store
from tests.auditor.evidence_rounds import keep_round
from tests.auditor.observed import in_memory
from tests.auditor.render import builders
from tests.auditor.small_community import Place, registry_rows, write_inputs
from tests.auditor.store.values import ROUND, seen

LATER = replace(
    ROUND, id="20260106T140000Z-0a1b2c", started_at=ROUND.started_at + timedelta(days=1)
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two rounds of one observation each."""
    inputs = write_inputs(tmp_path, registry_rows(Place(stream=1, onvif=2, outside=3)))
    frame, _ = prepared(inputs.registry, inputs.plan.locations, inputs.terms)
    case = Case(
        registry=inputs.registry,
        frame=frame,
        plan=inputs.plan,
        community=inputs.community,
        profile=inputs.profile,
        criteria=inputs.terms.criteria,
        tries=3,
    )
    file = tmp_path / "auditor.sqlite"
    with Store(file) as store:
        for new in (ROUND, LATER):
            store.begin_round(new)
            store.keep_contents(new.id, pack_case(case, credentials=frozenset()))
            store.keep(new.id, seen(1))
            origin = builders.provenance(
                round_id=new.id, profile=case.profile.id, divisions_as_of="2026-01-01"
            )
            store.end_round(
                conclude(case, in_memory((seen(1),)), origin, lambda _row, _try: None).report
            )
    return file


def out(capsys: pytest.CaptureFixture[str], code: int, *arguments: str | Path) -> str:
    assert execute([str(argument) for argument in arguments]) == code
    captured = capsys.readouterr()
    return captured.err if code == 2 else captured.out


def count(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - ours
    return int(found[0])


def test_the_same_round_is_the_same(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert out(capsys, 0, "judge", "--store", path) == (
        f"round {LATER.id}, profile shandong-growth: the same, bit for bit\n"
    )


def test_another_profile_differs(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--store", path, "--round", "20260105", "--profile", "shandong-benchmark")
    told = json.loads(out(capsys, 1, "judge", *options, "--format", "json"))
    assert (told["round_id"], told["profile"], told["same"]) == (
        ROUND.id,
        "shandong-benchmark",
        False,
    )
    assert told["rates"]
    assert told["states"] == []
    assert "differs" in out(capsys, 1, "judge", *options)


def test_a_loosened_scheme_cannot_judge_under_the_standards_name(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scheme = tmp_path / "mine.toml"
    scheme.write_text(
        'extends = "shandong-growth"\nid = "shandong-growth"\ntitle = "本区方案"\n'
        "[thresholds]\nhealth_rate = 60\n",
        encoding="utf-8",
    )
    told = out(capsys, 2, "judge", "--store", path, "--profile", scheme)
    assert "its id cannot be shandong-growth; give it an id of its own" in told


def test_a_store_that_is_not_there_is_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = tmp_path / "absent.sqlite"
    for verb in (("judge",), ("store", "check"), ("store", "prune", "--keep", "1d")):
        assert "no such file; name the store" in out(capsys, 2, *verb, "--store", absent)
    assert not absent.exists()


def test_a_whole_store_is_called_so(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert out(capsys, 0, "store", "check", "--store", path) == f"{path}: whole\n"


def test_a_damaged_store_is_refused(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = bytearray(path.read_bytes())
    content[4096:-4096] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)
    told = out(capsys, 2, "store", "check", "--store", path)
    assert told.startswith(f"auditor: {path}: ")
    assert told.count("\n") == 1


def test_a_backup_that_is_of_no_use_is_named_and_nothing_is_replaced(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newer = tmp_path / "newer.sqlite"
    out(capsys, 0, "store", "backup", newer, "--store", path)
    with closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = path.read_bytes()
    told = out(capsys, 2, "store", "restore", newer, "--store", path, "--force")
    assert told.startswith(f"auditor: {newer}: schema version 9999 is not known")
    assert path.read_bytes() == before


def test_a_backup_while_the_store_is_used_is_whole(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.sqlite"
    with Store(path) as store:
        store.begin_round(replace(LATER, id="running"))
        out(capsys, 0, "store", "backup", copy, "--store", path)
    assert count(copy, "round") == 3
    assert [file.name for file in tmp_path.glob("*copy*")] == ["copy.sqlite"]
    assert "--force" in out(capsys, 2, "store", "backup", copy, "--store", path)
    assert "is the store itself" in out(
        capsys, 2, "store", "backup", path, "--store", path, "--force"
    )


def test_a_restored_store_is_that_of_the_backup(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.sqlite"
    out(capsys, 0, "store", "backup", copy, "--store", path)
    with Store(path) as store:
        store.begin_round(replace(LATER, id="lost"))
    assert "exists; use --force" in out(capsys, 2, "store", "restore", copy, "--store", path)
    assert count(path, "round") == 3
    out(capsys, 0, "store", "restore", copy, "--store", path, "--force")
    assert count(path, "round") == 2


def test_what_is_no_backup_replaces_nothing(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "text.sqlite"
    text.write_text("row,device_code\n" * 200)
    for source in (text, tmp_path / "absent.sqlite"):
        out(capsys, 2, "store", "restore", source, "--store", path, "--force")
    assert count(path, "round") == 2
    assert list(tmp_path.glob(".*")) == []


def test_pruning_takes_old_observations_only(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--keep", "0d", "--store", path)
    shown = out(capsys, 0, "store", "prune", *options, "--dry-run")
    assert shown == f"{path}: would be pruned (1 rounds, 1 observations)\n"
    assert count(path, "observation") == 2
    told = json.loads(out(capsys, 0, "store", "prune", *options, "--format", "json"))
    assert told == {
        "store": str(path),
        "done": "pruned",
        "rounds": 1,
        "observations": 1,
        "pictures": None,
        "store_bytes": path.stat().st_size,
    }
    assert [count(path, table) for table in ("observation", "round", "report")] == [1, 2, 2]
    assert out(capsys, 0, "judge", "--store", path).endswith("the same, bit for bit\n")
    assert "is not kept" in out(capsys, 2, "judge", "--store", path, "--round", ROUND.id)


def test_old_pictures_are_pruned_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = keep_round(tmp_path)
    keep_round(tmp_path, LATER)
    options = ("--pictures", "0d", "--store", kept.store, "--reports", kept.reports)
    told = out(capsys, 0, "store", "prune", *options, "--dry-run").splitlines()
    assert told[0] == f"{kept.store}: would be pruned (0 rounds, 0 observations)"
    assert told[1].startswith("  pictures would be pruned: 2 files of 1 rounds, 0.0 MB; ")
    assert kept.picture().is_file()
    answer = json.loads(out(capsys, 0, "store", "prune", *options, "--format", "json"))
    assert (answer["pictures"]["rounds"], answer["pictures"]["files"]) == (1, 2)
    verify = ("evidence", "verify", "--store", kept.store, "--reports", kept.reports)
    assert "removed by policy" in out(capsys, 0, *verify, "--round", ROUND.id)
    assert "removed" not in out(capsys, 0, *verify)


def test_pruning_nothing_is_no_pruning(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "give --keep 400d" in out(capsys, 2, "store", "prune", "--store", path)


@pytest.mark.parametrize("keep", ["400", "-1d", "d", "1000000d", "１d"])
def test_a_span_that_is_none_is_refused(
    path: Path, keep: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "write days, such as 400d" in out(
        capsys, 2, "store", "prune", f"--keep={keep}", "--store", path
    )


def test_a_server_s_tools_are_named(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = "postgresql+psycopg://audit@127.0.0.1/auditor"
    assert "use pg_dump" in out(capsys, 2, "store", "backup", path, "--store", url)
    assert "use pg_restore" in out(capsys, 2, "store", "restore", path, "--store", url)
