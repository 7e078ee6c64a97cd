"""Ports of the registered services, and a credential that shows nothing."""

import pytest

from probes.target import Credential, Target


def of(stream: str | None = None, onvif: str | None = None) -> Target:
    return Target(key="1", host="127.0.78.1", stream_uri=stream, onvif_uri=onvif)


@pytest.mark.parametrize(
    ("target", "ports"),
    [
        (of(), ()),
        (of("rtsp://127.0.78.1/main"), (554,)),
        (of("rtsp://127.0.78.1:8554/main"), (8554,)),
        (of("rtsps://127.0.78.1/main"), (322,)),
        (of("RTSPS://127.0.78.1/main"), (322,)),
        (of("rtsp://[::1]:8554/main"), (8554,)),
        (of(None, "http://127.0.78.1/onvif/device_service"), (80,)),
        (of(None, "https://127.0.78.1/onvif/device_service"), (443,)),
        (of("rtsp://127.0.78.1/a", "http://127.0.78.1:8000/b"), (554, 8000)),
        (of("rtsp://127.0.78.1:80/a", "http://127.0.78.1/b"), (80,)),
    ],
)
def test_ports_are_the_stream_s_first_without_repeats(
    target: Target, ports: tuple[int, ...]
) -> None:
    assert target.ports == ports


@pytest.mark.parametrize("uri", ["rtsp://127.0.78.1:99999/", "rtsp://127.0.78.1:x/", "rtsp://[::1"])
def test_a_port_that_is_none_is_an_error(uri: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        assert of(uri).ports


def test_a_credential_shows_its_name_only() -> None:
    credential = Credential("north", "inspector", "Inv3nted")
    assert repr(credential) == "Credential(name='north')"
    target = Target(key="1", host="127.0.78.1", credential=credential)
    assert "inspector" not in repr(target)
    assert "Inv3nted" not in repr(target)
