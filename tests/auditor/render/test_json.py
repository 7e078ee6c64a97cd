import json
from dataclasses import replace

from auditor.model import Outcome
from auditor.render.json import render_json
from tests.auditor.render import builders
from tests.auditor.render.community import sample_report
from tests.auditor.render.hostile import HOSTILE, hostile_report


def test_the_document_names_its_schema_and_holds_every_part() -> None:
    document = json.loads(render_json(builders.report(notes=("说明",))))
    assert document["schema"] == "auditor-result/1"
    assert sorted(document) == [
        "alarms",
        "beside",
        "by_class",
        "cameras",
        "chosen",
        "community",
        "exclusions",
        "findings",
        "history",
        "judging",
        "key_locations",
        "level",
        "masked",
        "notes",
        "policy",
        "provenance",
        "results",
        "row_errors",
        "sample",
        "schema",
    ]
    assert document["notes"] == ["说明"]
    assert document["judging"] == {"judged_on": "gross", "share_cap": 5, "unknown": "interval"}


def test_a_finding_has_exactly_its_fields() -> None:
    document = json.loads(render_json(builders.report(findings=(builders.finding(),))))
    assert document["findings"] == [
        {
            "id": "F-dm3vkfmnvh2n",
            "row": 1,
            "device_code": "37090216001320000001",
            "rule": "code_length",
            "severity": "error",
            "verdict": "fail",
            "field": "设备编码",
            "value": "3709021600132000001",
            "message": "设备编码应为 20 位数字，现为 19 位",
            "suggestion": "按 GB/T 28181 附录 D 重新编码",
            "waiver": "",
            "original": None,
        }
    ]


def test_a_result_keeps_every_member() -> None:
    members = (builders.member("1"), builders.member("2", Outcome.UNKNOWN, reason="未检测"))
    result = builders.indicator_result(members=members, of=2, met=0, unknown=1)
    document = json.loads(render_json(builders.report(results=(result,))))
    assert document["results"] == [
        {
            "rate": {
                "indicator": "health_rate",
                "version": 1,
                "title": "摄像机完好率",
                "scope": "all",
                "of": 2,
                "met": 0,
                "unknown": 1,
                "excluded": 0,
                "excluded_met": 0,
                "excluded_unknown": 0,
                "basis": builders.rate().basis,
                "members": [
                    {"key": "1", "label": "第 1 行 东门出入口球机", "outcome": "not_met", "reason": "离线", "exclusion": "", "proof": ""},
                    {"key": "2", "label": "第 2 行 东门出入口球机", "outcome": "unknown", "reason": "未检测", "exclusion": "", "proof": ""},
                ],
            },
            "threshold": 95,
            "verdict": "meets",
            "tolerance": 0,
            "reason": "",
            "judged_on": "gross",
            "readings": [],
            "standard_threshold": None,
            "interval": None,
        }
    ]  # fmt: skip


def test_the_bytes_are_indented_sorted_chinese_and_the_same_every_time() -> None:
    report = sample_report()
    content = render_json(report)
    assert content == render_json(replace(report))
    assert content.startswith(b'{\n  "alarms": [],\n  "beside": [')
    assert content.endswith(b"}\n")
    assert "华新社区".encode() in content


def test_what_may_be_a_password_by_mistake_is_left_out() -> None:
    camera = builders.camera(credential="hunter2-typed-into-the-wrong-column")
    content = render_json(builders.report(cameras=(builders.camera_result(camera=camera),)))
    assert b"hunter2" not in content
    assert b'"credential"' not in content


def test_hostile_text_comes_back_as_it_was() -> None:
    assert tuple(json.loads(render_json(hostile_report()))["notes"]) == HOSTILE
