"""Positions: the whole finding of each defect."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.criteria import Criteria
from auditor.geo.layers import open_layers
from auditor.judge import judge_records
from auditor.model import Finding, Severity, Verdict
from auditor.registry.damage import DamageKind, in_general
from auditor.registry.positions import Places
from tests.auditor.rules.records import correct, frame, ids, judged

OPEN = Places(layers=open_layers())
MEASURE = "现场实测并登记 WGS-84 经纬度"
MEASURE_PRECISELY = "现场实测并登记 WGS-84 经纬度（十进制度，宜保留 6 位小数）"
CONVERT = "换算为 WGS-84 十进制度数后登记，不带度分秒符号和方位字母"
NOT_DECIMAL = "经纬度不是十进制度数（如 117.661000），无法作为坐标使用"
OUTSIDE = "经纬度不在我国范围内"
ERROR = Severity.ERROR


def finding(rule: str, severity: Severity, value: str, message: str, suggestion: str) -> Finding:
    return Finding(
        row=1,
        device_code="37011600011326000001",
        rule=rule,
        severity=severity,
        verdict=Verdict.FAIL,
        field="longitude",
        value=value,
        message=message,
        suggestion=suggestion,
    )


CASES = [
    ({"longitude": ""}, finding("GEO-01", ERROR, "", "经度未登记", MEASURE_PRECISELY)),
    ({"longitude": " ", "latitude": "　"},
     finding("GEO-01", ERROR, "", "经度、纬度未登记", MEASURE_PRECISELY)),
    ({"point_type": "二类", "latitude": ""},
     finding("GEO-01", ERROR, "", "纬度未登记", MEASURE_PRECISELY)),
    ({"point_type": "3", "latitude": ""},
     finding("GEO-02", ERROR, "", "纬度未登记", MEASURE_PRECISELY)),
    ({"longitude": "117°39'39.6\""},
     finding("GEO-03", ERROR, "117°39'39.6\", 36.209000", NOT_DECIMAL, CONVERT)),
    ({"latitude": "36.2N"}, finding("GEO-03", ERROR, "117.661000, 36.2N", NOT_DECIMAL, CONVERT)),
    ({"longitude": "117661000"},
     finding("GEO-03", ERROR, "117661000, 36.209000", NOT_DECIMAL, CONVERT)),
    ({"longitude": "nan"}, finding("GEO-03", ERROR, "nan, 36.209000", NOT_DECIMAL, CONVERT)),
    ({"longitude": "117,661"},
     finding("GEO-03", ERROR, "117,661, 36.209000",
             f"{NOT_DECIMAL}；经度小数点被写成了逗号或句号；去除后应为 117.661，须核对", CONVERT)),
    ({"longitude": "1900-04-26"},
     finding("GEO-03", ERROR, "1900-04-26, 36.209000",
             f"{NOT_DECIMAL}；经度{in_general(DamageKind.DATE)}", "经度若原内容为 117，核对后改写")),
    ({"latitude": "1900-02-05T05:00:58"},
     finding("GEO-03", ERROR, "117.661000, 1900-02-05T05:00:58",
             f"{NOT_DECIMAL}；纬度{in_general(DamageKind.DATE)}",
             "纬度若原内容为 36.209005，核对后改写")),
    ({"longitude": "17.661"}, finding("GEO-04", ERROR, "17.661, 36.209000", OUTSIDE, MEASURE)),
    ({"latitude": "-36.209"}, finding("GEO-04", ERROR, "117.661000, -36.209", OUTSIDE, MEASURE)),
    ({"longitude": "0"}, finding("GEO-04", ERROR, "0, 36.209000", OUTSIDE, MEASURE)),
    ({"longitude": "36.209", "latitude": "117.661"},
     finding("GEO-05", ERROR, "36.209, 117.661", "经度与纬度填反",
             "对调后登记：经度 117.661，纬度 36.209，并现场核对")),
    ({"longitude": "0.0", "latitude": "0"},
     finding("GEO-05", ERROR, "0.0, 0", "经纬度为 (0, 0)，是未填写的默认值", MEASURE)),
    ({"longitude": "117.761000"},
     finding("GEO-11", Severity.WARNING, "117.761000, 36.209000",
             "距本社区各关键位置所围范围 9.0 公里", "核对经纬度与所属社区，确有必要时更正其一")),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), CASES)
def test_a_fault_is_one_finding(
    changes: Mapping[str, str], expected: Finding, tmp_path: Path
) -> None:
    assert judged(tmp_path, changes) == (expected,)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.decimals("73", "135.1", places=6, allow_nan=False),
            st.decimals("3", "53.6", places=6, allow_nan=False),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_no_position_inside_china_is_an_error(
    tmp_path_factory: pytest.TempPathFactory, places: list[tuple[object, object]]
) -> None:
    rows = [
        correct(n, longitude=str(lon), latitude=str(lat)) for n, (lon, lat) in enumerate(places, 1)
    ]
    found = judge_records(frame(tmp_path_factory.mktemp("inside"), rows), Criteria())
    assert [f.rule for f in found if f.severity is ERROR] == []


def test_without_a_plan_no_distance_is_judged(tmp_path: Path) -> None:
    assert judged(tmp_path, {"longitude": "87.600000", "key_location_id": ""}, plan=()) == ()


def test_a_missing_position_is_not_called_malformed_as_well(tmp_path: Path) -> None:
    assert ids(judged(tmp_path, {"longitude": "", "latitude": "36.2N"})) == ["GEO-01"]


@pytest.mark.parametrize(("longitude", "latitude"), [("", "60"), ("117661000", "60"), ("", "0")])
def test_half_a_position_is_not_called_outside_as_well(
    longitude: str, latitude: str, tmp_path: Path
) -> None:
    changes = {"longitude": longitude, "latitude": latitude}
    assert ids(judged(tmp_path, changes)) == ["GEO-03" if longitude else "GEO-01"]


READ = "若按以下方式理解则在登记的行政区划内，请核实："
SUGGESTED = [
    ({"longitude": "117°39'39.6\"", "latitude": "36°12'32.4\""}, "GEO-03",
     f"{READ}度分秒或带方位的写法（117.661000, 36.209000）"),
    ({"longitude": "117661000", "latitude": "36209000"}, "GEO-03",
     f"{READ}丢失小数点的整数（117.661000, 36.209000）"),
    ({"longitude": "-117.661", "latitude": "36.209"}, "GEO-04",
     f"{READ}正负号有误（117.661000, 36.209000）"),
    ({"longitude": "117.661", "latitude": "-36.209"}, "GEO-04",
     f"{READ}正负号有误（117.661000, 36.209000）"),
    ({"longitude": "36.209", "latitude": "117.661"}, "GEO-05",
     "对调后登记：经度 117.661，纬度 36.209，并现场核对"),
    ({"longitude": "不详", "latitude": "不详"}, "GEO-03", CONVERT),
    ({"longitude": "17.661"}, "GEO-04", MEASURE),
    ({"longitude": "-117.661", "division": "371202"}, "GEO-04", MEASURE),
    ({"longitude": "0", "latitude": "0"}, "GEO-05", MEASURE),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "rule", "suggestion"), SUGGESTED)
def test_what_would_lie_in_the_county_is_suggested(
    changes: Mapping[str, str], rule: str, suggestion: str, tmp_path: Path
) -> None:
    found = [f for f in judged(tmp_path, changes, places=OPEN) if f.rule.startswith("GEO")]
    assert [(f.rule, f.suggestion) for f in found] == [(rule, suggestion)]


def test_a_mobile_device_is_far_from_nothing(tmp_path: Path) -> None:
    assert judged(tmp_path, {"longitude": "117.761000", "mobile_type": "1"}) == ()
