"""Discovery finds every probe, each whole and under its own name."""

from datetime import timedelta

from probes import (
    onvif_device,
    receiver,
    rtsp_confirm,
    rtsp_describe,
    rtsp_frame,
    rtsp_sub,
    rtsp_udp,
    tcp_again,
    tcp_connect,
)
from probes.catalog import all_probes
from probes.probe import Probe
from probes.visit import ProbeSet


def test_every_probe_is_found_once_by_name() -> None:
    found = all_probes()
    assert found == (
        onvif_device.PROBE,
        receiver.PROBE,
        rtsp_confirm.PROBE,
        rtsp_describe.PROBE,
        rtsp_frame.PROBE,
        rtsp_sub.PROBE,
        rtsp_udp.PROBE,
        tcp_again.PROBE,
        tcp_connect.PROBE,
    )
    assert [one.name for one in all_probes()] == [
        "onvif_device",
        "receiver",
        "rtsp_confirm",
        "rtsp_describe",
        "rtsp_frame",
        "rtsp_sub",
        "rtsp_udp",
        "tcp_again",
        "tcp_connect",
    ]
    assert all_probes() is found


def test_every_probe_is_whole() -> None:
    probe: Probe[object]
    for probe in all_probes():
        assert probe.version >= 1
        assert timedelta() < probe.deadline <= timedelta(minutes=2)
        assert probe.payload_type.__dataclass_params__.frozen  # type: ignore[attr-defined]  # every payload is a dataclass


def test_a_visit_s_probes_can_all_be_stored() -> None:
    assert set(ProbeSet().versions) <= {(probe.name, probe.version) for probe in all_probes()}
