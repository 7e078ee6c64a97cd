"""Which cameras become targets: no address is guessed, none is lost."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.examples import camera
from auditor.records import DeviceStatus
from auditor.schedule.plan import by_host, controls, credential_names, plan, unusable_rows
from probes.target import Credential, Target

NORTH = Credential("north", "inspector", "Inv3nted")
STREAM = "rtsp://127.0.78.1:8554/main"
DEVICE = "http://127.0.78.1:8080/onvif/device_service"


def test_a_target_is_the_camera_s_services_and_credential() -> None:
    registered = replace(
        camera(row=7, stream_uri=STREAM, onvif_uri=DEVICE, credential="north"), host="127.0.78.1"
    )
    assert plan([registered], {"north": NORTH}) == (
        Target(
            key="7",
            host="127.0.78.1",
            stream_uri=STREAM,
            onvif_uri=DEVICE,
            credential_name="north",
            credential=NORTH,
        ),
    )


def test_who_is_judged_by_the_sub_stream_tonight_is_said_and_its_address_kept() -> None:
    sub = "rtsp://127.0.78.1:8554/sub"
    cameras = [
        replace(camera(row=1), sub_stream_uri=sub),
        replace(camera(row=2), sub_stream_uri="http://127.0.78.1/sub"),
    ]
    found = plan(cameras, {}, by_sub=frozenset({1}))
    assert [(one.sub_stream_uri, one.prefers_sub) for one in found] == [(sub, True), (None, False)]


@pytest.mark.parametrize(("name", "known"), [("", None), ("south", "south")])
def test_a_credential_that_was_not_supplied_is_still_named(name: str, known: str | None) -> None:
    (target,) = plan([camera(credential=name)], {"north": NORTH})
    assert (target.credential_name, target.credential) == (known, None)


@pytest.mark.parametrize(
    ("status", "probed"),
    [
        (DeviceStatus.IN_USE, True),
        (DeviceStatus.IN_REPAIR, True),
        (DeviceStatus.UNSTATED, True),
        (DeviceStatus.REMOVED, False),
    ],
)
def test_only_what_was_taken_down_is_left_alone(status: DeviceStatus, *, probed: bool) -> None:
    assert len(plan([camera(status=status)], {})) == probed


def test_the_registry_s_order_is_kept_and_rows_without_address_are_left_out() -> None:
    cameras = [
        camera(row=3),
        camera(row=1, stream_uri=None),
        camera(row=2, stream_uri=None, onvif_uri=DEVICE),
    ]
    assert [target.key for target in plan(cameras, {})] == ["3", "2"]


@pytest.mark.parametrize(
    "uri",
    [
        "127.0.78.1:8554/main",
        "rtsp:127.0.78.1/main",
        "rtsp:///main",
        "rtsp://",
        "rtsp://[::1/main",
        "rtsp://127.0.78.1:0/main",
        "rtsp://127.0.78.1:99999/main",
        "rtsp://127.0.78.1:port/main",
        "http://127.0.78.1/live.m3u8",
        "无",
    ],
)
def test_an_address_that_means_nothing_is_not_dialled(uri: str) -> None:
    cameras = [camera(row=1, stream_uri=uri), camera(row=2, stream_uri=uri, onvif_uri=DEVICE)]
    (target,) = plan(cameras, {})
    assert (target.key, target.stream_uri, target.onvif_uri) == ("2", None, DEVICE)
    assert unusable_rows(cameras) == (1, 2)


@pytest.mark.parametrize("uri", ["RTSP://127.0.78.1/main", "rtsps://[::1]:8554/a?b=c", STREAM])
def test_every_usable_address_is_kept_as_written(uri: str) -> None:
    cameras = [camera(stream_uri=uri, onvif_uri=DEVICE.replace("http", "https"))]
    assert plan(cameras, {})[0].stream_uri == uri
    assert unusable_rows(cameras) == ()


def test_only_registered_cameras_have_unusable_rows() -> None:
    cameras = [
        camera(row=1, onvif_uri="onvif"),
        camera(row=2, stream_uri="?", status=DeviceStatus.REMOVED),
        camera(row=3, stream_uri=None),
    ]
    assert unusable_rows(cameras) == (1,)


def test_credentials_are_asked_for_once_by_name() -> None:
    cameras = [camera(credential="north"), camera(credential="north"), camera(credential="")]
    assert credential_names(cameras) == frozenset({"north"})


def aimed(*hosts: str) -> list[Target]:
    return [Target(key=str(number), host=host) for number, host in enumerate(hosts, start=1)]


def test_channels_of_a_host_stay_together_and_subnets_take_turns() -> None:
    targets = aimed("127.0.1.1", "127.0.1.2", "127.0.1.1", "127.0.2.1", "127.0.1.3", "127.0.2.2")
    assert [[target.key for target in group] for group in by_host(targets)] == [
        ["1", "3"],
        ["4"],
        ["2"],
        ["6"],
        ["5"],
    ]


HOSTS = st.from_regex(r"127\.0\.[0-3]\.[0-3]|cam[0-3]\.example", fullmatch=True)


@given(st.lists(HOSTS, max_size=30))
def test_every_target_has_one_turn_after_its_earlier_neighbours(hosts: list[str]) -> None:
    targets = aimed(*hosts)
    groups = by_host(targets)
    assert sorted(int(target.key) for group in groups for target in group) == list(
        range(1, len(hosts) + 1)
    )
    for group in groups:
        assert len({target.host for target in group}) == 1
        assert group == sorted(group, key=lambda target: int(target.key))
    assert len(groups) == len(set(hosts))


def test_control_targets_have_keys_that_no_row_has() -> None:
    uris = (("rtsp://127.0.1.9:554/live", "north"), ("rtsp://127.0.2.9/live", ""))
    credential = Credential("north", "inspector", "Inv3nted-secret")
    assert controls(uris, {"north": credential}) == (
        Target(
            key="-1",
            host="127.0.1.9",
            stream_uri="rtsp://127.0.1.9:554/live",
            credential_name="north",
            credential=credential,
        ),
        Target(key="-2", host="127.0.2.9", stream_uri="rtsp://127.0.2.9/live"),
    )
