"""``rules`` and ``decode``: what is judged, and what a code means."""

import json

import pytest

from auditor.cli.main import execute
from auditor.declared.check import declared_rules
from auditor.discovery import all_rules, record_rules

META = ["id", "title", "severity", "group", "field", "clauses", "remediation", "rule_set"]
PART = ["part", "title", "digits", "value", "meaning"]


def out(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Standard output of a command that succeeds in silence."""
    assert execute(arguments) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def meanings(capsys: pytest.CaptureFixture[str], code: str, *options: str) -> dict[str, str]:
    parts = json.loads(out(capsys, "decode", code, *options, "--format", "json"))
    assert [list(part) for part in parts] == [PART] * 5
    assert "".join(part["value"] for part in parts) == code.strip()
    return {part["part"]: part["meaning"] for part in parts}


def test_every_rule_is_listed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    listed = [line.split()[0] for line in out(capsys, "rules").splitlines()]
    assert listed == ["规则", *(rule.meta.id for rule in (*all_rules(), *declared_rules()))]


def test_rules_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    metas = json.loads(out(capsys, "rules", "--format", "json"))
    expected = [rule.meta.id for rule in (*all_rules(), *declared_rules())]
    assert [meta["id"] for meta in metas] == expected
    assert all(list(meta) == META for meta in metas)
    assert all(
        list(clause) == ["standard", "edition", "clause"]
        for meta in metas
        for clause in meta["clauses"]
    )


@pytest.mark.parametrize("text", ["CODE-08", "code-08"])
def test_one_rule(capsys: pytest.CaptureFixture[str], text: str) -> None:
    assert out(capsys, "rules", text).splitlines() == [
        "CODE-08 编码含已撤销的行政区划",
        "级别：× 错误",
        "字段：设备编码",
        "依据：GB/T 28181-2022 附录E.1",
        "规则集：base",
        "整改：按现行行政区划代码重新编码，并同步上级平台",
        "不合规的例子：设备编码（`device_code`） = `37120200011326000001`",
        "不合规的例子：设备编码（`device_code`） = `37088200011326000001`",
        "合规的例子：与正确记录一致",
        "合规的例子：设备编码（`device_code`） = `37132400011326000001`",
        "合规的例子：设备编码（`device_code`） = `41900100011326000001`",
    ]


def test_one_rule_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    metas = json.loads(out(capsys, "rules", "CODE-08", "--format", "json"))
    assert [meta["id"] for meta in metas] == ["CODE-08"]


def test_an_example_is_one_line_whatever_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    for rule in record_rules():
        lines = out(capsys, "rules", rule.meta.id).splitlines()
        assert len(lines) == 6 + len(rule.failing) + len(rule.passing)
        assert f"规则集：{rule.meta.rule_set.value}" in lines


def test_a_rule_of_pictures_has_no_cells_to_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert "例子" not in out(capsys, "rules", "PIC-02")


def test_a_rule_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["rules", "CODE-99"]) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "auditor: no rule CODE-99; see: auditor rules\n")


def test_a_measured_field_has_its_own_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert "字段：picture\n" in out(capsys, "rules", "PIC-02")


def test_a_code_digit_by_digit(capsys: pytest.CaptureFixture[str]) -> None:
    assert out(capsys, "decode", "37011600011326000001").splitlines() == [
        "  1-8  37011600  中心编码：山东省济南市莱芜区，基层接入单位 00",
        " 9-10  01        行业编码：社会治安社区接入",
        "11-13  132       类型编码：网络摄像机(IPC)/在线视频图像信息采集设备",
        "14-14  6         网络标识：电子政务外网",
        "15-20  000001    序号：设备、用户序号",
    ]


@pytest.mark.parametrize(
    ("division", "meaning"),
    [
        ("371202", "莱城区（2018 年撤销，现行 370116）"),
        ("370176", "济南高新统计用开发区代码"),
        ("370000", "山东省"),
        ("370101", "市辖区"),
        ("990116", "不在区划表中"),
    ],
)
def test_divisions(capsys: pytest.CaptureFixture[str], division: str, meaning: str) -> None:
    code = f"{division}00011326000001"
    assert meanings(capsys, code)["centre"] == f"{meaning}，基层接入单位 00"


@pytest.mark.parametrize(
    ("code", "edition", "part", "meaning"),
    [
        ("37011600011320000001", "2016", "network", "监控报警专网"),
        ("37011600011320000001", "2022", "network", "公安视频传输网"),
        ("37011600151326000001", "2016", "industry", "预留1"),
        ("37011600011196000001", "2016", "type_code", "扩展的前端设备类型"),
        ("37011600010006000001", "2022", "type_code", "标准未列"),
        ("37011600012026000001", "2022", "type_code", "标准未印出该值，无法判断"),
        (" 37011600011326000001 ", "2022", "serial", "设备、用户序号"),
    ],
)
def test_meanings_by_edition(
    capsys: pytest.CaptureFixture[str], code: str, edition: str, part: str, meaning: str
) -> None:
    assert meanings(capsys, code, "--edition", edition)[part] == meaning


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["3701160001132600000"], "code (digits 1-20) '3701160001132600000': 19 digits instead of 20"),
        (["37011600011326OO0001"], "serial (digits 15-20) 'OO0001': digit 15 is 'O', not one of 0-9"),
        (["37011600011326000001", "--edition", "2011"], "--edition 2011: known are 2016 and 2022"),
    ],
)  # fmt: skip
def test_faults(capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    assert execute(["decode", *arguments]) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", f"auditor: {message}\n")


def test_an_id_without_a_rule_says_what_was_decided(capsys: pytest.CaptureFixture[str]) -> None:
    decision = "已并入 CODE-08（已撤销）、CODE-09（统计用区划）、CODE-10（不在任何名单中）"
    assert out(capsys, "rules", "code-07") == f"CODE-07 没有单独的规则：{decision}\n"
    told = json.loads(out(capsys, "rules", "CODE-07", "--format", "json"))
    assert told == [{"id": "CODE-07", "decision": decision}]


def test_a_rule_of_the_declared_form_shows_its_sentences(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = out(capsys, "rules", "DECL-04").splitlines()
    assert lines[0] == "DECL-04 所填数量算出的比率低于标准要求却称达标"
    assert lines[-2:] == [
        "不合规的例子：“达标。联网率95%（18/19）。”（标准要求：联网率达到95%）",
        "合规的例子：“达标。联网率95%（19/20）。”（标准要求：联网率达到95%）",
    ]
