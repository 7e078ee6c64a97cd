"""Simulated faults of known positions are explained; what cannot be explained is not."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from auditor.datum import Degrees, wgs84_to_bd09, wgs84_to_gcj02
from auditor.geo.hypotheses import explain
from auditor.geo.hypotheses_kinds import Kind, Reading

# A county taken as a box of about 25 by 22 km, and a longitude in it.
WEST, EAST, SOUTH, NORTH = 117.0, 117.28, 36.1, 36.3
NEAR = 117.1
METRE = 1.2e-5
Shift = Callable[[Degrees, Degrees], tuple[Degrees, Degrees]]


def county(lon: float, lat: float) -> bool:
    return WEST <= lon <= EAST and SOUTH <= lat <= NORTH


def explained(longitude: str, latitude: str) -> tuple[Reading, ...]:
    return explain(longitude, latitude, contains=county, near_longitude=NEAR)


def kinds(longitude: str, latitude: str) -> list[Kind]:
    return [reading.kind for reading in explained(longitude, latitude)]


def plane(code: int) -> Callable[[float, float], tuple[str, str]]:
    forward = Transformer.from_crs(4490, code, always_xy=True)

    def fault(lon: float, lat: float) -> tuple[str, str]:
        east, north = forward.transform(lon, lat)
        return f"{east:.2f}", f"{north:.2f}"

    return fault


def dms(value: float, pattern: str) -> str:
    hundredths = round(value * 360_000)
    minutes, seconds = divmod(hundredths, 6000)
    return pattern.format(d=minutes // 60, m=minutes % 60, s=seconds / 100)


def nmea(value: float) -> str:
    return f"{int(value) * 100 + (value % 1) * 60:.4f}"


def shifted(shift: Shift, lon: float, lat: float) -> tuple[str, str]:
    x, y = shift(np.array([lon]), np.array([lat]))
    return f"{x[0]:.6f}", f"{y[0]:.6f}"


FAULTS: dict[Kind, list[Callable[[float, float], tuple[str, str]]]] = {
    Kind.SWAPPED: [lambda x, y: (f"{y:.6f}", f"{x:.6f}"), lambda x, y: (f"N{y:.6f}", f"E{x:.6f}")],
    Kind.SIGN: [
        lambda x, y: (f"{-x:.6f}", f"{y:.6f}"),
        lambda x, y: (f"{x:.6f}", f"{-y:.6f}"),
        lambda x, y: (f"{x:.6f}W", f"{y:.6f}N"),
    ],
    Kind.WRITTEN: [
        lambda x, y: (dms(x, "{d}°{m}'{s}\""), dms(y, "{d}度{m}分{s}秒")),
        lambda x, y: (f"E{x:.6f}", f"{y:.6f}°"),
        lambda x, y: (f"{x:.6f}".replace(".", ","), f"{y:.6f}".replace(".", ",")),
    ],
    Kind.NMEA: [lambda x, y: (nmea(x), nmea(y)), lambda x, y: (nmea(y), nmea(x))],
    Kind.SCALED: [
        lambda x, y: (f"{x * 1e6:.0f}", f"{y * 1e6:.0f}"),
        lambda x, y: (f"{y * 1e7:.0f}", f"{x * 1e7:.0f}"),
    ],
    Kind.ARC_SECONDS: [lambda x, y: (f"{x * 3600:.2f}", f"{y * 3600:.2f}")],
    Kind.GAUSS_3: [plane(4527), lambda x, y: plane(4527)(x, y)[::-1]],
    Kind.GAUSS_6: [plane(4498), lambda x, y: plane(4498)(x, y)[::-1]],
    Kind.GAUSS: [plane(4548), plane(4509), lambda x, y: plane(4548)(x, y)[::-1]],
    Kind.UTM: [plane(32650), lambda x, y: plane(32650)(x, y)[::-1]],
    Kind.WEB_MERCATOR: [plane(3857), lambda x, y: plane(3857)(x, y)[::-1]],
}
CASES = [(kind, number) for kind, faults in FAULTS.items() for number in range(len(faults))]
inside_lon = st.floats(WEST + 0.01, EAST - 0.01)
inside_lat = st.floats(SOUTH + 0.01, NORTH - 0.01)


@pytest.mark.parametrize(("kind", "number"), CASES)
def test_every_simulated_fault_is_explained_and_its_position_found(kind: Kind, number: int) -> None:
    random = np.random.default_rng(20260701)
    for _ in range(50):
        lon = random.uniform(WEST + 0.01, EAST - 0.01)
        lat = random.uniform(SOUTH + 0.01, NORTH - 0.01)
        found = explained(*FAULTS[kind][number](lon, lat))
        right = [r for r in found if r.kind is kind]

        assert len(right) == 1
        assert abs(right[0].lon - lon) < METRE
        assert abs(right[0].lat - lat) < METRE


@pytest.mark.parametrize("kind", [k for k in FAULTS if k not in {Kind.GAUSS, Kind.UTM}])
def test_faults_that_are_unmistakable_have_one_reading(kind: Kind) -> None:
    assert kinds(*FAULTS[kind][0](117.131234, 36.181234)) == [kind]


def test_gauss_krueger_without_zone_ties_with_utm_and_both_are_told() -> None:
    found = explained("508005.48", "4006406.96")

    assert [(r.kind, r.lon, r.lat) for r in found] == [
        (Kind.GAUSS, 117.089, 36.188),
        (Kind.UTM, 117.089052, 36.202448),
    ]
    assert found[0].label == "无带号的高斯平面坐标（按CGCS2000）"
    assert found[0].note == (
        "无带号，中央经线117°，EPSG:4548（3°带）或EPSG:4509（6°带）；"
        "西安80、北京54的数值与CGCS2000相近，离线无法区分"
    )


def test_digits_of_minutes_and_seconds_have_two_readings() -> None:
    found = explained("117.0536", "36.1117")

    # 117.0536 is inside as it stands, so nothing else is offered.
    assert [r.kind for r in found] == [Kind.IDENTITY]
    outside = explain("117.0536", "36.1117", contains=lambda x, y: county(x, y) and y > 36.15)
    assert [(r.kind, r.lon, r.lat) for r in outside] == [
        (Kind.DMS_DIGITS, 117.093333, 36.188056),
        (Kind.MINUTE_DIGITS, 117.089333, 36.186167),
    ]


@pytest.mark.parametrize(
    ("shift", "kind"), [(wgs84_to_gcj02, Kind.GCJ02), (wgs84_to_bd09, Kind.BD09)]
)
def test_a_web_maps_position_that_left_the_county_is_explained(shift: Shift, kind: Kind) -> None:
    lon, lat = EAST - 0.001, 36.2
    right = [r for r in explained(*shifted(shift, lon, lat)) if r.kind is kind]

    assert [v for r in right for v in (r.lon, r.lat)] == pytest.approx([lon, lat], abs=1.1e-6)


@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_a_position_cut_short_is_not_explained(decimals: int) -> None:
    # Moved by the shift it would fall inside; so would anything.
    assert explained(f"{EAST + 0.004:.{decimals}f}", f"{NORTH + 0.05:.{decimals}f}") == ()
    assert explained("118", "36") == ()
    assert explained("117.3", "36.2") == ()


def test_what_lies_inside_as_written_needs_no_other_reading() -> None:
    assert explained("117.1", "36.2") == (
        Reading(kind=Kind.IDENTITY, label="原值", lon=117.1, lat=36.2, note=""),
    )


def test_an_integer_says_by_what_it_must_be_divided() -> None:
    assert explained("117131234", "36181234") == (
        Reading(
            kind=Kind.SCALED,
            label="丢失小数点的整数",
            lon=117.131234,
            lat=36.181234,
            note="应除以10的6次方",
        ),
    )


def test_a_doubtful_comma_is_told() -> None:
    (found,) = explained("117,131", "36.2")

    assert (found.kind, found.note) == (Kind.WRITTEN, "逗号可能是小数点，也可能是千位分隔符")


def test_without_a_longitude_every_meridian_is_tried() -> None:
    found = explain("508005.48", "4006406.96", contains=lambda *_: True)

    assert len({round(r.lon) for r in found if r.kind is Kind.GAUSS}) == 21
    assert len({round(r.lon) for r in found if r.kind is Kind.UTM}) == 11


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [
        ("", ""),
        ("不详", "不详"),
        ("0", "0"),
        ("118.9", "31.2"),
        ("9" * 400, "1"),
        ("1e308", "nan"),
        ("E36.2", "E117.1"),
        ("39508005.48", "-4006406.96"),
        ("99508005.48", "4006406.96"),
    ],
)
def test_nonsense_and_places_elsewhere_have_no_reading(longitude: str, latitude: str) -> None:
    assert explained(longitude, latitude) == ()


def test_a_county_that_refuses_all_has_no_reading() -> None:
    assert explain("36.2", "117.1", contains=lambda *_: False) == ()


@given(inside_lon, inside_lat)
def test_wrong_digits_are_hardly_ever_explained(lon: float, lat: float) -> None:
    assert explained(f"{lon + 3:.6f}", f"{lat + 4:.6f}") == ()


@given(st.text(max_size=45), st.text(max_size=45))
def test_any_text_is_survived_and_every_reading_is_inside(longitude: str, latitude: str) -> None:
    for reading in explained(longitude, latitude):
        assert county(reading.lon, reading.lat)


@given(
    st.floats(-1e8, 1e8, allow_nan=False).map(lambda v: f"{v:.3f}"),
    st.floats(-1e8, 1e8, allow_nan=False).map(lambda v: f"{v:.3f}"),
)
def test_any_numbers_are_survived_and_no_position_is_given_twice(
    longitude: str, latitude: str
) -> None:
    found = explain(longitude, latitude, contains=lambda *_: True)

    assert len({(r.lon, r.lat) for r in found}) == len(found)


def test_every_kind_has_a_label() -> None:
    assert len({kind.label for kind in Kind}) == len(Kind)


@given(inside_lon, inside_lat)
def test_minutes_and_seconds_written_as_decimals_are_found_where_they_fail(
    lon: float, lat: float
) -> None:
    def digits(value: float) -> str:
        return dms(value, "{d}.{m:02d}{s:05.2f}")

    texts = tuple(
        f"{t[: t.rindex('.')]}{t[t.rindex('.') + 1 :]}" for t in (digits(lon), digits(lat))
    )
    as_written = float(texts[0]), float(texts[1])
    found = explain(*texts, contains=lambda x, y: county(x, y) and (x, y) != as_written)
    right = [r for r in found if r.kind is Kind.DMS_DIGITS]

    assert [v for r in right for v in (r.lon, r.lat)] == pytest.approx([lon, lat], abs=METRE)
