"""Every reading of what people write, and none for what is no angle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.geo.notation import Angle, Axis, Notation, numbers, read


def readings(text: str) -> list[tuple[Notation, float]]:
    return [(angle.notation, round(angle.degrees, 6)) for angle in read(text)]


@pytest.mark.parametrize(
    ("text", "degrees", "axis"),
    [
        ("117°05'36.5\"E", 117.093472, Axis.LONGITUDE),
        ("117度5分36.5秒", 117.093472, None),
        ("東117", None, None),
        ("东经117°5′36.5″", 117.093472, Axis.LONGITUDE),
        ("117 05 36", 117.093333, None),
        ("117:05:36", 117.093333, None),
        ("117°05'36''", 117.093333, None),
        ("117º05´36.00”", 117.093333, None),
        ("北纬36°11.5′", 36.191667, Axis.LATITUDE),
        ("36°11'", 36.183333, None),
        ("36°11", 36.183333, None),
        ("117 05.6", 117.093333, None),
        ("W117°30'", -117.5, Axis.LONGITUDE),
        ("36°30'S", -36.5, Axis.LATITUDE),
        ("-36°30'", -36.5, None),
        ("１１７°０５′３６″", 117.093333, None),
    ],
)
def test_degrees_minutes_and_seconds_are_read(
    text: str, degrees: float | None, axis: Axis | None
) -> None:
    found = read(text)

    assert [(a.notation, round(a.degrees, 6), a.axis) for a in found] == (
        [] if degrees is None else [(Notation.SEXAGESIMAL, degrees, axis)]
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "不详",
        "117°60'",
        "117°05'60\"",
        "117°05.5'30\"",
        "200°05'",
        "E117E",
        "1.2.3",
        "1e5",
        "nan",
        "0x10",
        "11,70,53",
        "1" * 41,
        "117 " * 9,
    ],
)
def test_what_is_no_angle_has_no_reading(text: str) -> None:
    assert read(text) == ()


def test_a_decimal_may_hide_minutes_and_seconds() -> None:
    assert readings("117.0536") == [
        (Notation.DECIMAL, 117.0536),
        (Notation.DMS_DIGITS, 117.093333),
        (Notation.MINUTE_DIGITS, 117.089333),
    ]
    assert readings("-36.3") == [(Notation.DECIMAL, -36.3)]
    assert readings("36.3070") == [(Notation.DECIMAL, 36.307), (Notation.MINUTE_DIGITS, 36.511667)]
    assert readings("36.75") == [(Notation.DECIMAL, 36.75)]
    assert readings("36.05") == [(Notation.DECIMAL, 36.05), (Notation.MINUTE_DIGITS, 36.083333)]
    assert readings("-36.3015")[1] == (Notation.DMS_DIGITS, -36.504167)


def test_big_numbers_are_nmea_arc_seconds_or_lost_points() -> None:
    assert readings("11705.36") == [
        (Notation.NMEA, 117.089333),
        (Notation.ARC_SECONDS, 3.251489),
    ]
    assert readings("-3611.5") == [(Notation.NMEA, -36.191667), (Notation.ARC_SECONDS, -1.003194)]
    assert readings("421520.4") == [(Notation.ARC_SECONDS, 117.089)]
    scaled = [(a.degrees, a.scale) for a in read("117089000") if a.notation is Notation.SCALED]
    assert scaled == [(117.089, 6), (11.7089, 7), (1.17089, 8)]


def test_full_width_and_letters_change_nothing_but_what_they_say() -> None:
    assert readings("１１７．７５") == readings("117.75")
    assert read("E117.1") == (
        Angle(
            notation=Notation.DECIMAL,
            degrees=117.1,
            axis=Axis.LONGITUDE,
            unit_deg=0.1,
        ),
    )


def test_a_comma_is_a_point_a_group_or_in_doubt() -> None:
    def told(text: str) -> list[tuple[float, str]]:
        plain = (Notation.DECIMAL, Notation.SCALED)
        return [(a.degrees, a.note) for a in read(text) if a.notation in plain and a.degrees > 100]

    doubt = "逗号可能是小数点，也可能是千位分隔符"
    assert told("117,0836") == [(117.0836, "逗号按小数点理解")]
    assert told("117,753") == [(117.753, doubt), (117.753, doubt)]
    assert told("117,089,000") == [(117.089, "逗号按千位分隔符理解")]


def test_plain_numbers_of_any_size_are_given_as_such() -> None:
    assert numbers("39,508,005.48") == (39508005.48,)
    assert numbers("4006406.96") == (4006406.96,)
    assert numbers("117,053") == (117.053, 117053.0)
    assert numbers("E117.1") == ()
    assert numbers("米") == ()


def test_the_worth_of_the_last_digit_is_told() -> None:
    assert [a.unit_deg for a in read("36.123")] == [
        pytest.approx(v) for v in (1e-3, 1 / 360, 1 / 600)
    ]
    assert read("36°11'05.2\"")[0].unit_deg == pytest.approx(0.1 / 3600)
    assert read("36°11'")[0].unit_deg == pytest.approx(1 / 60)


@given(st.integers(0, 179), st.integers(0, 59), st.integers(0, 59))
def test_marks_blanks_and_digits_of_one_angle_mean_the_same(d: int, m: int, s: int) -> None:
    degrees = pytest.approx(d + m / 60 + s / 3600)

    for text in (f"{d}°{m}'{s}\"", f"{d} {m} {s}", f"{d}度{m}分{s}秒"):
        assert [a.degrees for a in read(text)] == [degrees]
    digits = [a for a in read(f"{d}.{m:02d}{s:02d}") if a.notation is Notation.DMS_DIGITS]
    assert [a.degrees for a in digits] == [degrees]


@given(st.text(alphabet="0123456789.,-+°'\" EWNS度分秒′″东西经:", max_size=45) | st.text())
def test_any_text_is_survived_and_no_angle_is_beyond_180_degrees(text: str) -> None:
    assert all(abs(angle.degrees) <= 180 for angle in read(text))
