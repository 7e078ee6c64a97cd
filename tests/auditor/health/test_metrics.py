"""Metrics are read back by Prometheus' own parser; health turns red for what an operator must see."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from auditor.health.metrics import render_metrics
from auditor.health.status import (
    ChannelCounts,
    CommunityStatus,
    OperatingStatus,
    RateCount,
    unhealthy,
    unready,
)
from auditor.schedule.progress import Progress

NOW = datetime(2026, 1, 6, 6, 0, tzinfo=UTC)
BARE = OperatingStatus(version="0.1.0", started_at=NOW)
HOME = CommunityStatus(
    community="云帆社区",
    rates=(RateCount(indicator="health_rate", met=18, of=20, unknown=1, verdict="misses"),),
    cameras={"picture_ok": 37, "offline": 2},
    last_ended_at=NOW - timedelta(hours=3),
    last_success_at=NOW - timedelta(hours=27),
    last_duration=timedelta(minutes=41),
    last_complete=False,
    next_start=NOW + timedelta(hours=8),
)
FULL = replace(
    BARE,
    beaten_at=NOW,
    communities=(HOME,),
    running=(
        Progress(
            community="云帆社区",
            started_at=NOW,
            updated_at=NOW + timedelta(seconds=10),
            phase="pass",
            attempt=1,
            tries=3,
            targets=39,
            done=9,
            total=39,
            pass_began_at=NOW,
        ),
    ),
    channels=(ChannelCounts(channel="office", delivered=7, failed=1, waiting=2),),
    observations_written=12_345,
    store_bytes=1 << 20,
    decoder_queue=4,
)


def samples(status: OperatingStatus) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    families = text_string_to_metric_families(render_metrics(status).decode())
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def value(status: OperatingStatus, name: str, **labels: str) -> float | None:
    return samples(status).get((f"auditor_{name}", frozenset(labels.items())))


@pytest.mark.parametrize(
    ("name", "labels", "expected"),
    [
        ("info", {"version": "0.1.0"}, 1),
        ("heartbeat_timestamp_seconds", {}, NOW.timestamp()),
        ("store_up", {}, 1),
        ("store_bytes", {}, 1 << 20),
        ("decoder_queue", {}, 4),
        ("observations_written_total", {}, 12_345),
        ("rate_met", {"community": "云帆社区", "indicator": "health_rate"}, 18),
        ("rate_of", {"community": "云帆社区", "indicator": "health_rate"}, 20),
        ("rate_unknown", {"community": "云帆社区", "indicator": "health_rate"}, 1),
        ("rate_verdict", {"community": "云帆社区", "indicator": "health_rate", "verdict": "misses"}, 1),
        ("rate_verdict", {"community": "云帆社区", "indicator": "health_rate", "verdict": "meets"}, 0),
        ("cameras", {"community": "云帆社区", "state": "picture_ok"}, 37),
        ("cameras", {"community": "云帆社区", "state": "not_probed"}, 0),
        ("round_duration_seconds", {"community": "云帆社区"}, 2460),
        ("round_complete", {"community": "云帆社区"}, 0),
        ("night_missed", {"community": "云帆社区"}, 0),
        ("last_success_timestamp_seconds", {"community": "云帆社区"}, (NOW - timedelta(hours=27)).timestamp()),
        ("next_start_timestamp_seconds", {"community": "云帆社区"}, (NOW + timedelta(hours=8)).timestamp()),
        ("round_running", {}, 1),
        ("pass_visited", {"community": "云帆社区"}, 9),
        ("pass_remaining", {"community": "云帆社区"}, 30),
        ("alerts_sent_total", {"channel": "office"}, 7),
        ("alerts_failed_total", {"channel": "office"}, 1),
        ("alerts_waiting", {"channel": "office"}, 2),
    ],
)  # fmt: skip
def test_each_figure(name: str, labels: dict[str, str], expected: float) -> None:
    assert value(FULL, name, **labels) == expected


def test_what_nobody_knows_has_no_sample() -> None:
    names = {name for name, _ in samples(BARE)}
    assert names == {
        "auditor_info",
        "auditor_started_timestamp_seconds",
        "auditor_store_up",
        "auditor_round_running",
    }


def test_the_same_snapshot_gives_the_same_bytes() -> None:
    assert render_metrics(FULL) == render_metrics(FULL)


@settings(max_examples=30)
@given(st.text(max_size=200))
def test_a_hostile_name_stays_a_label(name: str) -> None:
    told = replace(FULL, communities=(replace(HOME, community=name),))
    assert len(samples(told)) == len(samples(FULL))


def test_the_service_is_healthy_while_its_heart_beats() -> None:
    assert unhealthy(FULL, NOW + timedelta(minutes=2)) == ()
    assert unhealthy(FULL, NOW + timedelta(seconds=121)) == ("no heartbeat for 121 s",)
    assert unhealthy(BARE, NOW + timedelta(seconds=500)) == ("no heartbeat for 500 s",)


def test_a_missed_night_is_red() -> None:
    missed = replace(FULL, communities=(HOME, replace(HOME, missed=True)))
    assert unhealthy(missed, NOW) == ("the last night has no report (1 of 2)",)
    assert value(missed, "night_missed", community="云帆社区") == 1


def test_ready_means_a_first_look_and_a_store() -> None:
    assert unready(FULL) == ()
    assert unready(BARE) == ("the service has not yet looked at its plan",)
    assert unready(replace(FULL, store_fault="disk")) == ("the store does not answer",)
