"""The document: by its schema, the same bytes every time, and without what must not leave."""

import hashlib
import json
from dataclasses import asdict, replace
from importlib import resources
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from auditor import feed
from auditor.feed.build import build_document, pictures_sha256
from auditor.feed.document import SCHEMA, CommunityPart, RatePart, canonical
from auditor.feed.fields import Rows, rows
from auditor.model import ListedExclusion, RateVerdict, Report, Verdict
from auditor.store.codec import pack_report, unpack_report
from tests.auditor.feed.values import hostile
from tests.auditor.render import builders
from tests.auditor.render.community import sample_report


def schema() -> Any:
    file = resources.files(feed).joinpath("schemas/result-1.json")
    return json.loads(file.read_text(encoding="utf-8"))


def faults(document: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(schema()).iter_errors(document)]


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["properties"]["schema"]["const"] == SCHEMA


@pytest.mark.parametrize(
    "report", [builders.report(), sample_report(), hostile()], ids=["one", "sample", "bad"]
)
def test_every_document_fits_the_schema(report: Report) -> None:
    assert faults(json.loads(canonical(build_document(report)))) == []


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("round", "started_at", "yesterday"),
        ("community", "division", "37 09"),
        ("evidence", "pictures_sha256", "AB"),
        ("source", "registry_sha256", ""),
    ],
)
def test_the_schema_refuses_another_value(part: str, name: str, value: str) -> None:
    document = json.loads(canonical(build_document(builders.report())))
    document[part][name] = value
    assert len(faults(document)) == 1


def test_the_schema_names_every_member_and_no_other() -> None:
    """Additive within version 1 means: a new member stands in the schema too."""
    document = build_document(builders.report(beside=(builders.rate(),)))
    told = json.loads(canonical(document))
    known = schema()
    assert set(told) == set(known["properties"])
    for name in ("round", "scheme", "community", "source", "evidence", "lists"):
        assert set(told[name]) == set(known["properties"][name]["properties"])
    for name, part in (("rate", told["rates"][0]), ("camera", told["cameras"][0])):
        assert set(part) == set(known["$defs"][name]["properties"])


def test_the_same_report_gives_the_same_bytes_live_and_from_the_store() -> None:
    report = sample_report()
    bytes_now = canonical(build_document(report))
    assert canonical(build_document(unpack_report(pack_report(report)))) == bytes_now
    assert bytes_now.endswith(b"}\n")
    assert b"\n" not in bytes_now[:-1]


def test_a_rate_is_told_with_its_counts() -> None:
    result = builders.indicator_result(RateVerdict.INCONCLUSIVE, met=15, unknown=4)
    (rate,) = build_document(builders.report(results=(result,))).rates
    assert rate == RatePart(
        id="health_rate",
        title="摄像机完好率",
        policy_version=1,
        policy="画面完好的关键位置摄像机 ÷ 登记在关键位置的摄像机",
        scope="all",
        of=20,
        met=15,
        unknown=4,
        excluded=0,
        excluded_met=0,
        excluded_unknown=0,
        threshold=95,
        standard_threshold=None,
        loosened=False,
        verdict="inconclusive",
        tolerance=0,
        judged_on="gross",
        reason="",
    )


def listed(*, counts: bool) -> ListedExclusion:
    return ListedExclusion(
        line=1,
        device_code="37090216001320000001",
        camera_row=1,
        label="东门-4711",
        reason="检修报备",
        starts_at=None,
        ends_at=None,
        approver="approver-4711",
        reference="reference-4711",
        counts=counts,
    )


def with_lists() -> Report:
    """Two exclusions of which one counts, a waived finding, an alarm, a loosened threshold."""
    result = replace(
        builders.indicator_result(met=16, unknown=2, excluded=3, excluded_met=1),
        threshold=90,
        standard_threshold=95,
        judged_on="net",
        reason="说明",
    )
    waived = builders.finding(
        verdict=Verdict.WAIVED, original=Verdict.FAIL, waiver="理由-4711（责任人 owner-4711）"
    )
    told = builders.provenance(
        policy_version=3, exclusions_sha256="ab" * 32, waivers_sha256="cd" * 32
    )
    return builders.report(
        provenance=told,
        results=(result,),
        findings=(waived, builders.finding()),
        exclusions=(listed(counts=True), listed(counts=False)),
        alarms=("豁免已过期：责任人 owner-4711",),
        policy=("判定依据：净值", "与标准不同：阈值为 90%"),
    )


