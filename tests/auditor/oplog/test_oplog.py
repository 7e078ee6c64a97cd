"""The operation log: one chain, whoever appends; every change of a byte is seen."""

import multiprocessing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import OperationLogError
from auditor.oplog.chain import Broken, CheckedLog, check_lines
from auditor.oplog.entry import NOTHING, Entry, Operation, entry_line, read_entry, seal
from auditor.oplog.file import account, append, entries, verify

AT = datetime(2026, 1, 5, 14, 0, tzinfo=UTC)
RUN = Operation(at=AT, who="anne", verb="run", subject="20260105T140000Z-0a1b2c")
SHOW = Operation(at=AT, who="王工", verb="worklist", details={"unmasked": "yes"})

_texts = st.text(max_size=30)
_operations = st.builds(
    Operation,
    at=st.datetimes(timezones=st.just(UTC)),
    who=_texts,
    verb=_texts,
    subject=_texts,
    details=st.dictionaries(_texts, _texts, max_size=4),
)


def chained(operations: list[Operation]) -> list[bytes]:
    lines: list[bytes] = []
    previous = NOTHING
    for number, operation in enumerate(operations, 1):
        entry = seal(operation, number=number, previous=previous)
        previous = entry.sha256
        lines.append(entry_line(entry))
    return lines


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "operations.jsonl"


def test_entries_come_back_as_they_were_appended(log: Path) -> None:
    first, second = append(log, RUN), append(log, SHOW)

    assert list(entries(log)) == [first, second]
    assert (first.number, first.previous, first.subject) == (1, NOTHING, RUN.subject)
    assert (second.number, second.previous, second.who) == (2, first.sha256, "王工")
    assert verify(log) == CheckedLog(intact=True, entries=2, head=second.sha256, torn=0, broken=())


def test_the_log_is_its_owners_alone(log: Path) -> None:
    append(log, RUN)

    assert log.stat().st_mode & 0o777 == 0o600


@given(_operations, st.integers(1, 9))
def test_an_entry_has_one_line(operation: Operation, number: int) -> None:
    entry = seal(operation, number=number, previous="a" * 64)

    assert read_entry(entry_line(entry)) == entry


@given(st.lists(_operations, min_size=1, max_size=4), st.data())
def test_a_changed_byte_is_seen(operations: list[Operation], data: st.DataObject) -> None:
    whole = b"".join(chained(operations))
    place = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda one: one != whole[place]))
    changed = whole[:place] + bytes([byte]) + whole[place + 1 :]

    assert check_lines(whole.splitlines(keepends=True)).intact
    assert not check_lines(changed.splitlines(keepends=True)).intact


@given(st.lists(_operations, min_size=2, max_size=5), st.data())
def test_a_removed_or_moved_entry_is_seen(operations: list[Operation], data: st.DataObject) -> None:
    lines = chained(operations)
    place = data.draw(st.integers(0, len(lines) - 2))
    without = lines[:place] + lines[place + 1 :]
    swapped = [*lines[:place], lines[place + 1], lines[place], *lines[place + 2 :]]

    assert not check_lines(without).intact
    assert not check_lines(swapped).intact
    assert not check_lines([*lines, lines[-1]]).intact


def test_a_cut_end_is_seen_by_the_head_that_was_noted(log: Path) -> None:
    first, second = append(log, RUN), append(log, SHOW)
    log.write_bytes(entry_line(first))

    assert verify(log).intact
    assert verify(log, head=second.sha256).broken == (
        Broken(line=1, problem="the noted head is not in the log: it was cut"),
    )
    append(log, SHOW)
    assert verify(log, head=first.sha256).intact


@pytest.mark.parametrize("kept", [1, 40, -2])
def test_an_unfinished_line_stays_and_the_next_entry_names_it(log: Path, kept: int) -> None:
    first = append(log, RUN)
    torn = entry_line(seal(SHOW, number=2, previous=first.sha256))[:kept]
    log.write_bytes(entry_line(first) + torn)

    assert [one.line for one in verify(log).broken] == [2]
    after = append(log, SHOW)

    assert log.read_bytes() == entry_line(first) + torn + b"\n" + entry_line(after)
    assert verify(log) == CheckedLog(intact=True, entries=2, head=after.sha256, torn=1, broken=())


def test_a_line_that_lacks_only_its_break_is_an_entry(log: Path) -> None:
    append(log, RUN)
    log.write_bytes(log.read_bytes().removesuffix(b"\n"))
    append(log, SHOW)

    assert (verify(log).intact, verify(log).entries, verify(log).torn) == (True, 2, 0)


def test_an_unfinished_first_line_is_no_end(log: Path) -> None:
    log.write_bytes(b'{"at":')
    append(log, RUN)

    assert (verify(log).intact, verify(log).torn) == (True, 1)


def test_a_torn_line_cannot_be_changed_or_removed_later(log: Path) -> None:
    first = append(log, RUN)
    log.write_bytes(entry_line(first) + b'{"at"')
    append(log, SHOW)
    lines = log.read_bytes().splitlines(keepends=True)

    assert not check_lines([lines[0], b'{"au"\n', lines[2]]).intact
    assert not check_lines([lines[0], lines[2]]).intact


def test_nothing_is_appended_after_a_damaged_entry(log: Path) -> None:
    append(log, RUN)
    damaged = log.read_bytes().replace(b"anne", b"bert")
    log.write_bytes(damaged)

    with pytest.raises(OperationLogError, match="damaged, so none is added"):
        append(log, SHOW)
    assert log.read_bytes() == damaged


def test_passwords_and_long_texts_are_not_kept(log: Path) -> None:
    entry = append(
        log,
        Operation(
            at=AT,
            who="anne",
            verb="run",
            subject="rtsp://root:secret@127.0.0.1/1",
            details={str(number): "长" * 5000 for number in range(50)},
        ),
    )

    assert entry.subject == "rtsp://***@127.0.0.1/1"
    assert entry.details == {str(number): "长" * 200 for number in range(20)}
    assert verify(log).intact


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(OperationLogError, match="cannot be written"):
        append(tmp_path / "missing" / "log", RUN)
    with pytest.raises(OperationLogError, match="cannot be read"):
        verify(tmp_path / "missing")


def _append_some(path: Path, who: str) -> None:
    for minute in range(20):
        append(path, Operation(at=AT + timedelta(minutes=minute), who=who, verb="run"))


def test_processes_append_to_one_chain(log: Path) -> None:
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_append_some, args=(log, who)) for who in ("a", "b", "c")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    checked = verify(log)
    assert (checked.intact, checked.entries) == (True, 60)
    assert sorted(entry.who for entry in entries(log)) == sorted(["a", "b", "c"] * 20)


def test_the_account_is_the_one_that_runs_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "anne")

    assert account() == "anne"


def test_lines_of_another_kind_are_no_entries() -> None:
    hostile = (b"", b"\n", b"[" * 5000 + b"\n", b"null\n", b'{"number":1}\n', b"\xff\n")

    assert [read_entry(line) for line in hostile] == [None] * len(hostile)
    assert isinstance(read_entry(chained([RUN])[0]), Entry)
