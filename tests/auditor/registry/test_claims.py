"""Which column is which, and by what: a map before the order, the order before headers."""

import dataclasses

import pytest

from auditor.errors import RegistryError
from auditor.registry.claims import Claim, Claims, How, claim
from auditor.registry.column_map import ColumnMap
from auditor.registry.columns import ARCHIVE_COLUMNS, Column

CODE = Column("code", "编码", ("BM",), required=True)
NAME = Column("name", "名称", ("MC",), required=True)
REMARK = Column("remark", "备注")
COLUMNS = (CODE, NAME, REMARK)
STANDARD = [column.header for column in ARCHIVE_COLUMNS]


def test_names_aliases_strangers_and_what_is_missing() -> None:
    assert claim(["*MC（必填）", "别的", "", "编码"], COLUMNS) == Claims(
        found=(Claim(NAME, 0, How.ALIAS), Claim(CODE, 3, How.NAME)),
        unclaimed=(1,),
        missing=(REMARK,),
        duplicates=(),
    )


def test_of_two_columns_the_first_is_taken_and_both_are_told() -> None:
    assert claim(["编码", "名称", "BM"], (CODE, NAME)) == Claims(
        found=(Claim(CODE, 0, How.NAME), Claim(NAME, 1, How.NAME)),
        unclaimed=(2,),
        missing=(),
        duplicates=((CODE, (0, 2)),),
    )


def test_a_map_settles_it() -> None:
    column_map = ColumnMap(name="m", places=(("code", 3),))
    assert claim(["编码", "名称", "BM"], (CODE, NAME), column_map) == Claims(
        found=(Claim(NAME, 1, How.NAME), Claim(CODE, 2, How.MAP)),
        unclaimed=(0,),
        missing=(),
        duplicates=(),
    )


def test_a_column_that_a_map_gave_away_is_not_claimed_by_its_header() -> None:
    column_map = ColumnMap(name="m", places=(("remark", "编码"),))
    found = claim(["编码"], COLUMNS, column_map)
    assert (found.found, found.missing) == ((Claim(REMARK, 0, How.MAP),), (CODE, NAME))


def test_a_map_that_does_not_fit_is_refused() -> None:
    with pytest.raises(RegistryError, match="the file has 1 columns"):
        claim(["编码"], COLUMNS, ColumnMap(name="m", places=(("code", 2),)))


def test_the_order_of_the_standard_settles_doubled_headers() -> None:
    found = claim(["设备名称", *STANDARD])
    how = {each.column.name: (each.position, each.how) for each in found.found}
    assert how["name"] == (2, How.POSITION)
    assert how["device_code"] == (1, How.NAME)
    assert (found.unclaimed, found.duplicates) == ((0,), ())


def test_a_map_goes_before_the_order() -> None:
    found = claim(["点位名", *STANDARD], column_map=ColumnMap(name="m", places=(("name", 1),)))
    by_name = {each.column.name: dataclasses.astuple(each)[1:] for each in found.found}
    assert (by_name["name"], by_name["device_code"]) == ((0, How.MAP), (1, How.NAME))
    assert found.unclaimed == (2,)
