"""A customer's own boundaries as a layer."""

from pathlib import Path
from typing import Any

import pytest

from auditor.errors import BoundaryError
from auditor.geo.customer import read_customer_layer
from auditor.geo.layers import LayerKind
from tests.auditor.geo.boundary_samples import collection, feature, floats, square, write


@pytest.mark.parametrize("key", ["adcode", "code", "区划代码", "行政区划代码", "XZQDM", "gb"])
@pytest.mark.parametrize(
    "value", ["370902", 370902, 370902.0, " 370902 ", "156370902", "370902000", "370902000000"]
)
def test_codes_are_read_as_people_write_them(tmp_path: Path, key: str, value: Any) -> None:
    path = write(tmp_path, collection(feature(square(117, 36), **{key: value})))

    layer = read_customer_layer(path).layer

    assert (layer.kind, layer.codes) == (LayerKind.CUSTOMER, ("370902",))
    assert layer.county_at(floats(117.5, 119), floats(36.5, 36.5)).tolist() == ["370902", ""]


def test_features_of_one_code_are_one_county_and_repairs_are_told(tmp_path: Path) -> None:
    bow_tie = [[[119, 36], [120, 37], [120, 36], [119, 37], [119, 36]]]
    path = write(
        tmp_path,
        collection(
            feature(square(117, 36), code="370902"),
            feature(bow_tie, code="370902"),
            feature(square(118, 36), code="370102"),
        ),
    )

    found = read_customer_layer(path)
    area = found.layer.area("370902")

    assert found.repaired == (2,)
    assert found.layer.codes == ("370102", "370902")
    assert area is not None
    assert area.covers(floats(117.5, 119.1, 118.5), floats(36.5, 36.5, 36.5)).tolist() == [
        True,
        True,
        False,
    ]


def test_another_property_can_be_named(tmp_path: Path) -> None:
    path = write(tmp_path, collection(feature(square(117, 36), 代码="370902", code="x")))

    assert read_customer_layer(path, key="代码").layer.codes == ("370902",)


@pytest.mark.parametrize(
    "value",
    ["37090", "3709022", "泰山区", True, [370902], "370902004", "３７０９０２", -370902, ""],
)
def test_a_code_that_is_none_is_refused_with_its_feature(tmp_path: Path, value: Any) -> None:
    path = write(tmp_path, collection(feature(square(117, 36), code=value)))

    with pytest.raises(BoundaryError, match="feature 1 has the division code"):
        read_customer_layer(path)


def test_missing_codes_are_told_with_what_is_there(tmp_path: Path) -> None:
    path = write(tmp_path, collection(feature(square(117, 36), 名称="泰山区", code=None)))

    with pytest.raises(BoundaryError) as caught:
        read_customer_layer(path)

    assert str(caught.value) == (
        f"{path}: feature 1 has none of the properties adcode, code, 区划代码, 行政区划代码, "
        "XZQDM, gb; it has: 名称, code; name the right one"
    )
