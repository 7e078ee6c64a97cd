"""The program around the verbs: help, one message a fault, exit codes, a closed pipe."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.cli import check
from auditor.cli.main import execute
from tests.auditor.registry.files import record, registry, written

PROGRAM = (sys.executable, "-c", "from auditor.cli.main import main; main()")
VERBS = (
    "run",
    "serve",
    "schedule",
    "demo",
    "check",
    "judge",
    "diff",
    "history",
    "worklist",
    "rollup",
    "discover",
    "rules",
    "decode",
    "profiles",
    "indicators",
    "registry",
    "divisions",
    "exclusions",
    "declared",
    "sample",
    "feed",
    "store",
    "evidence",
    "oplog",
    "alerts",
    "web",
)
EXAMPLES = {
    (): (
        "auditor demo                             the invented community, end to end",
        "auditor run --allow-network 10.1.0.0/16  tonight's round over registry.csv",
        "auditor serve                            a round every night",
        "auditor schedule                         which nights were run or missed",
        "auditor check registry.csv               the records alone, no network",
        "auditor judge --round latest             last night judged again",
        "auditor diff 20260105 latest             new, fixed and lasting faults",
        "auditor history --nights 30              rates and cameras, night by night",
        "auditor store backup backup.sqlite       a copy of the database",
        "auditor evidence verify                  whether last night was altered",
        "auditor discover --interface 10.1.0.5    which devices of a segment answer",
        "auditor registry inspect registry.xlsx   what is recognised in a file",
        "auditor rules CODE-08                    what a rule asks, and its clause",
        "auditor profiles                         the schemes and their thresholds",
        "auditor indicators health_rate           how a rate is counted",
        "auditor exclusions check excused.csv     which excused cameras count",
        "auditor decode 37011600011326000001      what the digits of a code mean",
        "auditor rollup --by maker                kept results added up",
        "auditor divisions show 370902            what a division code is",
        "auditor declared check 完成情况.docx     the filled acceptance form",
        "auditor feed push                        hand results over to the platform",
        "auditor alerts test office               whether a channel can be reached",
        "auditor web                              a page for the team",
    ),
    ("alerts",): ("auditor alerts check", "auditor alerts test office"),
    ("alerts", "check"): (
        "auditor alerts check",
        "auditor alerts check --round 20260105 --format json",
    ),
    ("alerts", "test"): ("auditor alerts test office",),
    ("serve",): (
        "auditor serve --config auditor.toml",
        "auditor serve --config north.toml --config south.toml",
        "auditor serve --once             what is due now, for cron and timers",
    ),
    ("schedule",): (
        "auditor schedule",
        "auditor schedule --config north.toml --config south.toml",
        "auditor schedule --nights 90 --format json",
    ),
    ("web",): (
        "auditor web user add li --role administer",
        "auditor web --config auditor.toml",
        "auditor web --address 10.1.0.2 --tls-cert web.pem --tls-key web.key",
    ),
    ("web", "user"): ("auditor web user add li --role operate", "auditor web user list"),
    ("web", "user", "add"): (
        "auditor web user add li --role operate",
        "auditor web user add wang --role view < password.txt",
    ),
    ("web", "user", "list"): ("auditor web user list --format json",),
    ("web", "user", "remove"): ("auditor web user remove li",),
    ("web", "user", "password"): ("auditor web user password li",),
    ("declared",): (
        "auditor declared check 完成情况.docx",
        "auditor declared reconcile 完成情况.docx --round latest",
        "auditor declared fill template.docx --round latest -o filled.docx",
    ),
    ("declared", "check"): (
        "auditor declared check 完成情况.docx",
        "auditor declared check result.html --format json",
        "auditor rules DECL-01                    what a rule asks",
    ),
    ("declared", "reconcile"): (
        "auditor declared reconcile 完成情况.docx --round latest",
        "auditor declared reconcile 完成情况.docx --round 20261123 --format csv > a.csv",
    ),
    ("declared", "fill"): ("auditor declared fill template.docx --round latest -o filled.docx",),
    ("diff",): (
        "auditor diff 20260105 latest",
        "auditor diff 20260105 20260106 --format json",
    ),
    ("history",): (
        "auditor history",
        "auditor history --indicator networking_rate --nights 90",
        "auditor history --camera 12",
        "auditor history --camera 37011600011326000001 --format json",
    ),
    ("evidence",): (
        "auditor evidence verify",
        "auditor evidence export --round latest -o evidence.zip",
        "auditor evidence verify evidence.zip",
    ),
    ("evidence", "verify"): (
        "auditor evidence verify --round latest",
        "auditor evidence verify --round 20260105T140000Z-0a1b2c --format json",
        "auditor evidence verify evidence.zip",
    ),
    ("evidence", "export"): ("auditor evidence export --round latest -o evidence.zip",),
    ("worklist",): (
        "auditor worklist --round latest --deadline 2026-02-01",
        "auditor worklist --by community --output lists --as xlsx",
        "auditor worklist --format json",
    ),
    ("oplog",): ("auditor oplog show --last 20", "auditor oplog verify"),
    ("oplog", "show"): (
        "auditor oplog show --last 20",
        "auditor oplog show --format json",
    ),
    ("oplog", "verify"): (
        "auditor oplog verify",
        "auditor oplog verify --file operations.jsonl --format json",
    ),
    ("feed",): (
        "auditor feed export --as xlsx -o result.xlsx",
        "auditor feed push",
        "auditor feed status",
    ),
    ("feed", "export"): (
        "auditor feed export --as json -o result.json",
        "auditor feed export --round 20260105T14 --as csv --map h8 -o h8.csv",
        "auditor feed export --as xlsx --map template.toml -o result.xlsx",
    ),
    ("feed", "fields"): ("auditor feed fields --rows rates",),
    ("feed", "push"): ("auditor feed push", "auditor feed push --round latest --wait 300"),
    ("feed", "status"): ("auditor feed status", "auditor feed status --format json"),
    ("feed", "retry"): ("auditor feed retry 3f2a",),
    ("feed", "drop"): ("auditor feed drop 3f2a",),
    ("run",): (
        "auditor run --config auditor.toml",
        "auditor run --registry cameras.csv --allow-network 10.1.0.0/16",
        "auditor run --credentials credentials.toml --allow-network 10.1.0.0/16",
        "auditor run --format json > result.json",
        "auditor run --sample sample.csv --allow-network 10.1.0.0/16",
        "auditor run --until 05:00",
        "auditor run --only failed --only row:17 --within 30m",
        "auditor run --resume                     go on with the latest round",
        "auditor run --resume 20260105T140000Z    or with this one",
        "auditor run --unmasked --allow-network 10.1.0.0/16",
    ),
    ("demo",): ("auditor demo", "auditor demo --folder /tmp/try --format json"),
    ("check",): (
        "auditor check registry.csv",
        "auditor check 一机一档.xlsx --format csv --output findings.csv",
        "auditor check registry.csv --details checked/     good.csv, bad.csv, counts",
        "auditor check registry.csv --key-locations key_locations.csv --format json",
        "auditor check registry.csv --boundaries districts.geojson",
    ),
    ("discover",): (
        "auditor discover --interface 10.1.0.5",
        "auditor discover --interface 10.1.0.5 --registry registry.csv --format csv",
        "auditor discover --address 10.1.0.17 --address 10.1.0.18 --wait 5",
    ),
    ("rules",): ("auditor rules", "auditor rules CODE-08", "auditor rules --format json"),
    ("profiles",): (
        "auditor profiles",
        "auditor profiles shandong-growth",
        "auditor profiles local.toml --format json",
    ),
    ("indicators",): (
        "auditor indicators",
        "auditor indicators health_rate",
        "auditor indicators --format json",
    ),
    ("exclusions", "check"): (
        "auditor exclusions check excused.csv",
        "auditor exclusions check excused.xlsx --registry cameras.csv",
        "auditor exclusions check excused.csv --at 2026-12-01T22:00 --format json",
    ),
    ("decode",): (
        "auditor decode 37011600011326000001",
        "auditor decode 37011600011326000001 --edition 2016 --format json",
    ),
}


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own."""
    return subprocess.run(
        [*PROGRAM, *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | environment,
    )


def test_the_module_is_the_program() -> None:
    """A cron line that calls it so must not do nothing and succeed."""
    command = [sys.executable, "-m", "auditor.cli.main", "profiles"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout
    assert done.stdout == run("profiles").stdout


@pytest.mark.parametrize(("verb", "examples"), EXAMPLES.items())
@pytest.mark.parametrize("columns", ["80", "200"])
def test_help_shows_every_example_on_its_own_line(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    verb: tuple[str, ...],
    examples: tuple[str, ...],
    columns: str,
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert execute([*verb, "--help"]) == 0
    out, err = capsys.readouterr()
    lines = [line.strip() for line in out.splitlines()]
    start = lines.index("Examples:") + 2
    assert tuple(lines[start : start + len(examples) + 1]) == (*examples, "")
    assert max(len(line) for line in out.splitlines()) < 80
    assert err == ""


def test_help_describes_every_verb_in_one_whole_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    execute(["--help"])
    listed = capsys.readouterr().out.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed] == list(VERBS)
    assert all(line.endswith(".") and not line.endswith("...") for line in listed)


def test_without_arguments_the_help_is_shown_and_nothing_was_done(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert execute([]) == 2
    out, err = capsys.readouterr()
    assert (out, err.partition("\n")[0]) == ("", "Usage: auditor [OPTIONS] COMMAND [ARGS]...")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nope"], "No such command 'nope'; see: auditor --help"),
        (["--nope"], "No such option: --nope; see: auditor --help"),
        (["check"], "Missing argument 'registry'; see: auditor check --help"),
        (["check", "a", "b"], "Got unexpected extra argument(s) (b); see: auditor check --help"),
        (["run", "--bogus"], "No such option: --bogus; see: auditor run --help"),
        (
            ["run", "--tries", "0"],
            (
                "Invalid value for '--tries': Input should be greater than or equal to 1; "
                "see: auditor run --help"
            ),
        ),
        (
            ["rules", "--format", "xml"],
            (
                "Invalid value for '--format': Value error, 'xml' is not one of 'text', 'json'; "
                "see: auditor rules --help"
            ),
        ),
        (["rules", "NOPE-1"], "no rule NOPE-1; see: auditor rules"),
        (["decode", "123"], "code (digits 1-20) '123': 3 digits instead of 20"),
        (
            ["check", "/absent/a.csv"],
            "/absent/a.csv: cannot be read (No such file or directory); check the path",
        ),
        (
            ["check", "/absent/\x1b[31m\u202ea.csv"],
            (
                "/absent/[U+001B][31m[U+202E]a.csv: cannot be read (No such file or directory); "
                "check the path"
            ),
        ),
    ],
)
def test_a_fault_is_one_line_on_standard_error(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert execute(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"auditor: {message}\n")


def test_a_bug_tells_type_and_place_and_no_text(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("rtsp://admin:invented@127.0.0.1/a")

    monkeypatch.setattr(check, "check_register", broken)
    assert execute(["check", "registry.csv"]) == 70
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("auditor: internal error KeyError at test_main.py:")
    assert err.endswith("; please report it\n")
    assert "invented" not in err


@pytest.mark.parametrize("stop", [KeyboardInterrupt, EOFError])
def test_an_interrupted_program_is_no_verdict(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    stop: type[BaseException],
) -> None:
    def interrupted(*_: object) -> None:
        raise stop

    monkeypatch.setattr(check, "check_register", interrupted)
    assert execute(["check", "registry.csv"]) == {KeyboardInterrupt: 130, EOFError: 2}[stop]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("arguments", [["rules"], ["rules", "--format", "json"], ["--help"]])
def test_a_reader_that_went_away_is_no_verdict_and_no_noise(arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*PROGRAM, *arguments], stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_the_program_as_a_process() -> None:
    done = run("decode", "37011600011326000001", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)[0]["value"] == "37011600"


def test_a_terminal_without_chinese_gets_escapes_and_the_result() -> None:
    done = run("rules", "CODE-08", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("CODE-08 \\u7f16\\u7801")


def test_a_narrow_terminal_loses_no_text(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    path = written(tmp_path, registry(record(device_code="3701160001132600002")))
    assert execute(["check", str(path)]) == 1
    table = capsys.readouterr().out.split("\n", 2)[2]
    assert max(len(line) for line in table.splitlines()) <= 30
    assert "CODE" in table


@pytest.mark.parametrize(
    "name", ["台账 (1).csv", ":smile: [red]a.csv", "a%s{}.csv", "a\nb.csv", "-a.csv"]
)
def test_odd_file_names(capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(registry(record()), encoding="utf-8")
    assert execute(["check", str(path)]) == 0
    out, err = capsys.readouterr()
    shown = name.replace("\n", " ")
    basis = "依据：GB/T 28181-2022，行政区划截至 2025-12-31"
    assert (out, err) == (f"{shown}（utf-8）：1 条记录，0 个问题，0 条有错误\n{basis}\n", "")


def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.csv"
    Path(os.fsdecode(path)).write_text(registry(record()), encoding="utf-8")
    done = subprocess.run([*PROGRAM, "check", path], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().startswith("[U+DCFF].csv（utf-8）：1 条记录")
