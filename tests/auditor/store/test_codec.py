"""Observations as text and back: nothing is lost but the picture's bytes; old reports."""

import json
import zlib
from dataclasses import replace

import pytest
from hypothesis import given, settings

from auditor.errors import StoreError
from auditor.policy import STANDARD_POLICY, JudgedOn, Policy, UnknownPolicy
from auditor.store.codec import decode, encode, pack_report, report_bytes, unpack_report
from probes.catalog import all_probes
from probes.observation import Observation
from probes.picture.overlay import Place, Strip
from tests.auditor.render import builders
from tests.auditor.store.values import observations, payloads, seen


@settings(deadline=None, max_examples=100)
@given(observations)
def test_every_observation_comes_back_equal(observation: Observation[object]) -> None:
    assert decode(observation.probe, encode(observation)) == observation


def test_every_probe_s_payload_is_tried() -> None:
    assert sorted(payloads) == [probe.name for probe in all_probes()]


def test_the_picture_s_bytes_stay_out() -> None:
    strip = Strip(place=Place.TOP, jpeg=b"a picture")
    pictured = replace(seen(), picture=b"\xff\xd8 a picture", strips=(strip,))
    assert "a picture" not in encode(pictured)
    assert decode("tcp_connect", encode(pictured)) == seen()


def test_an_unknown_probe_is_named() -> None:
    with pytest.raises(StoreError, match="unknown probe 'telepathy'"):
        decode("telepathy", "{}")


@pytest.mark.parametrize("body", ["", "{}", "null", '{"target": "Inv3nted-secret"}'])
def test_a_text_of_another_form_is_refused_without_quoting_it(body: str) -> None:
    with pytest.raises(StoreError) as caught:
        decode("rtsp_frame", body)
    assert (
        str(caught.value)
        == "an observation of rtsp_frame in the store cannot be read by this version"
    )


def test_a_field_of_a_later_version_is_refused_by_its_name() -> None:
    body = json.loads(encode(seen()))
    body["payload"]["colour"] = "Inv3nted-secret"
    with pytest.raises(StoreError) as caught:
        decode("tcp_connect", json.dumps(body))
    assert str(caught.value) == (
        "an observation of tcp_connect in the store has the field payload.colour, "
        "which a later version wrote; read it with that"
    )


def test_how_a_report_was_judged_comes_back_and_is_the_standard_where_an_earlier_one_is_silent() -> (
    None
):
    policy = Policy(unknown=UnknownPolicy.LEFT_OUT, judged_on=JudgedOn.NET, share_cap=9)
    report = builders.report(judging=policy)
    assert unpack_report(pack_report(report)).judging == policy
    earlier = json.loads(report_bytes(report))
    del earlier["judging"]
    read = unpack_report(zlib.compress(json.dumps(earlier).encode()))
    assert read.judging == STANDARD_POLICY


_NEW = {
    "alarms",
    "excluded_met",
    "excluded_unknown",
    "exclusion",
    "exclusions",
    "exclusions_name",
    "exclusions_sha256",
    "judged_on",
    "judging",
    "original",
    "policy",
    "policy_version",
    "proof",
    "readings",
    "reason",
    "standard_threshold",
    "waiver",
    "waivers_name",
    "waivers_sha256",
}
"""Fields that the first reports in a store did not have; ``reason`` of a result only."""


def as_before(value: object) -> object:
    if isinstance(value, list):
        return [as_before(item) for item in value]
    if not isinstance(value, dict):
        return value
    left = _NEW if "rate" in value else _NEW - {"reason"}
    return {name: as_before(item) for name, item in value.items() if name not in left}


def test_a_report_of_before_the_lists_is_read_with_defaults() -> None:
    rate = builders.rate(members=(builders.member(),))
    result = replace(builders.indicator_result(), rate=rate)
    report = builders.report(results=(result,), findings=(builders.finding(),))
    told = report_bytes(report)
    before = json.dumps(as_before(json.loads(told)), ensure_ascii=False).encode()
    assert len(before) < len(told)
    assert report_bytes(unpack_report(zlib.compress(before))) == told


def test_a_report_with_a_field_of_a_later_version_names_it() -> None:
    told = json.loads(report_bytes(builders.report()))
    told["results"][0]["rate"]["weight"] = "Inv3nted-secret"
    with pytest.raises(StoreError) as caught:
        unpack_report(zlib.compress(json.dumps(told).encode()))
    assert str(caught.value) == (
        "a report in the store has the field results.0.rate.weight, which a later version wrote; "
        "read it with that"
    )
