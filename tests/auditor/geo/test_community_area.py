"""Distances from positions to their own community's polygon."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from auditor.errors import BoundaryError
from auditor.geo.community_area import read_community_areas
from tests.auditor.geo.boundary_samples import collection, feature, floats, square, write


def test_distances_are_to_the_own_community_and_unknown_ones_are_nan(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        collection(
            feature(square(117, 36), 社区="花园社区"), feature(square(119, 36), name="东湖 ")
        ),
    )
    areas = read_community_areas(path)
    names = pl.Series(["花园社区", "东湖", " 花园社区", "无名", None, "东湖", "东湖"])

    metres = areas.distance_m(
        floats(117.5, 117.5, 116.99, 117, 117, np.nan, 200), floats(*[36.5] * 7), names
    )

    assert metres[:3] == pytest.approx([0.0, 134_400.0, 896.0], rel=0.01)
    assert np.isnan(metres[3:]).all()
    assert areas.repaired == ()


def test_width_and_blanks_make_no_other_name(tmp_path: Path) -> None:
    areas = read_community_areas(
        write(tmp_path, collection(feature(square(117, 36), name="花园（东）社区")))
    )

    metres = areas.distance_m(floats(117.5), floats(36.5), pl.Series(["花园(东) 社区"]))

    assert metres.tolist() == [0.0]


def test_features_of_one_name_are_one_community(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        collection(feature(square(117, 36), 名="甲"), feature(square(119, 36), 名="甲")),
    )
    areas = read_community_areas(path, key="名")

    metres = areas.distance_m(floats(117.5, 119.5), floats(36.5, 36.5), pl.Series(["甲", "甲"]))

    assert metres.tolist() == [0.0, 0.0]


def test_a_feature_without_name_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, collection(feature(square(117, 36), id=3)))

    with pytest.raises(BoundaryError, match="feature 1 has none of the properties 社区"):
        read_community_areas(path)
