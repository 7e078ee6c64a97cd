"""Records as cameras and as a frame: nothing lost, nothing invented, no secret kept."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from auditor import examples
from auditor.records import Camera, DeviceStatus
from auditor.registry.columns import REGISTRY_COLUMNS, WRITTEN_COLUMNS
from auditor.registry.prepared import prepare
from auditor.registry.registry import Registry, read_registry, redact_sheet
from auditor.registry.table import read_sheet
from tests.auditor.registry.files import record, registry, written


def read(folder: Path, *lines: str) -> Registry:
    return read_registry(written(folder, registry(*lines)))


def one(folder: Path, **changes: str) -> Camera:
    """The only camera of a registry of one line."""
    (camera,) = read(folder, record(**changes)).cameras
    return camera


def test_a_correct_record_is_the_example_camera(tmp_path: Path) -> None:
    assert one(tmp_path, maker="99") == examples.camera()


def test_the_frame_has_every_column_as_written(tmp_path: Path) -> None:
    cells = examples.record_cells()
    frame = read(tmp_path, record(name="  北门 ")).frame
    asked = dict.fromkeys((column.name for column in REGISTRY_COLUMNS), None)
    in_file = {column.name: cells.get(column.name, "") for column in WRITTEN_COLUMNS}
    told = {"secret_in_uri": False, "device_status": "in_use"}
    dialled = ("onvif_uri", "stream_uri", "sub_stream_uri")
    doubts = {f"{name}_doubtful": False for name in dialled}
    expected = {"row": 1, **asked, **in_file, "name": "  北门 ", **told, **doubts}
    assert frame.to_dicts() == [expected]
    types: dict[str, pl.DataType | type[pl.DataType]] = dict.fromkeys(expected, pl.String)
    types |= dict.fromkeys(doubts, pl.Boolean)
    types |= {"row": pl.Int64, "secret_in_uri": pl.Boolean}
    assert dict(frame.schema) == types


def test_absent_columns_are_null_in_the_frame_and_empty_in_the_camera(tmp_path: Path) -> None:
    text = "SBBM,SBMC,XZQY,JD,WD\n37011600011326000001,北门,370116,117.661,36.209\n"
    whole = read_registry(written(tmp_path, text))
    (camera,) = whole.cameras
    assert (camera.status, camera.public_video) == (DeviceStatus.UNSTATED, None)
    assert (camera.host, camera.onvif_uri, camera.stream_uri) == ("", None, None)
    assert whole.frame.select("community", "maker", "status").row(0) == (None, None, None)
    assert whole.frame.select("device_status", "secret_in_uri").row(0) == ("unstated", False)
    assert whole.present == {"device_code", "name", "division", "longitude", "latitude"}
    assert (camera.community, camera.maker, camera.key_location_id) == ("", "", "")
    assert whole.communities == ("",)
    assert whole.only("").frame.height == 1
    assert prepare(whole, (examples.key_location(),))["key_location_known"].to_list() == [None]


def test_cameras_are_made_only_when_they_are_asked_for(tmp_path: Path) -> None:
    whole = read(tmp_path, record())
    assert "cameras" not in vars(whole)
    assert whole.cameras is whole.cameras
    assert len(whole.only("云帆社区").cameras) == 1


def test_rows_keep_their_numbers_around_errors_and_blank_lines(tmp_path: Path) -> None:
    whole = read(tmp_path, record(1), "", "short,row", record(3), ",,", record(4))
    assert [camera.row for camera in whole.cameras] == [1, 3, 4]
    assert whole.frame["row"].to_list() == [1, 3, 4]
    assert [(error.row, error.line) for error in whole.errors] == [(2, 4)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", DeviceStatus.IN_USE),
        ("在用", DeviceStatus.IN_USE),
        (" 2 ", DeviceStatus.IN_REPAIR),
        ("维修", DeviceStatus.IN_REPAIR),
        ("维修中", DeviceStatus.IN_REPAIR),
        ("３", DeviceStatus.REMOVED),
        ("拆除", DeviceStatus.REMOVED),
        ("已拆除", DeviceStatus.REMOVED),
        ("", DeviceStatus.UNSTATED),
        ("9", DeviceStatus.UNSTATED),
    ],
)
def test_status(tmp_path: Path, text: str, expected: DeviceStatus) -> None:
    assert one(tmp_path, status=text).status is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("是", True), ("Ｙ", True), (" TRUE", True), ("否", False), ("0", False), ("", None), ("?", None)],
)  # fmt: skip
def test_public_video(tmp_path: Path, text: str, *, expected: bool | None) -> None:
    assert one(tmp_path, public_video=text).public_video is expected


@pytest.mark.parametrize(
    ("stream", "onvif", "ipv4", "host"),
    [
        ("rtsp://127.0.0.2:554/a", "http://127.0.0.3/onvif", "127.0.0.4", "127.0.0.2"),
        ("", "http://127.0.0.3/onvif", "127.0.0.4", "127.0.0.3"),
        ("", "", " 127.0.0.4 ", "127.0.0.4"),
        ("rtsp://[::1]:554/a", "", "127.0.0.4", "::1"),
        ("rtsp://[::1/a", "", "127.0.0.4", "127.0.0.4"),
        ("rtsp:///a", "", "127.0.0.4", "127.0.0.4"),
        ("无", "", "127.0.0.4", "127.0.0.4"),
        ("rtsp://u:p@127.0.0.2/a", "", "", "127.0.0.2"),
    ],
)
def test_the_host_comes_from_the_first_usable_address(
    tmp_path: Path, stream: str, onvif: str, ipv4: str, host: str
) -> None:
    assert one(tmp_path, stream_uri=stream, onvif_uri=onvif, ipv4=ipv4).host == host


@pytest.mark.parametrize(
    "text", ["无", "rtsp://[::1/a", "rtsp://h:port/a", "127.0.0.2:554/a", "http:"]
)
def test_malformed_addresses_stay_as_written_for_the_probe_to_refuse(
    tmp_path: Path, text: str
) -> None:
    assert one(tmp_path, stream_uri=text).stream_uri == text


@pytest.mark.parametrize(
    ("written_uri", "kept", "shown"),
    [
        ("rtsp://admin:Zq9@127.0.0.2/a", "rtsp://127.0.0.2/a", "rtsp://***@127.0.0.2/a"),
        ("rtsp://admin:Z/q@9@127.0.0.2/a", "rtsp://127.0.0.2/a", "rtsp://***@127.0.0.2/a"),
        ("rtsp://admin:Zq9@[::1]:554/a", "rtsp://[::1]:554/a", "rtsp://***@[::1]:554/a"),
        ("admin:Zq9@127.0.0.2:554/a", "127.0.0.2:554/a", "***@127.0.0.2:554/a"),
        ("rtsp://127.0.0.2/a?user=u&password=Zq9", None, "rtsp://127.0.0.2/a?user=***&password=***"),
        (
            "rtsp://127.0.0.2/user=admin_password=Zq9_channel=1",
            None,
            "rtsp://127.0.0.2/user=***_password=***_channel=1",
        ),
        ("rtsp://admin:x@?Zq9@127.0.0.2/a", None, "rtsp://***@127.0.0.2/a"),
        ("127.0.0.2/a?password=Zq9", None, "127.0.0.2/a?password=***"),
        ("admin@127.0.0.2/a?password=Zq9", None, "***@127.0.0.2/a?password=***"),
        ("rtsp://admin:Zq9@127.0.0.2/a?mail=a@b", None, "rtsp://***@b"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("column", ["stream_uri", "onvif_uri"])
def test_a_secret_in_an_address_is_taken_out(
    tmp_path: Path, column: str, written_uri: str, kept: str | None, shown: str
) -> None:
    whole = read(tmp_path, record(**{"stream_uri": "", column: written_uri}))
    assert getattr(whole.cameras[0], column) == kept
    assert whole.frame.select(column, "secret_in_uri").row(0) == (shown, True)
    assert "Zq9" not in repr(whole) + str(whole.frame.to_dicts())


@pytest.mark.parametrize("column", ["name", "address", "ipv4", "management_unit", "credential"])
def test_an_address_with_a_secret_is_redacted_in_any_cell(tmp_path: Path, column: str) -> None:
    whole = read(tmp_path, record(**{column: "rtsp://admin:Zq9@127.0.0.2/a"}))
    assert whole.frame.select(column, "secret_in_uri").row(0) == ("rtsp://***@127.0.0.2/a", True)
    assert "Zq9" not in repr(whole) + str(whole.frame.to_dicts())


SECRETS = st.text(alphabet="QWXZ0123:/?#@!$%'()*+;[]-._~ ", min_size=1).map(
    lambda text: f"Zq{text}9"
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(SECRETS)
def test_no_password_reaches_camera_or_frame(tmp_path: Path, password: str) -> None:
    whole = read(tmp_path, record(stream_uri=f"rtsp://admin:{password}@127.0.0.2/live"))
    assert whole.cameras[0].stream_uri in ("rtsp://127.0.0.2/live", None)
    assert password not in repr(whole.cameras) + str(whole.frame.to_dicts())


def test_one_community_is_taken_out_of_several(tmp_path: Path) -> None:
    lines = [record(1, community=" 甲 "), record(2, community="乙"), "short", record(4)]
    whole = read(tmp_path, *lines)
    assert whole.communities == ("甲", "乙", "云帆社区")
    part = whole.only("甲")
    assert part.cameras == whole.cameras[:1]
    assert_frame_equal(part.frame, whole.frame.head(1))
    assert (part.errors, part.sha256) == (whole.errors, whole.sha256)


def test_a_community_that_nobody_names_is_empty(tmp_path: Path) -> None:
    part = read(tmp_path, record()).only("丙")
    assert (part.cameras, part.frame.height) == ((), 0)


@pytest.mark.parametrize("text", ["kl-01", " ＫＬ－０１"])
def test_a_key_location_is_found_however_its_id_was_typed(tmp_path: Path, text: str) -> None:
    whole = read(tmp_path, record(key_location_id=text))
    assert whole.cameras[0].key_location_id == "KL-01"
    assert whole.frame.select("key_location_id", "secret_in_uri").rows() == [("KL-01", False)]
    prepared = prepare(whole, (examples.key_location(),))
    assert prepared["key_location_known"].to_list() == [True]


@pytest.mark.parametrize(("text", "expected"), [("√", True), ("✓", True), ("×", False)])
def test_ticks_say_yes_and_crosses_no(tmp_path: Path, text: str, *, expected: bool) -> None:
    assert one(tmp_path, public_video=text).public_video is expected


def test_rows_without_a_community_are_told_of(tmp_path: Path) -> None:
    lines = [record(1), record(2, community=" "), record(3, community="")]
    part = read(tmp_path, *lines).only("云帆社区")
    assert (part.frame["row"].to_list(), part.unassigned_rows) == ([1], (2, 3))
    assert read(tmp_path, *lines).only("").unassigned_rows == ()


def test_a_sheet_is_redacted_as_the_registry_is(tmp_path: Path) -> None:
    text = registry(record(stream_uri="admin:Zq9@127.0.0.2/a", address="rtsp://u:Zq9@127.0.0.2"))
    sheet = read_sheet(written(tmp_path, text))
    safe = redact_sheet(sheet)
    assert safe.columns == sheet.frame.columns
    assert "***@127.0.0.2/a" in safe.row(0)
    assert "Zq9" not in str(safe.row(0))
