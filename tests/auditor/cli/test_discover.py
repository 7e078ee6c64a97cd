"""``discover``: asks where it is told, tells what answers, and what the registry lacks."""

import errno
import json
import socket
from pathlib import Path

import pytest

from auditor.cli.main import execute
from probes import onvif_discovery
from tests.auditor.registry.files import record, registry, written
from tests.probes.onvif.responder import Responder, responding


def discover(responder: Responder, *more: str) -> int:
    where = ["--address", responder.address, "--port", str(responder.port)]
    return execute(["discover", *where, "--wait", "0.15", *more])


def test_a_device_is_told_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    with responding(Responder()) as device:
        assert discover(device) == 0
    out, err = capsys.readouterr()
    assert (out.splitlines(), err) == (
        ["127.0.0.1　北门　IPC-1　gate　通告其他主机：127.0.0.99", "共发现 1 台设备"],
        "",
    )


def listed(folder: Path, address: str) -> str:
    return str(written(folder, registry(record(stream_uri=f"rtsp://{address}/main"))))


@pytest.mark.parametrize(
    ("address", "code", "standing"),
    [
        ("127.0.0.1", 0, "台账内（第 1 行）"),
        ("127.0.0.99", 0, "仅通告地址在台账内（第 1 行）"),
        ("127.0.0.50", 1, "不在台账"),
    ],
)
def test_it_is_held_against_the_registry(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, address: str, code: int, standing: str
) -> None:
    with responding(Responder()) as device:
        assert discover(device, "--registry", listed(tmp_path, address)) == code
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith(f"127.0.0.1　{standing}　北门")
    assert last == f"共发现 1 台设备，其中 {code} 台不在台账"


def test_json_tells_everything(capsys: pytest.CaptureFixture[str]) -> None:
    with responding(Responder(messages=("probe_matches.xml", "plain_text.txt"))) as device:
        assert discover(device, "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["devices"] == [
        {
            "address": "127.0.0.1",
            "standing": "not_compared",
            "rows": [],
            "name": "北门",
            "hardware": "IPC-1",
            "location": "gate",
            "endpoint": "urn:uuid:22222222-0000-0000-0000-000000000000",
            "types": ["NetworkVideoTransmitter", "Device"],
            "scopes": [
                "onvif://www.onvif.org/type/video_encoder",
                "onvif://www.onvif.org/name/%E5%8C%97%E9%97%A8",
                "onvif://www.onvif.org/hardware/IPC-1",
                "onvif://www.onvif.org/location/gate",
            ],
            "xaddrs": [
                "http://127.0.0.1:8080/onvif/device_service",
                "http://127.0.0.99/onvif/device_service",
            ],
            "foreign_hosts": ["127.0.0.99"],
        }
    ]
    assert told["refused"] == [["the answer is not a SOAP envelope", told["datagrams"] // 2]]
    assert told["truncated"] is False


def test_csv_is_for_spreadsheets(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with responding(Responder()) as device:
        assert discover(device, "--format", "csv") == 0
    header, line = capfdbinary.readouterr().out.decode("utf-8-sig").splitlines()
    assert header == "地址,与台账,台账行,名称,型号,位置,类型,服务地址,其他主机,标识,作用域"
    assert line.startswith("127.0.0.1,,,北门,IPC-1,gate,NetworkVideoTransmitter Device,http://")


def test_bad_answers_and_limits_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    with responding(Responder(messages=("plain_text.txt",), times=40)) as talker:
        assert discover(talker) == 0
    assert capsys.readouterr().out.splitlines() == [
        "共发现 0 台设备",
        "另有 32 个应答未采用：the answer is not a SOAP envelope",
        "应答过多，已截断：可能还有设备未列出",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name where to ask: --interface ADDRESS or --address ADDRESS"),
        (["--interface", "eth0"], "--interface eth0: write an IPv4 address such as 10.1.0.5"),
        (["--address", "239.1.1.1"], "--address 239.1.1.1: write the address of one machine"),
        (["--address", "255.255.255.255"], "--address 255.255.255.255: write the address of one"),
        (["--interface", "0.0.0.0"], "--interface 0.0.0.0: write the address"),  # noqa: S104  # refused
    ],
)
def test_it_asks_nowhere_that_was_not_named_rightly(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert execute(["discover", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"auditor: {message}")


def test_an_interface_that_is_not_ours_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every address of loopback is ours, so that the system's refusal has to be played."""

    def refused(_: object) -> socket.socket:
        raise OSError(errno.EADDRNOTAVAIL, "Cannot assign requested address")

    monkeypatch.setattr(onvif_discovery, "_socket", refused)
    assert execute(["discover", "--interface", "127.0.0.99"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.startswith("auditor: nothing could be sent: ")) == ("", True)


def test_a_registry_that_cannot_be_read_asks_nobody(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with responding(Responder()) as device:
        assert discover(device, "--registry", str(tmp_path / "none.csv")) == 2
    assert device.asked == []
    assert "none.csv" in capsys.readouterr().err
