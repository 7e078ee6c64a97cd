"""How change events become rows of abolished codes."""

from typing import Any

import pytest

from auditor.divisions.history import abolished

Event = dict[str, Any]


def event(year: int, old: str, new: str, kind: str = "同名改码", note: str = "") -> Event:
    """``old`` and ``new`` are "code name", or empty."""
    return {"year": year, "type": kind, "old": place(old), "new": place(new), "note": note}


def place(text: str) -> dict[str, str | None]:
    code, _, name = text.partition(" ")
    return {"code": f"{code}000000" if code else None, "name": name or None}


def rows(events: list[Event], **current: str) -> list[tuple[str, ...]]:
    codes = {code.removeprefix("c"): name for code, name in current.items()}
    return abolished(events, codes, 2025)


def test_a_code_left_for_another() -> None:
    events = [event(1990, "", "370182 甲市"), event(2016, "370182 甲市", "370118 甲区")]
    assert rows(events, c370118="甲区") == [("370182", "甲市", "1990", "2016", "370118")]


def test_a_split_has_several_successors() -> None:
    events = [
        event(2010, "370182 甲市", "370119 乙区"),
        event(2010, "370182 甲市", "370118 甲区"),
    ]
    assert rows(events, c370118="甲区", c370119="乙区") == [
        ("370182", "甲市", "", "2010", "370118;370119")
    ]


def test_successors_are_followed_to_today() -> None:
    events = [
        event(1995, "379020 甲市", "370182 甲市"),
        event(2005, "370182 甲市", "370182 乙市", kind="更名"),
        event(2016, "370182 乙市", "370118 乙区"),
    ]
    assert rows(events, c370118="乙区") == [
        ("370182", "乙市", "1995", "2016", "370118"),
        ("379020", "甲市", "", "1995", "370118"),
    ]


def test_a_code_given_to_another_place_is_not_followed() -> None:
    events = [
        event(1986, "412502 甲市", "419001 甲市"),
        event(1995, "419001 甲市", "411281 甲市"),
        event(1997, "410881 乙市", "419001 乙市"),
    ]
    assert rows(events, c411281="甲市", c419001="乙市") == [
        ("410881", "乙市", "", "1997", "419001"),
        ("412502", "甲市", "", "1986", "411281"),
    ]


@pytest.mark.parametrize(
    "handed_on",
    [
        event(1990, "370182 甲市", "370182 乙市", kind="码位改派"),
        event(1990, "379006 甲市", "379006 乙市", kind="更名"),
    ],
)
def test_a_reassigned_code_leads_nowhere(handed_on: Event) -> None:
    code = handed_on["old"]["code"][:6]
    events = [
        event(1986, "370620 甲市", f"{code} 甲市"),
        handed_on,
        event(1995, f"{code} 乙市", "370281 乙市"),
    ]
    found = {row[0]: row[4] for row in rows(events, c370281="乙市")}
    assert found == {"370620": "", code: "370281"}


@pytest.mark.parametrize(
    "doubtful",
    [
        event(2014, "130103 甲区", "130502 甲区", note="2026-09-17 自动补全去向：差分"),
        event(2014, "130103 甲区", "210502 甲区"),
        event(2014, "130103 甲区", "130500 甲市"),
        event(2014, "130103 甲区", ""),
        event(2014, "130103 甲区", "130504 甲区"),
    ],
    ids=["guessed by name", "other province", "other level", "not stated", "not current"],
)
def test_a_doubtful_successor_is_left_out(doubtful: Event) -> None:
    current = {"c130502": "甲区", "c210502": "甲区", "c130500": "甲市"}
    assert rows([doubtful], **current) == [("130103", "甲区", "", "2014", "")]


def test_a_province_that_was_split_may_be_crossed() -> None:
    events = [event(1997, "510211 甲区", "500105 甲区")]
    assert rows(events, c500105="甲区") == [("510211", "甲区", "", "1997", "500105")]


def test_what_is_current_too_early_or_too_late_is_no_row() -> None:
    events = [
        event(2001, "450107 甲区", ""),
        event(1983, "370103 乙区", "370104 乙区"),
        event(2026, "370105 丙区", "370106 丙区"),
        event(2014, "371324 丁县", "371324 戊县", kind="更名"),
        event(2020, "", "370107 己区", kind="新设"),
    ]
    assert rows(events, c450107="西区") == []


def test_crafted_events_cannot_multiply_the_ways() -> None:
    """Two ways a year through forty years are a billion, each of them walked once."""
    events = [
        event(year, f"3701{old:02} 甲{old}", f"3701{new:02} 甲{new}")
        for year in range(1985, 2025)
        for old in (11, 12)
        for new in (11, 12)
    ]
    assert rows(events, c370113="乙") == [
        ("370111", "甲11", "2024", "2024", ""),
        ("370112", "甲12", "2024", "2024", ""),
    ]
