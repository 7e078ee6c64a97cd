"""``check``: each file that an operator adds changes the findings as it should."""

import json
from pathlib import Path

import pytest

from auditor.cli.main import execute
from tests.auditor.geo.boundary_samples import collection, feature, square, write
from tests.auditor.registers import correct, register, text_file

Options = tuple[str | Path, ...]


def found(
    capsys: pytest.CaptureFixture[str], path: Path, *options: str | Path
) -> set[tuple[int, str]]:
    """Row and rule of each finding; a verdict that is none is written with a question mark."""
    assert execute(["check", str(path), "--format", "json", *map(str, options)]) in (0, 1)
    out, err = capsys.readouterr()
    assert err == ""
    marks = {"fail": "", "unknown": "?"}
    return {(each["row"], each["rule"] + marks[each["verdict"]]) for each in json.loads(out)}


def profile(folder: Path, **changes: str) -> Path:
    parts = {"title": '"某方案"', "level": '"某级"', "edition": "2022"} | changes
    lines = "".join(f"{name} = {value}\n" for name, value in parts.items())
    return text_file(folder, "scheme.toml", f"{lines}[thresholds]\n")


@pytest.mark.parametrize(
    ("division", "told"),
    [
        ("370882", {"CODE-08", "DIV-03"}),
        ("370812", set()),
        ("419001", set()),
        ("441900", set()),
        ("370176", {"CODE-09", "DIV-11"}),
        ("500157", set()),
        ("371324", set()),
    ],
)
def test_the_traps_of_division_lists(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, division: str, told: set[str]
) -> None:
    code = f"{division}00011326000001"
    own = {"address": "", "police_unit": "", "longitude": "", "latitude": ""}
    path = register(tmp_path, correct(1, device_code=code, division=division, **own))
    rules = {rule for _, rule in found(capsys, path)}
    assert {rule for rule in rules if rule.startswith(("CODE", "DIV"))} == told


def test_a_retired_division_names_its_successor(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = register(tmp_path, correct(1, device_code="37088200011326000001", division="370882"))
    execute(["check", str(path), "--format", "json"])
    told = {each["rule"]: each for each in json.loads(capsys.readouterr().out)}
    assert "370812" in told["CODE-08"]["message"] + told["CODE-08"]["suggestion"]
    assert "370812" in told["DIV-03"]["message"] + told["DIV-03"]["suggestion"]


def test_local_codes_are_right_here(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = register(tmp_path, correct(1, device_code="37015600011326000001"))
    local = text_file(tmp_path, "local.csv", "代码\n370156\n")
    assert (1, "CODE-10") in found(capsys, path)
    assert (1, "CODE-10") not in found(capsys, path, "--local-codes", local)


def test_access_units_are_asked_only_with_a_table(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    codes = [f"3701160{n}011326{n:06d}" for n in (1, 2)]
    rows = [correct(n, device_code=code) for n, code in enumerate(codes, start=1)]
    path = register(tmp_path, *rows)
    units = text_file(tmp_path, "units.csv", "代码,名称\n37011601,一所\n")
    assert found(capsys, path) == set()
    assert found(capsys, path, "--access-units", units) == {(2, "CODE-12")}


def test_counties_of_communities(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = register(tmp_path, correct(1), correct(2, community="别处社区", name="别处社区北门02"))
    counties = text_file(tmp_path, "counties.csv", "社区,行政区划\n云帆社区,340202\n")
    told = found(capsys, path, "--counties", counties)
    assert (1, "CODE-11") in told
    assert (2, "CODE-11") not in told
    assert "CODE-11" not in {rule for _, rule in found(capsys, path)}


def test_own_boundaries_take_precedence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = register(tmp_path, correct(1))
    elsewhere = collection(feature(square(100, 30), adcode="370116"))
    around = collection(feature(square(117, 36), adcode="370116"))
    assert found(capsys, path) == set()
    assert found(capsys, path, "--boundaries", write(tmp_path, around)) == set()
    assert found(capsys, path, "--boundaries", write(tmp_path, elsewhere)) == {(1, "GEO-06")}


def test_community_areas(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = register(tmp_path, correct(1))
    inside = write(tmp_path, collection(feature(square(117, 36), 社区="云帆社区")), "in.geojson")
    outside = write(tmp_path, collection(feature(square(118, 36), 社区="云帆社区")), "out.geojson")
    assert found(capsys, path, "--community-areas", inside) == set()
    assert found(capsys, path, "--community-areas", outside) == {(1, "GEO-16")}


def test_a_second_list(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = register(tmp_path, correct(1), correct(2), correct(3))
    second = register(
        tmp_path, correct(1), correct(2, name="别的名称", latitude="36.219000"), name="second.csv"
    )
    told = found(capsys, path, "--second-list", second)
    assert told == {(2, "NAME-13"), (2, "GEO-19"), (3, "ARCH-07")}


def test_anchors_are_a_note_and_no_finding(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = register(tmp_path, correct(1))
    lines = "设备编码,经度,纬度\n37011600011326000001,117.661,36.209\n"
    anchors = text_file(tmp_path, "anchors.csv", lines)
    assert found(capsys, path, "--anchors", anchors) == set()
    assert execute(["check", str(path), "--anchors", str(anchors)]) == 0
    assert "批量分析 全部记录：坐标系判断为WGS-84；锚点记录1条" in capsys.readouterr().out


def test_a_column_map(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = register(tmp_path, correct(1, model="370116"), correct(2, model="371202"))
    chart = text_file(tmp_path, "map.toml", '[columns]\ndivision = "设备型号"\n')
    assert found(capsys, path) == set()
    assert (2, "DIV-03") in found(capsys, path, "--column-map", chart)


def test_a_naming_profile(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = register(tmp_path, correct(1), correct(2, name="588星河路云帆东路以南西侧"))
    usual = found(capsys, path)
    told = found(capsys, path, "--naming", "road-offset")
    assert (1, "NAME-15") in told
    assert (1, "NAME-15") not in usual
    assert (2, "NAME-15") not in told


def test_a_rule_set(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = register(tmp_path, correct(1, name="一号码头01", ptz_type="1"))
    assert (1, "NAME-16") not in found(capsys, path)
    assert (1, "NAME-16") in found(capsys, path, "--rule-set", "ga1400", "--rule-set", "customs")


def test_the_edition_is_the_schemes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = register(tmp_path, correct(1, access_network="互联网"))
    assert (1, "CODE-23") in found(capsys, path)
    old = profile(tmp_path, edition="2016")
    assert (1, "CODE-23") not in found(capsys, path, "--profile", old)


def test_the_configuration_and_options_that_win_over_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = register(tmp_path, correct(1, name="一号码头01", ptz_type="1"))
    units = text_file(tmp_path, "units.csv", "代码\n37011601\n")
    old = profile(tmp_path, edition="2016")
    config = text_file(
        tmp_path,
        "auditor.toml",
        f'[audit]\nprofile = "{old}"\n[records]\nrule_sets = ["customs"]\nnaming = "customs"\n'
        f'access_units = "{units}"\n',
    )
    told = found(capsys, path, "--config", config)
    assert (1, "NAME-16") in told
    assert (1, "NAME-16") not in found(capsys, path, "--config", config, "--rule-set", "ga1400")
    absent = tmp_path / "absent.csv"
    assert (
        execute(["check", str(path), "--config", str(config), "--access-units", str(absent)]) == 2
    )
    assert str(absent) in capsys.readouterr().err
