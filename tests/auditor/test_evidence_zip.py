"""A ZIP of evidence from anywhere: faults are named, hostile archives are refused."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor import evidence_zip
from auditor.errors import EvidenceError
from auditor.evidence_chain import Fault, FaultKind
from auditor.evidence_export import write_zip
from auditor.evidence_kept import check_kept
from auditor.evidence_zip import OBSERVATIONS, check_zip
from auditor.store.store import Store
from tests.auditor.evidence_rounds import keep_round
from tests.auditor.store.values import ROUND

Parts = dict[str, bytes]
PICTURE = f"pictures/{ROUND.id}/1.jpg"
FIRST = "observation 1 (row 1, tcp_connect, try 1)"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evidence")
    kept = keep_round(folder)
    target = folder / "evidence.zip"
    with Store(kept.store) as store:
        write_zip(store, check_kept(store, ROUND.id, kept.reports), kept.reports, target)
    return target


@pytest.fixture
def parts(package: Path) -> Parts:
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(folder: Path, parts: Parts) -> Path:
    target = folder / "changed.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target


def test_the_parts_and_the_readme(parts: Parts) -> None:
    assert list(parts) == [
        "README.txt",
        "manifest.json",
        "removed.json",
        "report.json",
        "observations.jsonl",
        PICTURE,
        f"pictures/{ROUND.id}/2.jpg",
    ]
    head = json.loads(parts["manifest.json"])["head"]
    assert f"证据链头（SHA-256）：{head}" in parts["README.txt"].decode()
    assert json.loads(parts["report.json"])["provenance"]["round_id"] == ROUND.id


def without(name: str) -> Callable[[Parts], Parts]:
    return lambda parts: {key: value for key, value in parts.items() if key != name}


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        (lambda parts: parts, ()),
        (lambda parts: parts | {PICTURE: b"x"}, [("changed", PICTURE)]),
        (without(PICTURE), [("missing", PICTURE)]),
        (without("report.json"), [("missing", "report.json")]),
        (lambda parts: parts | {"more.exe": b"x"}, [("added", "more.exe")]),
        (
            lambda parts: parts | {OBSERVATIONS: parts[OBSERVATIONS].split(b"\n")[1] + b"\n"},
            [("missing", FIRST)],
        ),
        (
            lambda parts: parts | {OBSERVATIONS: parts[OBSERVATIONS].replace(b"554", b"555", 1)},
            [("changed", FIRST)],
        ),
        (
            lambda parts: parts | {OBSERVATIONS: parts[OBSERVATIONS] + b'[1,"\\ud800"]'},
            [("added", "observations.jsonl line 3")],
        ),
    ],
)
def test_each_fault_is_named(
    parts: Parts, tmp_path: Path, change: Callable[[Parts], Parts], faults: list[tuple[str, str]]
) -> None:
    found = check_zip(zipped(tmp_path, change(parts))).faults
    assert found == tuple(Fault(kind=FaultKind(kind), name=name) for kind, name in faults)


def test_a_picture_whose_checksum_fails_is_named(package: Path, tmp_path: Path) -> None:
    content = bytearray(package.read_bytes())
    content[content.index(b"\xff\xd8\xff") + 40] ^= 1
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(content)
    assert check_zip(damaged).faults == (Fault(kind=FaultKind.CHANGED, name=PICTURE),)


def test_a_report_is_never_removed_by_policy(parts: Parts, tmp_path: Path) -> None:
    changed = without("report.json")(parts) | {"removed.json": b'["report", "picture"]'}
    assert not check_zip(zipped(tmp_path, changed)).intact


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (without("manifest.json"), "no evidence of a round"),
        (lambda parts: parts | {"manifest.json": b"{}"}, "cut or changed"),
        (lambda parts: parts | {"removed.json": b'["all"]'}, "cannot be read"),
        (lambda parts: parts | {"removed.json": b"7"}, "cannot be read"),
        (lambda parts: parts | {"../up": b""}, "lies outside"),
        (lambda parts: parts | {"/etc/x": b""}, "lies outside"),
        (lambda parts: parts | {"C:\\x": b""}, "lies outside"),
        (lambda parts: parts | {"MANIFEST.json": b""}, "two parts have one name"),
    ],
)
def test_a_hostile_archive_is_refused(
    parts: Parts, tmp_path: Path, change: Callable[[Parts], Parts], told: str
) -> None:
    with pytest.raises(EvidenceError, match=told):
        check_zip(zipped(tmp_path, change(parts)))


@pytest.mark.parametrize(
    ("limit", "value", "told"),
    [
        ("MAX_MEMBERS", 6, "more than 6"),
        ("MAX_UNPACKED", 1000, "unpacks to more than"),
        ("MAX_MANIFEST", 10, "is larger than"),
        ("MAX_LINE", 10, "longer than"),
    ],
)
def test_limits_hold(
    package: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, told: str
) -> None:
    monkeypatch.setattr(evidence_zip, limit, value)
    monkeypatch.setattr("auditor.registry.xlsx_container._CHUNK", 64)
    with pytest.raises(EvidenceError, match=told):
        check_zip(package)


def test_a_bomb_is_stopped(parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence_zip, "_SMALL", 1024)
    bomb = zipped(tmp_path, parts | {"bomb": b"\0" * 10_000_000})
    with pytest.raises(EvidenceError, match="'bomb' unpacks to more than 300 times"):
        check_zip(bomb)


def test_an_unusual_packing_is_refused(parts: Parts, tmp_path: Path) -> None:
    target = zipped(tmp_path, parts)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("more", b"x")
    with pytest.raises(EvidenceError, match="packed in an unusual way"):
        check_zip(target)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"text" * 100])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "no.zip"
    file.write_bytes(content)
    with pytest.raises(EvidenceError, match="damaged or cut"):
        check_zip(file)
    with pytest.raises(EvidenceError, match="cannot be read"):
        check_zip(tmp_path / "absent.zip")
