"""Known traps of division codes, each in the device code and in the division column."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.criteria import Criteria
from auditor.division_text import province_digits
from auditor.judge import judge_records
from auditor.model import Verdict
from gb28181.codes import Edition
from gb28181.divisions import Abolished, Exists, Group, StatisticalZone, Unknown, division_table
from tests.auditor.rules.records import correct, frame, ids, judged


@dataclass(frozen=True, slots=True)
class Trap:
    """A code, and what is said of it in the two places."""

    division: str
    in_code: tuple[str, ...]
    in_column: tuple[str, ...]
    verdict: Verdict | None
    why: str


FAIL, UNKNOWN = Verdict.FAIL, Verdict.UNKNOWN
TRAPS = [
    Trap("370882", ("CODE-08",), ("DIV-03",), FAIL, "兖州市 became 370812 in 2013"),
    Trap("371202", ("CODE-08",), ("DIV-03",), FAIL, "莱城区 became 370116 in 2018"),
    Trap("500105", ("CODE-08",), ("DIV-03",), FAIL, "江北区 became 500157 in 2025"),
    Trap("371200", ("CODE-08",), ("DIV-03",), FAIL, "莱芜市 has no successor"),
    Trap("371324", (), (), None, "苍山县 kept its code as 兰陵县"),
    Trap("419001", (), (), None, "济源市: vacated by 义马市, in use again"),
    Trap("441900", (), (), None, "东莞 has no counties: xx00 is the leaf"),
    Trap("442000", (), (), None, "中山 likewise"),
    Trap("460400", (), (), None, "儋州 likewise"),
    Trap("620200", (), (), None, "嘉峪关 likewise"),
    Trap("500157", (), (), None, "两江新区: a district numbered above 20, new in 2025"),
    Trap("370901", (), ("DIV-04",), FAIL, "市辖区 is a heading, never a division that was abolished"),
    Trap("110100", (), ("DIV-04",), FAIL, "a municipality's heading without a code of its own"),
    Trap("429000", (), ("DIV-04",), FAIL, "the counties directly under Hubei"),
    Trap("370176", ("CODE-09",), ("DIV-11",), FAIL, "济南高新: the statistics bureau's"),
    Trap("330171", ("CODE-09",), ("DIV-11",), FAIL, "a zone of a province without a list"),
    Trap("370271", ("CODE-10",), ("DIV-02",), UNKNOWN, "in neither list, though it looks like a zone"),
    Trap("659014", ("CODE-10",), ("DIV-02",), UNKNOWN, "as a city newer than the table would look"),
    Trap("379901", ("CODE-10",), ("DIV-02",), UNKNOWN, "xx01 of no prefecture is no heading"),
    Trap("620201", ("CODE-10",), ("DIV-02",), UNKNOWN, "嘉峪关 as the statistics bureau writes it"),
    Trap("970116", ("CODE-06",), ("DIV-02",), FAIL, "no province"),
]  # fmt: skip


def _both(division: str) -> dict[str, str]:
    return {"device_code": f"{division}00011326000001", "division": division}


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.division)
def test_in_the_device_code(trap: Trap, tmp_path: Path) -> None:
    found = judged(tmp_path, _both(trap.division))
    assert tuple(ids([f for f in found if f.field == "device_code"])) == trap.in_code


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.division)
def test_in_the_division_column(trap: Trap, tmp_path: Path) -> None:
    found = [f for f in judged(tmp_path, _both(trap.division)) if f.field == "division"]
    assert tuple(ids(found)) == trap.in_column
    assert {f.verdict for f in found} == ({trap.verdict} if trap.verdict else set())


@pytest.mark.parametrize("division", ["370882", "371202", "500105"])
def test_the_2016_edition_names_a_list_in_which_they_stood(division: str, tmp_path: Path) -> None:
    changes = {"device_code": f"{division}00011326000001", "division": division}
    assert judged(tmp_path, changes, edition=Edition.E2016) == ()


def _expected(six: str) -> list[str]:
    if six[:2] not in province_digits():
        return ["DIV-02"]
    match division_table().lookup(six):
        case Exists() | Group():
            return []
        case StatisticalZone():
            return ["DIV-11"]
        case Abolished(until=until) if until >= 2007:
            return ["DIV-03"]
        case Abolished() | Unknown():
            return ["DIV-02"]


EXISTENCE = {"DIV-02", "DIV-03", "DIV-11"}
_TABLE = division_table()
_SIX = st.sampled_from([*_TABLE.names, *_TABLE.abolished]) | st.from_regex(
    "[1-8][0-9]{5}", fullmatch=True
)


@settings(max_examples=40, deadline=None)
@given(st.lists(_SIX, min_size=1, max_size=30), st.sampled_from(["", "01", "004", "004003"]))
def test_the_column_agrees_with_the_table_at_every_length(
    tmp_path_factory: pytest.TempPathFactory, divisions: list[str], below: str
) -> None:
    rows = [correct(n, division=six + below) for n, six in enumerate(divisions, start=1)]
    found = judge_records(
        frame(tmp_path_factory.mktemp("divisions"), rows), Criteria(edition=Edition.E2022)
    )
    for number, six in enumerate(divisions, start=1):
        about = [f.rule for f in found if f.row == number and f.rule in EXISTENCE]
        assert about == _expected(six)
