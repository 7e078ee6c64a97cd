"""What a community's records tell together; silence where they tell nothing."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from auditor import record_batch
from auditor.datum import wgs84_to_gcj02
from auditor.geo.anchors_file import Anchors, read_anchors
from auditor.geo.sets import Strength
from auditor.record_batch import BatchNote, Subject, batch_notes
from auditor.registry.second_list import read_second_list, with_second_list
from tests.auditor.registers import correct, register, text_file
from tests.auditor.rules.records import frame

Positions = list[tuple[float, float]]
LINE: Positions = [(117.66 + n * 0.0003, 36.2 + n * 0.00027) for n in range(12)]


def community(folder: Path, positions: Positions, name: str = "云帆社区") -> pl.DataFrame:
    rows = [
        correct(n, community=name, longitude=f"{lon:.6f}", latitude=f"{lat:.6f}")
        for n, (lon, lat) in enumerate(positions, start=1)
    ]
    return frame(folder, rows)


def notes(
    read: pl.DataFrame, anchors: Anchors | None = None
) -> list[tuple[str, Subject, Strength]]:
    found = batch_notes(read, anchors=anchors, compared=None)
    return [(note.scope, note.subject, note.strength) for note in found]


def anchors(folder: Path, *lines: str) -> Anchors:
    text = "\n".join(("设备编码,经度,纬度", *lines)) + "\n"
    return read_anchors(text_file(folder, "anchors.csv", text))


def test_an_ordinary_community_is_silent(tmp_path: Path) -> None:
    assert notes(community(tmp_path, LINE)) == []


def test_a_stray_is_told(tmp_path: Path) -> None:
    read = community(tmp_path, [*LINE, (117.9, 36.2)])
    (note,) = batch_notes(read, anchors=None, compared=None)
    assert note == BatchNote(
        scope="云帆社区", subject=Subject.OUTLIERS, strength=Strength.HINT, sentence=note.sentence
    )
    assert note.sentence.startswith("13个坐标中1个位置距中心超过")


def test_records_without_community_or_position_tell_nothing(tmp_path: Path) -> None:
    assert notes(community(tmp_path, [*LINE, (117.9, 36.2)], name="")) == []
    assert notes(community(tmp_path, [*LINE, (2.0, 36.2)])) == []


def test_minutes_and_seconds_written_as_decimals_are_told(tmp_path: Path) -> None:
    rows = [
        correct(n, longitude=f"117.{n:02d}{n + 10:02d}", latitude=f"36.{n:02d}{n + 20:02d}")
        for n in range(10, 32)
    ]
    assert ("云帆社区", Subject.DMS_DIGITS, Strength.STRONG) in notes(frame(tmp_path, rows))


def test_poles_that_stand_twice_are_told(tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    lon, lat = 117.66 + rng.uniform(0, 0.02, 40), 36.2 + rng.uniform(0, 0.02, 40)
    twice = [
        np.concatenate(pair) for pair in zip((lon, lat), wgs84_to_gcj02(lon, lat), strict=True)
    ]
    read = community(tmp_path, list(zip(*(axis.tolist() for axis in twice), strict=True)))
    assert ("云帆社区", Subject.MIXED_DATUMS, Strength.HINT) in notes(read)


def test_communities_out_of_bounds_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stray = community(tmp_path, [*LINE, (117.9, 36.2)])
    monkeypatch.setattr(record_batch, "_MOST", 12)
    assert notes(stray) == []
    monkeypatch.setattr(record_batch, "_MOST", 13)
    monkeypatch.setattr(record_batch, "_LEAST", 14)
    assert notes(stray) == []


def test_of_very_many_records_only_the_limit_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = community(tmp_path, [*LINE, (117.9, 36.2)])
    monkeypatch.setattr(record_batch, "_MOST_ALL", 12)
    assert batch_notes(read, anchors=None, compared=None) == (
        BatchNote(
            scope="全部记录",
            subject=Subject.LIMIT,
            strength=Strength.CANNOT_SAY,
            sentence="记录超过 12 条，未按社区分析坐标系，请按社区分别检查",
        ),
    )


def test_anchors_decide_the_datum(tmp_path: Path) -> None:
    lon, lat = wgs84_to_gcj02(*(np.array(axis) for axis in zip(*LINE, strict=True)))
    read = community(tmp_path, list(zip(lon.tolist(), lat.tolist(), strict=True)))
    measured = anchors(
        tmp_path, *(f"37011600011326{n:06d},{x:.6f},{y:.6f}" for n, (x, y) in enumerate(LINE, 1))
    )
    (note,) = batch_notes(read, anchors=measured, compared=None)
    assert (note.subject, note.strength) == (Subject.ANCHORS, Strength.STRONG)
    assert note.sentence.startswith("坐标系判断为GCJ-02；锚点记录12条")


def test_that_anchors_decide_nothing_is_told_too(tmp_path: Path) -> None:
    other = anchors(tmp_path, "37011600011326999999,117.661,36.209")
    (note,) = batch_notes(community(tmp_path, LINE), anchors=other, compared=None)
    assert (note.strength, note.sentence) == (
        Strength.CANNOT_SAY,
        "无法判断坐标系：没有可用的锚点记录",
    )


def test_an_unplaced_record_beside_anchors_is_no_fault(tmp_path: Path) -> None:
    read = frame(tmp_path, [correct(1, longitude="", latitude="")])
    measured = anchors(tmp_path, "37011600011326000001,117.661,36.209")
    assert notes(read, measured) == [("全部记录", Subject.ANCHORS, Strength.CANNOT_SAY)]


@pytest.mark.parametrize(
    ("shift", "strength"), [(True, Strength.STRONG), (False, Strength.NOTHING)]
)
def test_the_second_list_speaks_of_all(tmp_path: Path, shift: bool, strength: Strength) -> None:  # noqa: FBT001 - a case
    axes = [np.array(axis) for axis in zip(*LINE, strict=True)]
    lon, lat = wgs84_to_gcj02(*axes) if shift else axes
    rows = [
        correct(n, longitude=f"{x:.6f}", latitude=f"{y:.6f}")
        for n, (x, y) in enumerate(zip(lon.tolist(), lat.tolist(), strict=True), start=1)
    ]
    second = read_second_list(register(tmp_path, *rows, name="second.csv"))
    read, compared = with_second_list(community(tmp_path, LINE), second)
    found = batch_notes(read, anchors=None, compared=compared)
    assert [(n.scope, n.subject, n.strength) for n in found] == [
        ("全部记录", Subject.SECOND_LIST, strength)
    ]


def test_unreadable_rows_of_the_second_list_are_told(tmp_path: Path) -> None:
    found = batch_notes(community(tmp_path, LINE), anchors=None, compared=None, uncompared=2)
    assert found == (
        BatchNote(
            scope="全部记录",
            subject=Subject.SECOND_LIST,
            strength=Strength.CANNOT_SAY,
            sentence="第二份清单有 2 行无法读取，未参与比对",
        ),
    )
