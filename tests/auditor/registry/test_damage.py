"""Damage done by spreadsheets and keyboards: what is recognised, and what must not be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.registry.damage import (
    Damage,
    DamageKind,
    code_damage,
    fixed_code_damage,
    in_general,
    number_damage,
    rewritten,
    short_code_damage,
)

CODE = "37011600011326000001"
CODES = st.from_regex(r"[1-6][0-9]{18}[1-9]", fullmatch=True)
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
BLANKS = st.sampled_from([" ", "\u3000", "\u00a0", "\u200b", "\ufeff", "\n", "\t", "\u2009"])
REDONE = "为科学计数法，原数字在电子表格中已被改写，须从原始资料重新录入"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"'{CODE}", DamageKind.APOSTROPHE),
        (f"‘{CODE}", DamageKind.APOSTROPHE),
        (f"’{CODE}", DamageKind.APOSTROPHE),
        (f"`{CODE}", DamageKind.APOSTROPHE),
        (f'="{CODE}"', DamageKind.FORMULA),
        (f"=“{CODE}”", DamageKind.FORMULA),
        (f'"{CODE}"', DamageKind.QUOTED),
        (f"'{CODE}'", DamageKind.APOSTROPHE),
        (f"“{CODE}”", DamageKind.QUOTED),
        (CODE.translate(WIDE), DamageKind.FULL_WIDTH),
        ("37011600 01 132 6 000001", DamageKind.BLANKS),
        (f"{CODE}\u200b", DamageKind.BLANKS),
        (f"{CODE[:9]}\r\n{CODE[9:]}", DamageKind.BLANKS),
        ("370116-00-01-132-6-000001", DamageKind.SEPARATORS),
        ("370116.00.01.132.6.000001", DamageKind.SEPARATORS),
        ("37011600—01—132—6—000001", DamageKind.SEPARATORS),
        (f"{CODE}.0", DamageKind.DECIMAL_TAIL),
        (f"'{CODE}.0", DamageKind.APOSTROPHE),
        (f"{CODE}.00", DamageKind.DECIMAL_TAIL),
        (f' ="\'{CODE.translate(WIDE)} " ', DamageKind.FORMULA),
    ],
)
def test_what_surrounds_a_code_is_told_and_taken_away(text: str, kind: DamageKind) -> None:
    damage = code_damage(text)
    assert damage is not None
    assert (damage.kind, damage.repaired) == (kind, CODE)
    assert damage.message.endswith(f"去除后应为 {CODE}，须核对")


@pytest.mark.parametrize(
    "text",
    ["3.70902E+19", "3.70902e19", "3,7E+19", "3.7E19", "'3.70116E+19", "３．７E+19", "4E+19"],
)
def test_scientific_notation_cannot_be_repaired(text: str) -> None:
    assert code_damage(text) == Damage(DamageKind.SCIENTIFIC, REDONE)


@pytest.mark.parametrize(
    "text",
    ["2024-03-01", "2024/3/1", "2024.3.1", "2024年3月1日", "2024-03-01T12:30:00", "1月5日",
     "2025年1月", "5-Jan", "5-Jan-25", "jan-25", "1/5/2025", "'2025-01-05", "1900-04-26 03:43:12"],
)  # fmt: skip
def test_a_date_is_no_number(text: str) -> None:
    message = in_general(DamageKind.DATE)
    expected = Damage(DamageKind.DATE, message)
    assert (code_damage(text), number_damage(text), short_code_damage(text, 6)) == (expected,) * 3


@pytest.mark.parametrize(
    "text", ["37011600011326OO0001", "370ll600011326000001", "3701I60001I32600000l"]
)
def test_letters_are_told_but_never_read_as_digits(text: str) -> None:
    message = "含有形似数字的字母（O、I、l 等），无法确定原数字，须核对"
    assert code_damage(text) == Damage(DamageKind.LETTERS, message)


def test_five_zeros_at_the_end_are_a_suspicion() -> None:
    damage = code_damage("37011600011326000000")
    assert damage is not None
    assert (damage.kind, damage.repaired) == (DamageKind.TRUNCATED, "")
    assert "也可能原本如此" in damage.message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        CODE,
        f" {CODE}\t",
        "370116000113260001",
        "无",
        "N/A",
        "设备1",
        "37011600011320000X",
    ],
)
def test_no_damage_is_seen_in_what_is_merely_another_text(text: str) -> None:
    assert code_damage(text) is None


def test_a_code_of_another_length_is_not_repaired() -> None:
    message = "中间夹有空格、换行或不可见字符；去除后为 18 位，须核对"
    assert code_damage("370116000 113260001") == Damage(DamageKind.BLANKS, message)


@given(code=CODES, wide=st.booleans(), at=st.lists(st.integers(1, 19)), blank=BLANKS)
def test_width_and_blanks_never_change_a_code(
    *, code: str, wide: bool, at: list[int], blank: str
) -> None:
    text = code.translate(WIDE) if wide else code
    for position in sorted(at, reverse=True):
        text = text[:position] + blank + text[position:]
    damage = code_damage(text)
    assert (damage.repaired if damage else text) == code


@given(st.text(max_size=40))
def test_any_text_is_taken_and_only_a_whole_code_is_a_repair(text: str) -> None:
    damage = code_damage(text)
    assert (
        damage is None
        or damage.repaired == ""
        or code_damage(damage.repaired) is None
        or (damage.repaired.endswith("00000"))
    )


@pytest.mark.parametrize(
    ("text", "repaired", "kind"),
    [
        ("1001", "001001", DamageKind.LEADING_ZEROS),
        ("1001.0", "001001", DamageKind.LEADING_ZEROS),
        ("'001001", "001001", DamageKind.APOSTROPHE),
        ("００１００１", "001001", DamageKind.FULL_WIDTH),
        ("370116.0", "370116", DamageKind.DECIMAL_TAIL),
    ],
)
def test_a_short_code_may_have_lost_its_zeros(text: str, repaired: str, kind: DamageKind) -> None:
    damage = short_code_damage(text, 6)
    assert damage is not None
    assert (damage.repaired, damage.kind) == (repaired, kind)


@pytest.mark.parametrize("text", ["", "001001", " 001001 ", "1234567", "某街道", "1-2"])
def test_a_short_code_that_is_right_or_something_else(text: str) -> None:
    assert short_code_damage(text, 6) is None


def test_scientific_notation_of_a_short_code_and_of_a_degree() -> None:
    expected = Damage(DamageKind.SCIENTIFIC, REDONE)
    assert (short_code_damage("3.7E+11", 12), number_damage("1.17661E+02")) == (expected, expected)


@pytest.mark.parametrize(
    ("text", "repaired", "kind"),
    [
        ("117,661", "117.661", DamageKind.DECIMAL_COMMA),
        ("117，661", "117.661", DamageKind.FULL_WIDTH),
        ("36。209", "36.209", DamageKind.DECIMAL_COMMA),
        ("１１７．６６１", "117.661", DamageKind.FULL_WIDTH),
        ("117. 661", "117.661", DamageKind.BLANKS),
        ("'117.661", "117.661", DamageKind.APOSTROPHE),
        ('="117.661"', "117.661", DamageKind.FORMULA),
    ],
)
def test_degrees(text: str, repaired: str, kind: DamageKind) -> None:
    damage = number_damage(text)
    assert damage is not None
    assert (damage.repaired, damage.kind) == (repaired, kind)


@pytest.mark.parametrize("text", ["", "117.661", "-0.5", "117°39′", "东经117", "1,234,567", "1234"])
def test_degrees_that_are_right_or_something_else(text: str) -> None:
    assert number_damage(text) is None


FLOAT = "为浮点数（末尾有“.0”），电子表格或程序只保留 15 位有效数字，末几位已被改写，须从原始资料重新录入"


@pytest.mark.parametrize(
    "text", ["37090200011326000000.0", "37090200011325997056.0", "'37090200011300000.00000.0"]
)
def test_what_a_float_left_of_a_code_is_never_offered_as_the_code(text: str) -> None:
    damage = code_damage(text)
    assert damage is None or damage.repaired == ""


@given(code=CODES)
def test_a_code_that_went_through_a_float_is_never_repaired(code: str) -> None:
    assert code_damage(f"{float(code):.1f}") == Damage(DamageKind.TRUNCATED, FLOAT)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("370902.0", DamageKind.DECIMAL_TAIL),
        ("'370902", DamageKind.APOSTROPHE),
        ("３７０９０２", DamageKind.FULL_WIDTH),
        ("3709 02", DamageKind.BLANKS),
    ],
)
def test_a_code_of_several_lengths(text: str, kind: DamageKind) -> None:
    message = fixed_code_damage(text, (2, 4, 6, 8))
    assert message is not None
    assert (message.kind, message.repaired) == (kind, "370902")


@pytest.mark.parametrize("text", ["370902", "37090.0", "37090.2", "泰山区", "", "1,234"])
def test_what_is_no_damaged_code_of_these_lengths(text: str) -> None:
    assert fixed_code_damage(text, (2, 4, 6, 8)) is None


@pytest.mark.parametrize(
    "text", ["1/5", "2025", "5", "1.5", "五月一日广场", "1月", "H.265", "12:30"]
)
def test_what_is_no_date(text: str) -> None:
    assert rewritten(text) is None


@pytest.mark.parametrize("kind", DamageKind)
def test_every_kind_has_words_for_many_cells(kind: DamageKind) -> None:
    assert in_general(kind).endswith(("须逐个核对", "须从原始资料重新录入", "须与原始资料核对"))
