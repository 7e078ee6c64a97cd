"""Values that examples of rules (and their tests) start from: right in everything.

Build a valid thing, change one field.  Addresses are loopback; nothing here is dialled.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from auditor.daypart import Daypart
from auditor.model import Evidence
from auditor.picture_limits import STANDARD_LIMITS
from auditor.picture_view import PictureView
from auditor.records import Camera, DeviceStatus, KeyLocation, LocationClass
from probes.failure import Failure, FailureKind
from probes.observation import Observation
from probes.onvif_device import OnvifDevice
from probes.picture.frame import FrameMetrics
from probes.picture.overlay import Place, TextLine
from probes.rtsp_frame import RtspFrame

__all__ = [
    "camera",
    "confirmed",
    "evidence",
    "failed",
    "frame",
    "key_location",
    "metrics",
    "onvif",
    "overlaid",
    "pictured",
    "record_cells",
    "view",
]

_START = datetime(2026, 1, 5, 14, 0, tzinfo=UTC)


def record_cells() -> dict[str, str]:
    """The cells of a correct record (others are empty)."""
    return {
        "device_code": "37011600011326000001",
        "name": "莱芜区云帆街道云帆社区星河里小区北门01",
        "division": "370116",
        "maker": "99",
        "point_type": "2",
        "address": "星河里小区北门",
        "longitude": "117.661000",
        "latitude": "36.209000",
        "police_unit": "370116000000",
        "installed_on": "2023-06-01",
        "management_unit": "云帆社区居民委员会",
        "management_contact": "0531-00000000",
        "record_days": "30",
        "status": "1",
        "community": "云帆社区",
        "key_location_id": "KL-01",
        "public_video": "是",
        "stream_uri": "rtsp://127.0.0.1:15554/main",
    }


def camera(
    *,
    row: int = 1,
    status: DeviceStatus = DeviceStatus.IN_USE,
    key_location_id: str = "KL-01",
    public_video: bool | None = True,
    point_type: str = "2",
    stream_uri: str | None = "rtsp://127.0.0.1:15554/main",
    onvif_uri: str | None = None,
    credential: str = "",
) -> Camera:
    """A registered camera."""
    cells = record_cells()
    return Camera(
        row=row,
        device_code=cells["device_code"],
        name=cells["name"],
        division=cells["division"],
        longitude=cells["longitude"],
        latitude=cells["latitude"],
        point_type=point_type,
        status=status,
        networking="",
        address=cells["address"],
        maker=cells["maker"],
        community=cells["community"],
        key_location_id=key_location_id,
        public_video=public_video,
        host="127.0.0.1",
        onvif_uri=onvif_uri,
        stream_uri=stream_uri,
        credential=credential,
    )


def key_location(
    *, number: int = 1, location_class: LocationClass = LocationClass.RESIDENTIAL_GATE
) -> KeyLocation:
    """A planned key location at the correct record's position."""
    return KeyLocation(
        row=number,
        id=f"KL-{number:02d}",
        community="云帆社区",
        location_class=location_class,
        class_text=location_class.label,
        name=f"位置{number}",
        longitude="117.661000",
        latitude="36.209000",
    )


def metrics(**changes: Any) -> FrameMetrics:
    """The numbers of an ordinary daylight picture, some of them changed."""
    numbers: dict[str, Any] = {
        "luma_mean": 110.0,
        "luma_std": 55.0,
        "saturation_mean": 60.0,
        "laplacian_variance": 900.0,
        "dominant_color_share": 0.12,
        "dark_share": 0.05,
        "flat_gray_bottom_share": 0.0,
        "dominant_color": (96, 104, 112),
    } | changes
    return FrameMetrics(**numbers)


def frame(
    numbers: FrameMetrics | None = None,
    *,
    uri: str = "rtsp://127.0.0.1:15554/main",
    difference: float | None = 2.0,
    difference_from_key_frame: bool = False,
) -> RtspFrame:
    """A stream attempt that gave an ordinary picture."""
    return RtspFrame(
        uri=uri,
        status_code=200,
        transport="tcp",
        auth_scheme="digest",
        login_accepted=True,
        codec="h264",
        width_px=1280,
        height_px=720,
        packets=120,
        first_packet=timedelta(milliseconds=40),
        first_key_frame=timedelta(milliseconds=900),
        first_picture=timedelta(milliseconds=930),
        picture_sha256="0" * 64,
        metrics=numbers or metrics(),
        difference=difference,
        difference_from_key_frame=difference_from_key_frame,
    )


def _observation(
    payload: object, *, probe: str, attempt: int, failure: Failure | None, answered: bool
) -> Observation[object]:
    return Observation(
        target="1",
        probe=probe,
        version=1,
        attempt=attempt,
        started_at=_START + timedelta(minutes=attempt),
        duration=timedelta(seconds=1),
        answered=answered,
        failure=failure,
        payload=payload,
    )


def view(
    numbers: FrameMetrics | None = None,
    *,
    of: RtspFrame | None = None,
    daypart: Daypart = Daypart.DAY,
    placeholders: tuple[str, ...] = (),
    same: tuple[int, ...] = (),
    sources: int = 1,
    alike: tuple[int, ...] = (),
    shown_before: bool = False,
) -> PictureView:
    """An ordinary picture as a picture rule sees it, by day."""
    return PictureView(
        frame=of or frame(numbers),
        daypart=daypart,
        limits=STANDARD_LIMITS[daypart],
        placeholders=placeholders,
        same=same,
        sources=sources,
        alike=alike,
        shown_before=shown_before,
    )


def pictured(payload: RtspFrame | None = None, *, attempt: int = 1) -> Observation[object]:
    """A stream observation with a picture."""
    return _observation(
        payload or frame(), probe="rtsp_frame", attempt=attempt, failure=None, answered=True
    )


def overlaid(*texts: tuple[str, float]) -> Observation[object]:
    """A stream observation with a picture in which these were read, with their scores.

    It was taken at 22:01 Beijing time on 2026-01-05.
    """
    lines = tuple(
        TextLine(place=Place.TOP, text=text, score=score, height_share=0.3) for text, score in texts
    )
    return pictured(replace(frame(), overlay=lines))


def failed(
    kind: FailureKind,
    *,
    attempt: int = 1,
    answered: bool = False,
    uri: str = "rtsp://127.0.0.1:15554/main",
    step: str = "describe",
) -> Observation[object]:
    """A stream observation without a picture."""
    return _observation(
        RtspFrame(uri=uri),
        probe="rtsp_frame",
        attempt=attempt,
        failure=Failure(step, kind),
        answered=answered,
    )


def confirmed(
    kind: FailureKind | None = FailureKind.NO_MEDIA, *, answered: bool = False
) -> Observation[object]:
    """The second client's opinion: no picture because of ``kind``, or a picture when None."""
    payload = RtspFrame(uri="rtsp://127.0.0.1:15554/main", path="ffmpeg")
    return _observation(
        payload if kind else replace(frame(difference=None), path="ffmpeg"),
        probe="rtsp_confirm",
        attempt=99,
        failure=Failure("first_packet", kind) if kind else None,
        answered=answered or kind is None,
    )


def onvif(payload: OnvifDevice, *, failure: Failure | None = None) -> Observation[object]:
    """An ONVIF observation."""
    return _observation(payload, probe="onvif_device", attempt=1, failure=failure, answered=True)


def evidence(*observations: Observation[object], of: Camera | None = None) -> Evidence:
    """A camera with what was seen of it."""
    return Evidence(camera=of or camera(), observations=observations)
