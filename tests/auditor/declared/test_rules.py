"""Sentences on which a rule speaks or keeps silent, beyond its own examples."""

from fractions import Fraction

import pytest

from auditor.declared.check import check
from auditor.declared.form import Form, Row
from auditor.declared.rule import percent

VIDEO = "1.关键位置的覆盖率、联网率、摄像机完好率均达到95%；\n2.公共视频资源出图率达到85%；\n3.合规率达到95%"
LIGHT = "智能照明设施安装率达到80%"
LIGHT_FORMULA = "智能照明设施安装率=社区内智能照明设备数/社区内公共照明设备总数"
HOMES = "千兆光纤网络覆盖率达到80%"
HOMES_FORMULA = "千兆光纤网络覆盖率=具备千兆接入能力的家庭数/社区家庭总数"


def rules(
    standard: str, answer: str, definition: str = "", *, verdict: str = "", outside: str = ""
) -> list[str]:
    row = Row(
        number=4, title="", standard=standard, answer=answer, definition=definition, verdict=verdict
    )
    return [f.rule for f in check(Form(column="完成情况", rows=(row,), outside=outside))]


@pytest.mark.parametrize(
    ("standard", "answer", "definition"),
    [
        # One total with several parts, and totals of two kinds of thing.
        (VIDEO, "达标。关键位置42处全部覆盖，覆盖率100%；摄像机共126路，联网125路，联网率99.2%；完好124路，摄像机完好率98.4%。出图率97.8%。合规率98%。", ""),
        # Numbers beside the rate that are no part of it.
        (HOMES, "达标。千兆光纤网络覆盖率97.5%，社区家庭总数3200户，其中已办理千兆宽带1203户。", HOMES_FORMULA),
        (HOMES, "达标。3个小区光纤全覆盖，千兆光纤网络覆盖率100%，电信1200户、移动900户、联通760户，共2860户。", HOMES_FORMULA),
        (LIGHT, "达标。安装率100%，共安装智能路灯86盏（其中光控60盏、声控26盏）。", LIGHT_FORMULA),
        (LIGHT, "达标。安装率约85%，智能照明设备80盏，公共照明设备总数100盏。", LIGHT_FORMULA),
        # Three meters a home: more parts than wholes are another way of counting.
        ("安装率达到70%", "达标。安装率98%，智能表数量9410个，社区家庭总数3200户。", "安装率=智能表数量/社区家庭总数"),
        # Growth, parts of the area, another network.
        (VIDEO, "达标。覆盖率由2022年的72%提高到2024年的98%，联网率98%，完好率97%，出图率90%，合规率98%", ""),
        (VIDEO, "达标。覆盖率98%，其中东区覆盖率90%，联网率98%，完好率97%，出图率90%，合规率98%", ""),
        ("5G网络覆盖率达到90%", "达标。5G网络覆盖率96%，4G网络覆盖率为80%。", ""),
        ("5G网络覆盖率达到90%", "5G网络覆盖率为80%", ""),
        ("5G网络覆盖率达到90%", "达标。5G网络覆盖率不超过89%。", ""),
        # Two requirements of one kind: which of them a bare name means is not known.
        ("有线覆盖率达到80%，无线覆盖率达到90%", "达标。覆盖率达到85%。", ""),
        # Names of people and numbers of telephones that a notice masks.
        ("提供便民服务", "达标。联系人张××，电话0538-6888XXXX，微信群“XX网格”。", ""),
        ("每年开展2次活动", "达标。分别于3月、9月各开展1次活动，共2次。", ""),
        ("2处体育场地和3处健身点", "达标。体育场地1处。", ""),
        ("有设施", "达标。ABXX平台，集中充电桩5个；□是 □否 ☑部分", ""),
        ("每年开展2次活动", "未达标，只开展1次活动。", ""),
        # Percentages of a rate and counts on which nothing can be decided.
        ("联网率达到95%", "达标。联网率96%（5/0）。", ""),
        ("联网率达到95%", "达标。联网率96%（130/120）。", ""),
        ("社区内80%小区实现", "达标。80%小区实现，小区数0.5个。", ""),
    ],
)  # fmt: skip
def test_nothing_is_said(standard: str, answer: str, definition: str) -> None:
    assert rules(standard, answer, definition) == []


@pytest.mark.parametrize(
    ("standard", "answer", "definition", "expected"),
    [
        (VIDEO, "达标。覆盖率97%，联网率96%，摄像机完好率（114/120）为97%，出图率90%，合规率98%", "", ["DECL-02"]),
        (HOMES, "达标。千兆光纤网络覆盖率95%，社区共3200户，其中具备千兆接入能力的家庭2400户。", HOMES_FORMULA, ["DECL-02", "DECL-04"]),
        (LIGHT, "达标。安装率约85%，智能照明设备70盏，公共照明设备总数100盏。", LIGHT_FORMULA, ["DECL-02", "DECL-04"]),
        ("联网率达到95%", "达标。120路中联网110路，联网率96%。", "", ["DECL-02", "DECL-04"]),
        ("5G网络覆盖率达到90%", "达标。4G网络覆盖率为99%，5G网络覆盖率为80%。", "", ["DECL-01"]),
        ("安装率达到70%", "达标。安装率约为60%。", "", ["DECL-01"]),
        ("公共视频资源出图率达到85%", "达标。公共视频资源出图率约为84%，完好率80%。", "", ["DECL-01"]),
        ("80%楼栋实现", "达标。80%楼栋实现，住宅楼栋共2栋。", "", ["DECL-10"]),
        ("50%小区实现", "达标。60%小区实现，小区总数11个。", "", ["DECL-10"]),
        ("联网率达到95%", "", "", ["DECL-12"]),
    ],
)  # fmt: skip
def test_what_is_said(standard: str, answer: str, definition: str, expected: list[str]) -> None:
    assert rules(standard, answer, definition) == expected


def test_who_says_that_it_is_met() -> None:
    standard, answer = "联网率达到95%", "联网率为80%"

    assert rules(standard, answer) == []
    assert rules(standard, answer, verdict="是") == ["DECL-01"]
    assert rules(standard, answer, verdict="否", outside="初步确定达到相关标准") == []
    assert rules(standard, answer, outside="初步确定达到相关建设标准") == ["DECL-01"]
    assert rules(standard, f"{answer}，正在整改", verdict="是") == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(100), "100%"),
        (Fraction(85 * 100, 109), "77.98%"),
        (Fraction(94_997, 1000), "94.99%"),
        (Fraction(1, 2), "0.5%"),
    ],
)
def test_a_share_is_cut_off(value: Fraction, text: str) -> None:
    assert percent(value) == text
