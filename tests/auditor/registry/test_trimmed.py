"""Blanks around cells go, nothing else does; codes are taken apart as the codec does it."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from auditor.registry.trimmed import trimmed, with_code_parts
from gb28181.codes import PART_POSITIONS, DeviceCode
from gb28181.errors import CodeError

CELLS = st.lists(st.none() | st.text(alphabet=" \t\n\r\u3000\u00a0a1北", max_size=5), min_size=1)


def parts(code: str) -> dict[str, object]:
    """The row of one code, the code aside."""
    return (
        with_code_parts(pl.DataFrame({"device_code": [code]}))
        .drop("device_code")
        .row(0, named=True)
    )


def test_blanks_around_cells_go_and_those_within_stay() -> None:
    frame = pl.DataFrame({"name": [" 东 门　", "西门\n"], "status": ["1", " "]})
    expected = pl.DataFrame({"name": ["东 门", "西门"], "status": ["1", ""]})
    assert_frame_equal(trimmed(frame), expected)


def test_other_kinds_and_absent_columns_are_kept_as_they_are() -> None:
    frame = pl.DataFrame(
        {"row": [1, 2], "maker": [None, None], "name": [" a", None], "sure": [True, None]},
        schema_overrides={"maker": pl.String},
    )
    assert_frame_equal(trimmed(frame), frame.with_columns(name=pl.Series(["a", None])))


def test_a_frame_without_rows_is_trimmed_too() -> None:
    frame = pl.DataFrame(schema={"row": pl.Int64, "name": pl.String})
    assert_frame_equal(trimmed(frame), frame)


@given(CELLS)
def test_every_cell_is_stripped_and_once_is_enough(cells: list[str | None]) -> None:
    frame = pl.DataFrame({"name": cells}, schema={"name": pl.String})
    found = trimmed(frame)
    assert found["name"].to_list() == [cell if cell is None else cell.strip() for cell in cells]
    assert_frame_equal(trimmed(found), found)


@given(st.text(alphabet="0123456789", min_size=20, max_size=20))
def test_parts_are_those_of_the_codec(code: str) -> None:
    parsed = DeviceCode.parse(code)
    expected = {f"code_{part}": getattr(parsed, part) for part in ("division", *PART_POSITIONS)}
    assert parts(code) == {"code_ok": True} | expected


@given(st.text(alphabet="01９a\n", max_size=3).map(lambda tail: "3701160001132600001" + tail))
def test_a_code_is_good_where_the_codec_takes_it(code: str) -> None:
    try:
        DeviceCode.parse(code)
        is_good = True
    except CodeError:
        is_good = False
    assert parts(code)["code_ok"] is is_good


@pytest.mark.parametrize("code", ["", "3701", "北" * 20, "3701160001132600000９"])
def test_what_is_no_code_still_has_whatever_parts_there_are(code: str) -> None:
    found = parts(code)
    assert (found["code_ok"], found["code_division"]) == (False, code[:6])
    assert (found["code_type_code"], found["code_serial"]) == (code[10:13], code[14:20])
