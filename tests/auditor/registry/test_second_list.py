"""Two lists compared row by row: through a file, as in a real check."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.datum import wgs84_to_bd09, wgs84_to_gcj02
from auditor.errors import RegistryError
from auditor.geo.second_list import DeviceList
from auditor.registry.second_list import SecondList, read_second_list, with_second_list
from auditor.registry.trimmed import with_code_parts
from tests.auditor.geo.boundary_samples import floats

SECOND = ("second_missing", "second_name", "second_relation", "second_distance_m")
HERE = (117.661, 36.209)
NOT_COMPARED = (None, None, None, None)
Row = tuple[str, str, float | None, float | None]


def code(number: int) -> str:
    return f"37011600011326{number:06d}"


def second(folder: Path, *lines: str, header: str = "设备编码,设备名称,经度,纬度") -> SecondList:
    path = folder / "platform.csv"
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return read_second_list(path)


def ours(*rows: Row) -> pl.DataFrame:
    schema = {"device_code": pl.String, "name": pl.String, "lon": pl.Float64, "lat": pl.Float64}
    return with_code_parts(pl.DataFrame(rows, schema=schema, orient="row"))


def told(frame: pl.DataFrame, other: SecondList | None) -> list[tuple[object, ...]]:
    return with_second_list(frame, other)[0].select(SECOND).rows()


def shifted(*, by: str, back: bool = False) -> Row:
    """A record of ours; with ``back`` it is ours that is shifted."""
    function = wgs84_to_gcj02 if by == "gcj" else wgs84_to_bd09
    lon, lat = function(floats(HERE[0]), floats(HERE[1]))
    place = (float(lon[0]), float(lat[0])) if back else HERE
    return (code(1), "东门", *place)


def image_line(by: str) -> str:
    lon, lat = shifted(by=by, back=True)[2:]
    return f"{code(1)},东门,{lon:.6f},{lat:.6f}"


def metres(value: float) -> object:
    return pytest.approx(value, abs=0.5)


LINE = f"{code(1)},东门,117.661000,36.209000"


@pytest.mark.parametrize(
    ("record", "line", "relation", "distance"),
    [
        ((code(1), "东门", *HERE), LINE, "same", 0),
        (shifted(by="gcj"), image_line("gcj"), "gcj_shift", 525.4),
        (shifted(by="gcj", back=True), LINE, "gcj_shift_reversed", 525.4),
        (shifted(by="bd"), image_line("bd"), "bd_shift", 1280.35),
        (shifted(by="bd", back=True), LINE, "bd_shift_reversed", 1280.35),
        ((code(1), "东门", 117.671, 36.209), LINE, "other", 899.6),
    ],
)
def test_every_relation_of_two_positions(
    record: Row, line: str, relation: str, distance: float, tmp_path: Path
) -> None:
    assert told(ours(record), second(tmp_path, line)) == [(False, None, relation, metres(distance))]


@pytest.mark.parametrize(
    ("record", "line"),
    [
        ((code(1), "东门", None, None), LINE),
        ((code(1), "东门", *HERE), f"{code(1)},东门,,"),
        ((code(1), "东门", *HERE), f"{code(1)},东门,东经117度,36.2"),
        ((code(1), "东门", *HERE), f"{code(1)},东门,36.209,117.661"),
        ((code(1), "东门", 0.0, 0.0), LINE),
    ],
)
def test_without_two_positions_in_china_no_distance_is_told(
    record: Row, line: str, tmp_path: Path
) -> None:
    assert told(ours(record), second(tmp_path, line)) == [(False, None, "unknown", None)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("东门", None),
        ("　东 门　", None),
        ("（东门）", None),
        ("", None),
        ("西门", "西门"),
        (" 西 门 ", "西 门"),
    ],
)
def test_another_name_is_told_as_it_is_written(
    name: str, expected: str | None, tmp_path: Path
) -> None:
    other = second(tmp_path, f"{code(1)},{name},117.661,36.209")
    assert told(ours((code(1), "东门", *HERE)), other) == [(False, expected, "same", metres(0))]


def test_a_device_that_the_second_list_lacks_is_missing(tmp_path: Path) -> None:
    other = second(tmp_path, LINE, f"{code(9)},北门,117.661,36.209")
    frame, found = with_second_list(ours((code(2), "西门", *HERE), (code(1), "东门", *HERE)), other)
    assert frame.select(SECOND).rows() == [
        (True, None, None, None),
        (False, None, "same", metres(0)),
    ]
    assert found is not None
    assert (found.only_first, found.only_second, found.doubled) == ((0,), (1,), ())


def test_codes_that_come_twice_in_either_list_are_compared_to_nothing(tmp_path: Path) -> None:
    other = second(tmp_path, LINE, f"{code(2)},西,117.6,36.2", f"{code(2)},北,117.6,36.2")
    twice, absent = (code(1), "东", *HERE), (code(3), "南", *HERE)
    frame = ours(twice, (code(2), "西", *HERE), twice, absent, absent)
    assert told(frame, other) == [NOT_COMPARED] * 5


def test_what_is_no_code_is_matched_with_nothing(tmp_path: Path) -> None:
    bad = ["37", "", f"{code(1)}0", "３７０１１６０００１１３２６００００１"]
    other = second(tmp_path, *(f"{each},东门,117.661,36.209" for each in bad))
    assert told(ours(*((each, "西门", *HERE) for each in bad)), other) == [NOT_COMPARED] * 4


def test_blanks_around_codes_are_the_spreadsheets(tmp_path: Path) -> None:
    other = second(tmp_path, f" {code(1)}　, 东门 , 117.661 , 36.209 ")
    assert told(ours((code(1), "东门", *HERE)), other) == [(False, None, "same", metres(0))]


def test_without_a_second_list_nothing_is_compared() -> None:
    frame, found = with_second_list(ours((code(1), "东门", *HERE)), None)
    assert frame.select(SECOND).rows() == [NOT_COMPARED]
    assert frame.schema["second_missing"] == pl.Boolean
    assert found is None


def test_comparing_again_replaces_what_was_told_before(tmp_path: Path) -> None:
    frame = ours((code(1), "东门", *HERE))
    once, _ = with_second_list(frame, second(tmp_path, LINE))
    again, _ = with_second_list(once, second(tmp_path, f"{code(2)},东门,117,36"))
    assert again.columns == [*frame.columns, *SECOND]
    assert again.select(SECOND).rows() == [(True, None, None, None)]


def test_no_device_in_common_is_no_fault_of_the_comparison(tmp_path: Path) -> None:
    assert told(ours(), second(tmp_path, LINE)) == []


def test_codes_suffice_for_a_second_list(tmp_path: Path) -> None:
    other = second(tmp_path, code(1), header="国标编码")
    assert told(ours((code(1), "东门", *HERE)), other) == [(False, None, "unknown", None)]


def test_a_list_is_known_by_its_file_and_unreadable_rows_are_counted(tmp_path: Path) -> None:
    other = second(tmp_path, LINE, f"{code(2)},西门", f"{code(3)},北门,117.6,36.2,多,余")
    assert (other.name, other.unreadable) == ("platform.csv", 2)
    assert list(other.devices.codes) == [code(1)]


def test_of_a_list_with_unreadable_rows_nothing_is_called_missing(tmp_path: Path) -> None:
    other = second(tmp_path, LINE, f"{code(2)},西门")
    frame = ours((code(1), "东门", *HERE), (code(2), "西门", *HERE))
    assert with_second_list(frame, other)[0]["second_missing"].to_list() == [False, None]


def test_a_list_without_codes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="lacks 设备编码"):
        second(tmp_path, "东门,117,36", header="设备名称,经度,纬度")


NUMBERS = st.lists(st.integers(0, 5), max_size=8)


@given(NUMBERS, NUMBERS)
def test_each_row_is_shared_missing_or_not_compared(here: list[int], there: list[int]) -> None:
    devices = DeviceList(
        codes=[code(n) for n in there],
        names=["东门"] * len(there),
        longitude=floats(*[HERE[0]] * len(there)),
        latitude=floats(*[HERE[1]] * len(there)),
    )
    other = SecondList(name="platform.csv", devices=devices, unreadable=0)
    frame = ours(*((code(n), "东门", *HERE) for n in here))
    expected = [None if here.count(n) > 1 or there.count(n) > 1 else n not in there for n in here]
    assert with_second_list(frame, other)[0]["second_missing"].to_list() == expected
