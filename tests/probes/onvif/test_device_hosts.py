from dataclasses import replace

import pytest

from probes.onvif_device import run
from tests.probes.onvif.attempt import (
    ALL_CALLS,
    DEVICE_PATH,
    EXTRA_CALLS,
    GOOD,
    context_at,
    replying,
    target_of,
)
from tests.probes.onvif.stub_camera import Reply, StubCamera


async def test_advertised_hosts_are_reported_and_never_dialled() -> None:
    context = context_at()
    camera = StubCamera(
        replies=replying("GetServices", "services_nat_host.xml")
        | replying("GetStreamUri", "stream_uri_nat_host_with_userinfo.xml")
    )
    async with camera.serving():
        elsewhere = StubCamera(address="127.0.0.99", port=camera.port)
        async with elsewhere.serving():
            device = await run(target_of(camera), context)
    assert elsewhere.connections == 0
    assert device.advertised_hosts == ("127.0.0.99",)
    assert [profile.stream_uri for profile in device.profiles] == [
        "rtsp://127.0.0.1:8554/sub?channel=1&password=***",
        "rtsp://127.0.0.1:8554/main?channel=1&password=***",
    ]
    assert context.discovered_uris == [
        "rtsp://127.0.0.1:8554/main?channel=1&password=Inv3nted",
        "rtsp://127.0.0.1:8554/sub?channel=1&password=Inv3nted",
    ]
    assert "Inv3nted" not in repr(device)


async def test_the_port_of_another_host_is_not_taken_for_ours() -> None:
    camera = StubCamera(replies=replying("GetServices", "services_nat_host_and_port.xml"))
    async with camera.serving():
        device = await run(target_of(camera), context_at())
    assert device == replace(GOOD, advertised_hosts=("127.0.0.99",))


async def test_a_registered_name_is_dialled_at_the_resolved_address() -> None:
    async with StubCamera().serving() as camera:
        device = await run(target_of(camera, host="cam.example"), context_at())
    assert {request.host for request in camera.requests} == {f"cam.example:{camera.port}"}
    assert device.advertised_hosts == ()
    assert device.profiles[0].stream_uri == "rtsp://cam.example:8554/sub"


async def test_an_ipv6_device_is_described() -> None:
    context = context_at()
    context.address = "::1"
    async with StubCamera(address="::1").serving() as camera:
        uri = f"http://[::1]:{camera.port}{DEVICE_PATH}"
        device = await run(replace(target_of(camera), host="::1", onvif_uri=uri), context)
    assert {request.host for request in camera.requests} == {f"[::1]:{camera.port}"}
    # The canned answers name 127.0.0.1, which is another host here.
    assert device.advertised_hosts == ("127.0.0.1",)
    assert device.profiles[0].stream_uri == "rtsp://[::1]:8554/sub"


async def test_the_media_service_may_sit_on_another_port() -> None:
    async with (
        StubCamera().serving() as media,
        StubCamera(media_port=media.port).serving() as camera,
    ):
        device = await run(target_of(camera), context_at())
    assert device == GOOD
    assert camera.operations == [*ALL_CALLS[:3], *EXTRA_CALLS[1:4]]
    assert media.operations == [*ALL_CALLS[3:], EXTRA_CALLS[0], EXTRA_CALLS[4]]


async def test_cookies_are_not_kept() -> None:
    setting = Reply(message="clock_right.xml", headers=(("Set-Cookie", "id=1; Path=/"),))
    async with StubCamera(replies={"GetSystemDateAndTime": setting}).serving() as camera:
        assert await run(target_of(camera), context_at()) == GOOD
    assert camera.cookies == []


async def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with StubCamera().serving() as proxy, StubCamera().serving() as camera:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        assert await run(target_of(camera), context_at()) == GOOD
    assert proxy.connections == 0


async def test_one_connection_serves_an_attempt_and_is_closed_after_it() -> None:
    async with StubCamera().serving() as camera:
        await run(target_of(camera), context_at())
        await camera.hung_up_by_peer.wait()
    assert camera.connections == 1
