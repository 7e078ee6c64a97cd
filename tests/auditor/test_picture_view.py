"""A picture is seen with its hour, its limits and its company."""

from dataclasses import replace
from datetime import UTC, datetime

from auditor.daypart import Daypart
from auditor.examples import camera, failed, frame, metrics, pictured
from auditor.picture_limits import STANDARD_LIMITS, picture_terms
from auditor.picture_twins import Twins
from auditor.picture_view import PictureView, RoundPictures, earlier_pictures
from probes.failure import FailureKind
from probes.rtsp_frame import RtspFrame

NOON = datetime(2026, 6, 21, 4, 0, tzinfo=UTC)
URI = "rtsp://127.0.0.1/1"


def shown(picture: RtspFrame, pictures_of: RoundPictures, *, row: int = 1) -> PictureView:
    observation = replace(pictured(picture), started_at=NOON)
    return pictures_of.view(camera(row=row), observation, picture)


def test_everything_is_handed_on() -> None:
    picture = replace(frame(uri=URI), picture_sha256="x")
    twins = Twins({"x": frozenset({(1, URI), (2, "b"), (3, "c")})}, {1: (4,)})
    terms = picture_terms({Daypart.DAY: {"noise_from": 9.0}}, ("0" * 16,))
    context = RoundPictures(terms=terms, twins=twins, earlier={URI: frozenset({"x", "y"})})
    assert shown(picture, context) == PictureView(
        frame=picture,
        daypart=Daypart.DAY,
        limits=replace(STANDARD_LIMITS[Daypart.DAY], noise_from=9.0),
        placeholders=("0" * 16,),
        same=(2, 3),
        sources=3,
        alike=(4,),
        shown_before=True,
    )


def test_a_camera_in_infrared_is_judged_as_by_night() -> None:
    gray = frame(metrics(saturation_mean=1.0))
    assert shown(gray, RoundPictures()).daypart is Daypart.NIGHT
    assert shown(frame(), RoundPictures()).daypart is Daypart.DAY


def test_another_address_had_another_picture() -> None:
    earlier = {URI: frozenset({"x"})}
    other = replace(frame(), picture_sha256="x")
    lost = replace(frame(uri=URI), picture_sha256=None)
    assert not shown(other, RoundPictures(earlier=earlier)).shown_before
    assert not shown(lost, RoundPictures(earlier=earlier)).shown_before


def test_without_numbers_the_sun_decides() -> None:
    assert shown(RtspFrame(uri=URI), RoundPictures()).daypart is Daypart.DAY


def test_earlier_pictures_are_kept_by_address() -> None:
    first, second = (replace(frame(uri=URI), picture_sha256=text) for text in "xy")
    kept = (pictured(first), pictured(second), failed(FailureKind.NOT_FOUND))
    assert earlier_pictures(kept) == {URI: frozenset({"x", "y"})}
