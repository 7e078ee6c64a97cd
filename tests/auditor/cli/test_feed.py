"""``feed``: files and deliveries by the command line, against a platform on loopback."""

import json
from pathlib import Path

import openpyxl
import pytest

from auditor.cli.deliver import deliver
from auditor.cli.feed_text import first_fault
from auditor.cli.main import execute
from auditor.config import Config, Files
from auditor.feed.push import outgoing
from auditor.feed.settings import Feed
from auditor.store.outbox import State
from auditor.store.store import Store
from tests.auditor.feed.platform import Platform, platform, status
from tests.auditor.feed.values import SECRET, keep_round, report_of
from tests.auditor.store.values import ROUND

FEED = "[feed]\nurl = '{}'\npatience_s = 0.0\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a store of one ended round and no platform."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDITOR_CREDENTIAL_PLATFORM", f"k1:{SECRET}")
    with Store(Path("auditor.sqlite")) as store:
        store.begin_round(ROUND)
        store.end_round(report_of(ROUND.id))
    return tmp_path


def configure(there: Platform) -> None:
    Path("auditor.toml").write_text(FEED.format(there.url), encoding="utf-8")


def told(capfd: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(capfd.readouterr().out)
    return rows


def test_the_document_is_written_as_it_is_sent(folder: Path) -> None:
    assert execute(["feed", "export", "--as", "json", "-o", "result.json"]) == 0
    with Store("auditor.sqlite") as store:
        head = store.evidence.of(ROUND.id).head
    body = outgoing(report_of(ROUND.id), "https://127.0.0.1/", head).body
    assert (folder / "result.json").read_bytes() == body


def test_tables_are_written_through_a_map(folder: Path) -> None:
    (folder / "own.toml").write_text(
        "rows='cameras'\ncolumns=[{header='码',field='camera.device_code'}]"
    )
    arguments = ["feed", "export", "--round", ROUND.id[:8], "--as", "xlsx"]
    assert execute([*arguments, "--map", "own.toml", "-o", "own.xlsx"]) == 0
    sheet = openpyxl.load_workbook("own.xlsx").active
    assert [[cell.value for cell in row] for row in sheet] == [["码"], ["37090216001320000001"]]


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["--as", "csv", "-o", "auditor.sqlite"], "would overwrite auditor.sqlite"),
        (["--as", "csv", "--map", "own.toml", "-o", "own.toml"], "would overwrite own.toml"),
        (["--as", "csv", "--round", "r9", "-o", "x"], "no ended round is called 'r9'"),
        (["--as", "csv", "--store", "none.sqlite", "-o", "x"], "none.sqlite: no such file"),
        (["--as", "csv", "-o", "nowhere/x"], "nowhere/x: cannot be written"),
        (["--as", "csv", "--map", "h9", "-o", "x"], "no column map named h9"),
    ],
)
def test_what_cannot_be_written_is_told_and_leaves_nothing(
    folder: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], fault: str
) -> None:
    (folder / "own.toml").write_text("rows='rates'\ncolumns=[{header='a',value=''}]")
    before = sorted(path.name for path in folder.iterdir())
    assert execute(["feed", "export", *arguments]) == 2
    assert fault in capfd.readouterr().err
    assert sorted(path.name for path in folder.iterdir()) == before


