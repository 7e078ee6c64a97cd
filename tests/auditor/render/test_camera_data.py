import json
from collections.abc import Collection

import pytest

from auditor.finding_ids import finding_ids
from auditor.model import CameraState, Report, Verdict
from auditor.records import DeviceStatus
from auditor.render import camera_data as module
from auditor.render.camera_data import CameraData, camera_data, embedded_json
from auditor.render.camera_notes import camera_notes, problems_by_row
from tests.auditor.render import builders
from tests.auditor.render.hostile import hostile_report


def data(report: Report, pictured: Collection[str] = ()) -> CameraData:
    return camera_data(report, pictured, camera_notes(report, finding_ids(report)))


def table(part: dict[str, object]) -> list[dict[str, object]]:
    """The rows again, texts in place of their numbers."""
    texts, columns = part["texts"], part["columns"]
    assert isinstance(texts, list)
    assert isinstance(columns, dict)
    raw = {"row", "name", "code", "public", "state", "picture", "ids"}
    names = list(columns)
    return [
        {n: v if n in raw else texts[v] for n, v in zip(names, row, strict=True)}
        for row in zip(*columns.values(), strict=True)
    ]


def test_a_camera_is_told_whole() -> None:
    camera = builders.camera(status=DeviceStatus.IN_REPAIR)
    seen = builders.camera_result(camera=camera, defects=("PIC-01", "PIC-05"))
    report = builders.report(cameras=(seen,), findings=(builders.finding(),))
    head = json.loads(data(report, {str(seen.picture)}).head)

    assert (head["total"], head["parts"]) == (1, [])
    assert head["states"][0] == ["offline", "离线", "×", "bad"]
    assert table(head["first"]) == [
        {
            "row": 1,
            "name": "东门出入口球机",
            "code": "37090216001320000001",
            "place": "K01",
            "public": 1,
            "state": list(CameraState).index(CameraState.PICTURE_OK),
            "status": "维修",
            "reason": "取得完整画面，未发现缺陷",
            "defects": "PIC-01、PIC-05",
            "tries": "有应答，尝试 1 次",
            "step": "最远到 解出画面",
            "frame": "首帧 0.9 秒",
            "codec": "H.264",
            "size": "1920×1080",
            "picture": seen.picture,
            "problems": "code_length",
            "ids": finding_ids(report)[0],
            "trend": "",
        }
    ]


def test_a_picture_is_named_only_when_it_lies_beside_the_page() -> None:
    without = builders.camera_result(2, picture=None)
    report = builders.report(cameras=(builders.camera_result(), without))
    first = json.loads(data(report).head)["first"]

    assert first["columns"]["picture"] == [1, 0]


def test_many_cameras_are_divided_and_none_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CAMERAS_PER_PART", 2)
    cameras = tuple(
        builders.camera_result(row, camera=builders.camera(row, name="a'\\b")) for row in range(5)
    )
    whole = data(builders.report(cameras=cameras))
    head = json.loads(whole.head)

    assert head["parts"] == [f"data/{builders.ROUND}/cameras-000{n}.js" for n in (2, 3)]
    assert list(whole.parts) == head["parts"]
    found = [head["first"]]
    for number, script in enumerate(whole.parts.values(), start=1):
        start = f"auditorPart({number},'"
        assert script.startswith(start)
        quoted = script[len(start) : -len("');\n")]
        found.append(json.loads(quoted.replace("\\'", "'").replace("\\\\", "\\")))
    rows = [row for part in found for row in table(part)]
    assert [(row["row"], row["name"]) for row in rows] == [(n, "a'\\b") for n in range(5)]


def test_no_cameras_are_an_empty_table() -> None:
    head = json.loads(data(builders.report(cameras=())).head)

    assert (head["total"], table(head["first"])) == (0, [])


def test_no_markup_and_no_unseen_character_gets_into_the_data() -> None:
    text = data(hostile_report()).head

    assert not set(text) & set("<>&\u202e\u2066\x1b\x00")
    assert json.loads(embedded_json("</script><!--&")) == "</script><!--&"


def test_only_violations_count_as_problems() -> None:
    found = (
        builders.finding(rule="b"),
        builders.finding(rule="a"),
        builders.finding(rule="b"),
        builders.finding(rule="c", verdict=Verdict.UNKNOWN),
        builders.finding(rule="a", row=2, verdict=Verdict.WAIVED),
    )
    assert problems_by_row(found, "12345") == {1: (("b", "1"), ("a", "2"), ("b", "3"))}