def test_exclusions_waivers_and_alarms_are_told_as_counts_without_the_people_in_them() -> None:
    body = canonical(build_document(with_lists()))
    assert faults(json.loads(body)) == []
    assert json.loads(body)["lists"] == {
        "exclusions": 2,
        "exclusions_counted": 1,
        "exclusions_sha256": "ab" * 32,
        "findings_waived": 1,
        "waivers_sha256": "cd" * 32,
        "alarms": 1,
    }
    assert b"4711" not in body


def test_a_loosened_threshold_is_marked_and_net_counts_can_be_had() -> None:
    document = build_document(with_lists())
    (rate,) = document.rates
    assert (rate.threshold, rate.standard_threshold, rate.loosened) == (90, 95, True)
    assert (rate.excluded, rate.excluded_met, rate.excluded_unknown) == (3, 1, 0)
    assert (rate.judged_on, rate.reason) == ("net", "说明")
    assert document.scheme.policy_version == 3
    assert document.scheme.policy == ("判定依据：净值", "与标准不同：阈值为 90%")
    (row,) = rows(document, Rows.RATES)
    net = [row[f"rate.net_{name}"] for name in ("of", "met", "unknown", "share")]
    assert net == [17, 15, 2, None]
    assert row["rate.judged_on_text"] == "净值（剔除有效免考核）"


def test_a_reader_of_the_first_documents_still_knows_them() -> None:
    """What was added is not required, so a document that waits from before still fits."""
    told = json.loads(canonical(build_document(with_lists())))
    del told["lists"]
    for name in ("policy", "policy_version"):
        del told["scheme"][name]
    for name in ("excluded_met", "loosened", "standard_threshold", "judged_on", "reason"):
        del told["rates"][0][name]
    assert faults(told) == []


def test_nothing_that_was_typed_into_the_registry_leaves() -> None:
    secrets: dict[str, Any] = {
        "name": "n-4711",
        "address": "a-4711",
        "host": "10.47.11.1",
        "credential": "c-4711",
        "stream_uri": "rtsp://10.47.11.1/s-4711",
        "onvif_uri": "http://10.47.11.1/o-4711",
        "device_code": "13800004711",
        "key_location_id": "k-4711",
    }
    camera = builders.camera_result(camera=builders.camera(1, **secrets), reason="r-4711")
    sent = canonical(build_document(builders.report(cameras=(camera,)))).decode()
    assert "4711" not in sent
    assert "10.47" not in sent


def test_a_code_of_20_digits_is_told() -> None:
    (camera,) = build_document(builders.report()).cameras
    assert camera.device_code == "37090216001320000001"


@pytest.mark.parametrize(
    ("divisions", "told"),
    [
        (("370902", "370902 "), "370902"),
        (("370902", "370903"), None),
        (("泰山区",), None),
        (("370902001002",), "370902001002"),
        ((), None),
    ],
)
def test_the_division_is_told_where_all_records_agree(
    divisions: tuple[str, ...], told: str | None
) -> None:
    cameras = tuple(
        builders.camera_result(row, camera=builders.camera(row, division=division))
        for row, division in enumerate(divisions, start=1)
    )
    document = build_document(builders.report(cameras=cameras))
    assert document.community == CommunityPart(name="华新社区", division=told)


def test_the_hash_of_the_pictures_is_over_rows_and_hashes() -> None:
    cameras = build_document(
        builders.report(
            cameras=(
                builders.camera_result(10, picture_sha256="b" * 64),
                builders.camera_result(2, picture_sha256="a" * 64),
                builders.camera_result(3, picture_sha256=None),
            )
        )
    ).cameras
    lines = f"2 {'a' * 64}\n10 {'b' * 64}\n"
    assert pictures_sha256(cameras) == hashlib.sha256(lines.encode()).hexdigest()
    assert pictures_sha256(tuple(reversed(cameras))) == pictures_sha256(cameras)
    assert [camera.picture_taken_at is None for camera in cameras] == [False, False, True]


def test_an_incomplete_round_says_so() -> None:
    told = replace(builders.provenance(), complete=False)
    document = build_document(builders.report(provenance=told))
    assert asdict(document.round) == {
        "id": builders.ROUND,
        "started_at": "2026-11-23T17:00:03.000Z",
        "ended_at": "2026-11-23T17:41:15.000Z",
        "complete": False,
    }
