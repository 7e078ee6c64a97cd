"""Every file that the configuration names is read, and every fault is one message."""

from pathlib import Path

import pytest

from auditor.config import Records
from auditor.criteria import Criteria, RuleSet
from auditor.discovery import threshold_ids
from auditor.errors import AuditorError
from auditor.geo.layers import LayerKind
from auditor.naming_files import load_naming
from auditor.profile import Profile, load_profile
from auditor.terms import Terms, load_terms
from gb28181.editions import Edition
from tests.auditor.geo.boundary_samples import collection, feature, square, write
from tests.auditor.registers import correct, register, text_file


def scheme(**changes: object) -> Profile:
    known = load_profile("shandong-growth", indicators=threshold_ids())
    return known.model_copy(update=changes)


def loaded(**files: object) -> Terms:
    named = {k: v if isinstance(v, tuple) else str(v) for k, v in files.items()}
    return load_terms(Records.model_validate(named), scheme())


def test_without_files_the_scheme_and_the_open_boundaries_are_left() -> None:
    terms = loaded()
    assert terms.criteria == Criteria(naming=load_naming("smart-community"))
    assert (terms.column_map, terms.second, terms.anchors, terms.places.areas) == (None,) * 4
    assert terms.places.layers
    assert LayerKind.CUSTOMER not in {layer.kind for layer in terms.places.layers}


def test_edition_and_naming_are_the_schemes_unless_told() -> None:
    old = load_terms(Records(), scheme(edition=Edition.E2016, naming="none"))
    assert (old.criteria.edition, old.criteria.naming) == (Edition.E2016, load_naming("none"))
    assert loaded(naming="road-offset").criteria.naming == load_naming("road-offset")


def test_rule_sets_are_added_to_the_usual_ones() -> None:
    assert loaded(rule_sets=("ga1400",)).criteria.rule_sets == {
        RuleSet.BASE,
        RuleSet.ARCHIVE,
        RuleSet.GA1400,
    }


def test_the_operators_lists(tmp_path: Path) -> None:
    terms = loaded(
        local_codes=text_file(tmp_path, "local.csv", "代码\n42\n"),
        access_units=text_file(tmp_path, "units.csv", "代码\n37090201\n"),
        counties=text_file(tmp_path, "counties.csv", "社区,行政区划\n云帆社区,370116\n"),
    )
    assert terms.criteria == Criteria(
        naming=load_naming("smart-community"),
        local_codes=frozenset({"42"}),
        access_units=frozenset({"37090201"}),
        counties={"云帆社区": "370116"},
    )


def test_the_operators_maps_and_lists_to_compare_with(tmp_path: Path) -> None:
    own = write(tmp_path, collection(feature(square(117, 36), adcode="370116")), "own.geojson")
    areas = write(tmp_path, collection(feature(square(117, 36), 社区="云帆社区")), "areas.geojson")
    terms = loaded(
        sheet="台账",
        boundaries=own,
        community_areas=areas,
        column_map=text_file(tmp_path, "map.toml", '[columns]\nname = "点位"\n'),
        second_list=register(tmp_path, correct(1), name="second.csv"),
        anchors=text_file(tmp_path, "anchors.csv", "设备编码,经度,纬度\n1,117.6,36.2\n"),
    )
    assert terms.sheet == "台账"
    first, *others = terms.places.layers
    assert (first.kind, first.codes) == (LayerKind.CUSTOMER, ("370116",))
    assert len(others) == len(loaded().places.layers)
    assert terms.places.areas is not None
    assert list(terms.places.areas.areas) == ["云帆社区"]
    assert terms.column_map is not None
    assert terms.column_map.places == (("name", "点位"),)
    assert terms.second is not None
    assert terms.second.devices.codes == ["37011600011326000001"]
    assert terms.anchors is not None
    assert [anchor.device_code for anchor in terms.anchors.anchors] == ["1"]


@pytest.mark.parametrize("name", sorted(set(Records.model_fields) - {"rule_sets", "sheet"}))
def test_a_file_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / "absent.toml"
    with pytest.raises(AuditorError) as caught:
        loaded(**{name: path})
    assert str(path) in str(caught.value)
