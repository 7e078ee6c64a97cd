"""One attempt of the probe against a scripted device, and what a good one gives."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from probes.failure import FailureKind, ProbeError
from probes.onvif.payload import DeviceClock, NtpSetting, OnScreenTexts
from probes.onvif_device import MediaProfile, OnvifDevice, run
from probes.picture.frame import DecodedPicture, PictureRequest
from probes.probe import Context
from probes.scope import Scope
from probes.target import Credential, Target
from tests.probes.onvif.stub_camera import NOON, PASSWORD, USERNAME, Reply, StubCamera

CREDENTIAL = Credential("cameras", USERNAME, PASSWORD)
WRONG = Credential("cameras", USERNAME, "something else")
DEVICE_PATH = "/onvif/device_service"
ALL_CALLS = [
    "GetSystemDateAndTime",
    "GetDeviceInformation",
    "GetServices",
    "GetProfiles",
    "GetStreamUri",
    "GetStreamUri",
]
EXTRA_CALLS = ["GetOSDs", "GetNTP", "GetScopes", "GetHostname", "GetSnapshotUri"]
# A device that is asked anonymously first answers one call twice.
CLOSED_CALLS = [*ALL_CALLS[:2], *ALL_CALLS[1:]]
CLOCK = DeviceClock(
    zone="CST-8", local_minus_utc=timedelta(hours=8), daylight_saving=False, source="ntp"
)
GOOD = OnvifDevice(
    clock_offset=timedelta(0),
    manufacturer="Invented",
    model="IPC-1",
    firmware_version="V1.2.3 build 200101",
    profiles=(
        MediaProfile(
            token="sub",
            name="subStream",
            encoding="H264",
            width_px=640,
            height_px=360,
            stream_uri="rtsp://127.0.0.1:8554/sub",
        ),
        MediaProfile(
            token="main",
            name="mainStream",
            encoding="H265",
            width_px=1920,
            height_px=1080,
            stream_uri="rtsp://127.0.0.1:8554/main",
            snapshot_uri="http://127.0.0.1:8080/snap?token=***&pwd=***",
        ),
    ),
    clock=CLOCK,
    services=("http://www.onvif.org/ver10/device/wsdl", "http://www.onvif.org/ver10/media/wsdl"),
    on_screen=OnScreenTexts(plain=("星河里小区北门",), has_clock=True),
    ntp=NtpSetting(from_dhcp=False, servers=("127.0.0.7", "ntp.example")),
    hostname="ipc-north-gate",
    scopes=(
        "onvif://www.onvif.org/type/video_encoder",
        "onvif://www.onvif.org/Profile/Streaming",
        "onvif://www.onvif.org/name/Invented",
    ),
)
IN_BY_TOKEN = replace(GOOD, login="digest", login_form="token", login_time="device")
EMPTY = OnvifDevice()
NO_PROFILES = replace(GOOD, profiles=(), on_screen=None, ntp=None, hostname=None, scopes=None)


class NoDecoder:
    """ONVIF has no pictures."""

    async def decode(self, request: PictureRequest) -> DecodedPicture:
        raise AssertionError(request)


def context_at(
    time: datetime = NOON, *, login: bool = True, proved: bool = False
) -> Context[OnvifDevice]:
    return Context(
        address="127.0.0.1",
        scope=Scope.parse(["127.0.0.0/8"]),
        decoder=NoDecoder(),
        now=lambda: time,
        login=login,
        login_proved=proved,
    )


def target_of(
    camera: StubCamera, credential: Credential | None = CREDENTIAL, host: str = "127.0.0.1"
) -> Target:
    return Target(
        key="k",
        host=host,
        onvif_uri=f"http://{host}:{camera.port}{DEVICE_PATH}",
        credential_name=credential.name if credential else None,
        credential=credential,
    )


async def failure_of(
    camera: StubCamera,
    context: Context[OnvifDevice],
    credential: Credential | None = CREDENTIAL,
) -> tuple[FailureKind, str]:
    async with camera.serving():
        with pytest.raises(ProbeError) as caught:
            await run(target_of(camera, credential), context)
    assert "Inv3nted" not in str(caught.value)
    return caught.value.kind, caught.value.detail


def replying(operation: str, message: str, status: int = 200) -> dict[str, Reply]:
    return {operation: Reply(message=message, status=status)}
