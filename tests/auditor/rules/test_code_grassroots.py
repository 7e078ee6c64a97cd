"""CODE-29 agrees with the scalar validator, and tells what is wrong."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.criteria import Criteria
from auditor.judge import judge_records
from gb28181.editions import Edition
from gb28181.errors import CodeError
from gb28181.grassroots import validate
from tests.auditor.rules.records import correct, frame, ids, judged

HALVES = st.sampled_from(["000", "001", "099", "198", "398", "498", "598", "599", "600", "999"])
_CODES = (
    st.builds("".join, st.tuples(HALVES, HALVES))
    | st.from_regex("[0-9]{6}", fullmatch=True)
    | st.text("0123456789", max_size=8)
    | st.builds("{}{}{}".format, HALVES, st.sampled_from(["０", "x", " ", "."]), st.just("01"))
)
FILL = "填写六位县以下编码（乡级三位、村级三位）；非基层建设的填 000000"


def _right(code: str) -> bool:
    try:
        validate(code)
    except CodeError:
        return not code
    return True


@settings(max_examples=40, deadline=None)
@given(st.lists(_CODES, min_size=1, max_size=40))
def test_the_expression_agrees_with_the_validator(
    tmp_path_factory: pytest.TempPathFactory, codes: list[str]
) -> None:
    rows = [correct(n, grassroots_code=code) for n, code in enumerate(codes, start=1)]
    folder = tmp_path_factory.mktemp("grassroots")
    found = judge_records(frame(folder, rows), Criteria(edition=Edition.E2022))
    refused = {f.row for f in found if f.rule == "CODE-29"}
    assert refused == {n for n, code in enumerate(codes, start=1) if not _right(code.strip())}


@pytest.mark.parametrize(
    ("code", "message", "suggestion"),
    [
        ("600001", "基层组织编码的乡级段（第1—3位） 600 不在 001—599 的各段之内", FILL),
        ("001000", "基层组织编码的村级段（第4—6位） 000 不在 001—599 的各段之内", FILL),
        ("1001", "基层组织编码只有 4 位，可能丢失了前面的 0（应为 6 位），须核对",
         "核对后改为 001001"),
        ("370116001001", "基层组织编码不是 6 位数字",
         "若为 12 位统计用区划代码，取其后六位 001001，请核对"),
        ("凤城街道", "基层组织编码不是 6 位数字", FILL),
    ],
)  # fmt: skip
def test_the_fault_is_named(code: str, message: str, suggestion: str, tmp_path: Path) -> None:
    [finding] = judged(tmp_path, {"grassroots_code": code})
    assert (finding.message, finding.suggestion) == (message, suggestion)


def test_the_2016_edition_has_no_such_code(tmp_path: Path) -> None:
    assert ids(judged(tmp_path, {"grassroots_code": "1"}, edition=Edition.E2016)) == []