def test_the_fields_of_a_map_are_listed(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert folder.is_dir()
    assert execute(["feed", "fields"]) == 0
    text = capfd.readouterr().out
    assert "\nrate.verdict_text\n" in text
    assert "现成的列映射：cameras、h7、h8、rates" in text
    assert execute(["feed", "fields", "--rows", "round", "--format", "json"]) == 0
    known = json.loads(capfd.readouterr().out)
    assert "health_rate.met" in known["fields"]


def test_a_round_is_pushed_and_the_status_tells_so(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert folder.is_dir()
    with platform() as there:
        configure(there)
        assert execute(["feed", "push", "--round", "latest", "--format", "json"]) == 0
        (row,) = told(capfd)
        assert execute(["feed", "push", "--round", "latest"]) == 0
    assert row["state"] == "sent"
    assert len(there.requests) == 1
    assert "√ 已送达" in capfd.readouterr().out
    assert execute(["feed", "status", "--format", "json"]) == 0
    assert told(capfd) == [row]


def test_what_waits_and_what_is_parked_have_their_exit_codes(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert folder.is_dir()
    with platform(None, status(500), status(422, "no such community")) as there:
        configure(there)
        assert execute(["feed", "push", "--round", "latest"]) == 3
        assert execute(["feed", "push", "--wait", "5"]) == 1
        assert execute(["feed", "status"]) == 1
        assert "422 no such" in capfd.readouterr().out
        key = outgoing(report_of(ROUND.id), there.url).key
        assert execute(["feed", "drop", key[:6], "--format", "json"]) == 0
        assert told(capfd)[0]["state"] == "dropped"
        assert execute(["feed", "status"]) == 0
        assert execute(["feed", "retry", key]) == 0
        assert execute(["feed", "push"]) == 0


def test_another_address_can_be_given(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert folder.is_dir()
    with platform() as there:
        assert execute(["feed", "push", "--round", "latest", "--url", there.url]) == 0
    assert len(there.requests) == 1
    assert execute(["feed", "push", "--url", "http://platform.invalid/"]) == 2
    assert "--url: http shows the result" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["push"], "no platform is named"),
        (["retry", "abc"], "no delivery begins with 'abc'"),
        (["drop", ""], "no delivery begins with ''"),
        (["status", "--config", "none.toml"], "none.toml: cannot be read"),
    ],
)
def test_what_cannot_be_done_is_told(
    folder: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], fault: str
) -> None:
    assert folder.is_dir()
    assert execute(["feed", *arguments]) == 2
    assert fault in capfd.readouterr().err


def test_an_empty_outbox_says_so(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert folder.is_dir()
    assert execute(["feed", "status"]) == 0
    assert "没有待交付的结果" in capfd.readouterr().out


def test_several_deliveries_of_one_beginning_are_told(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with Store(folder / "auditor.sqlite") as store:
        keys = [
            outgoing(report_of(ROUND.id), f"https://127.0.0.1/{number}") for number in range(17)
        ]
        for one in keys:
            store.outbox.add(ROUND.id, one, ROUND.started_at)
    firsts = [one.key[0] for one in keys]
    doubled = next(first for first in firsts if firsts.count(first) > 1)
    assert execute(["feed", "drop", doubled]) == 2
    assert "several deliveries begin with" in capfd.readouterr().err


def after_a_round(url: str, credentials: str = "") -> None:
    deliver(Config(feed=Feed(url=url, patience_s=0.0), files=Files(credentials=credentials)))


def test_after_a_round_it_is_told_what_became_of_it(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with platform(None, status(500, "down"), status(403, "who?")) as there:
        with Store(folder / "auditor.sqlite") as store:
            keep_round(store, "r1", there.url)
            keep_round(store, "r2", there.url)
        after_a_round(there.url)
        lines = capfd.readouterr().err.splitlines()
        with Store(folder / "auditor.sqlite") as store:
            states = [row.state for row in store.outbox.deliveries()]
    assert states == [State.PENDING, State.PARKED]
    assert lines[0].startswith("feed: round r1 not delivered yet (500 down); the result is kept")
    assert lines[1].startswith("feed: round r2 refused by the platform (403 who?)")


def test_a_delivery_that_goes_well_is_told(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert folder.is_dir()
    with platform() as there:
        after_a_round(there.url)
    assert capfd.readouterr().err == "feed: delivered\n"


def test_no_fault_of_the_delivery_ends_the_round(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert folder.is_dir()
    after_a_round("https://127.0.0.1/", credentials="none.toml")
    assert "credentials cannot be read" in capfd.readouterr().err

    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("auditor.cli.deliver.destination", break_down)
    after_a_round("https://127.0.0.1/")
    text = capfd.readouterr().err
    assert "feed: internal error RuntimeError; the result is kept" in text
    assert SECRET not in text


def test_a_fault_without_a_place_is_told_as_it_is() -> None:
    assert first_fault(ValueError("odd")) == "odd"
