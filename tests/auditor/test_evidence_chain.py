"""The chain: intact is told so, and any change, loss or addition is named."""

import json
import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import EvidenceError
from auditor.evidence_chain import (
    Checked,
    Fault,
    FaultKind,
    Item,
    ItemKind,
    Manifest,
    chained,
    compare,
    kind_of,
    manifest_of,
    observation_item,
    observation_line,
    packed_manifest,
    read_manifest,
    render_manifest,
)

SHA = "ab" * 32
OTHER = "cd" * 32
ROUND = "20260105T140000Z-0a1b2c"
PICTURE = f"pictures/{ROUND}/row-000001.jpg"
ROW = (7, 3, "rtsp_frame", 4, 2, '{"answered":true,"detail":"云\\n"}')
OBSERVATION = observation_item(ROW, observation_line(ROW))
ITEMS: tuple[Item, ...] = (OBSERVATION, (PICTURE, SHA), ("report.json", SHA))
MANIFEST = manifest_of(ROUND, ITEMS)

names = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
items = st.dictionaries(names, hashes, max_size=6).map(lambda found: tuple(found.items()))


def fault(kind: FaultKind, name: str) -> tuple[Fault, ...]:
    return (Fault(kind=kind, name=name),)


@given(names, items)
def test_a_manifest_comes_back_and_its_own_items_are_intact(
    round_id: str, found: tuple[Item, ...]
) -> None:
    manifest = manifest_of(round_id, found)
    assert read_manifest(render_manifest(manifest)) == manifest
    assert compare(manifest, found).intact
    head, packed = packed_manifest(round_id, iter(found))
    assert (head, zlib.decompress(packed)) == (manifest.head, render_manifest(manifest))


def test_more_items_than_are_packed_at_once_are_one_manifest() -> None:
    found = tuple((f"{number}", SHA) for number in range(2_001))
    manifest = manifest_of(ROUND, found)
    expected = (manifest.head, zlib.compress(render_manifest(manifest)))
    assert packed_manifest(ROUND, found) == expected


@given(items, hashes, st.data())
def test_any_change_of_an_item_or_of_the_order_changes_the_head(
    found: tuple[Item, ...], sha256: str, data: st.DataObject
) -> None:
    other = data.draw(st.permutations(found))
    changed = (*found, ("one more", sha256))
    assert (chained("r", found) == chained("r", other)) == (list(found) == other)
    assert chained("r", found) != chained("r", changed)
    assert chained("r", found) != chained("s", found)


def test_an_observation_is_one_line_and_named() -> None:
    assert b"\n" not in observation_line(ROW)
    assert json.loads(observation_line(ROW)) == list(ROW)
    assert OBSERVATION[0] == "observation 7 (row 3, rtsp_frame, try 2)"


def test_kinds_are_told_by_name() -> None:
    assert [kind_of(name) for name, _ in ITEMS] == [
        ItemKind.OBSERVATION,
        ItemKind.PICTURE,
        ItemKind.REPORT,
    ]


def test_what_is_intact_is_counted() -> None:
    assert compare(MANIFEST, ITEMS, heads=(MANIFEST.head,)) == Checked(
        round_id=ROUND,
        head=MANIFEST.head,
        intact=True,
        observations=1,
        pictures=1,
        removed=(),
        faults=(),
    )


@pytest.mark.parametrize("at", range(3))
def test_each_fault_is_named(at: int) -> None:
    name, _ = ITEMS[at]
    without = ITEMS[:at] + ITEMS[at + 1 :]
    assert compare(MANIFEST, (*without, (name, OTHER))).faults == fault(FaultKind.CHANGED, name)
    assert compare(MANIFEST, without).faults == fault(FaultKind.MISSING, name)
    twice = compare(MANIFEST, (*ITEMS, ITEMS[at]))
    assert twice.faults == fault(FaultKind.ADDED, name)
    more = compare(MANIFEST, (*ITEMS, ("observation 8 (row 1, x, try 1)", SHA)))
    assert more.faults == fault(FaultKind.ADDED, "observation 8 (row 1, x, try 1)")


def test_what_went_by_policy_is_no_fault_but_what_is_left_must_be_as_it_was() -> None:
    removed = frozenset({ItemKind.PICTURE})
    gone = compare(MANIFEST, (ITEMS[0], ITEMS[2]), removed=removed)
    assert (gone.intact, gone.removed) == (True, (PICTURE,))
    changed = compare(MANIFEST, (ITEMS[0], (PICTURE, OTHER), ITEMS[2]), removed=removed)
    assert changed.faults == fault(FaultKind.CHANGED, PICTURE)


@pytest.mark.parametrize(
    ("manifest", "heads"),
    [
        (replace(MANIFEST, head=OTHER), ()),
        (MANIFEST, (OTHER,)),
        (MANIFEST, (MANIFEST.head, "")),
        (replace(MANIFEST, round_id="20260106T140000Z-0a1b2c"), ()),
    ],
)
def test_a_head_that_is_not_the_chain_s_is_a_fault(
    manifest: Manifest,
    heads: tuple[str, ...],
) -> None:
    assert compare(manifest, ITEMS, heads=heads).faults == fault(FaultKind.CHANGED, "manifest.json")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", "cut or changed"),
        (b"[" * 100_000, "cut or changed"),
        (b'{"schema":"auditor-evidence/1","round_id":"r","head":"x","items":[]}', "cut or changed"),
        (render_manifest(replace(MANIFEST, schema="auditor-evidence/2")), "update auditor"),
        (render_manifest(manifest_of("r", (ITEMS[1], ITEMS[1]))), "twice"),
    ],
)
def test_what_is_no_manifest_is_refused(text: bytes, told: str) -> None:
    with pytest.raises(EvidenceError, match=told):
        read_manifest(text)
