"""Percentages that a sentence states of something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.declared.stated import Bound, stated


def told(text: str) -> list[tuple[str, float, str]]:
    return [(each.name, float(each.value), each.bound.value) for each in stated(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公共视频资源出图率达到85%", [("公共视频资源出图率", 85, "exact")]),
        ("1.联网率：９８．５％；", [("联网率", 98.5, "exact")]),
        ("居民满意度达９５％以上", [("居民满意度", 95, "at_least")]),
        ("联网率不低于百分之九十五", [("联网率", 95, "at_least")]),
        ("联网率约为96%", [("联网率", 96, "about")]),
        ("联网率96%左右", [("联网率", 96, "about")]),
        ("联网率没超过90%", [("联网率", 90, "at_most")]),
        ("联网率为90%以下", [("联网率", 90, "at_most")]),
        ("覆盖率百分百", [("覆盖率", 100, "exact")]),
        ("覆盖率（38/40）为95%", [("覆盖率", 95, "exact")]),
        ("联网率=39/40=97.5%", [("联网率", 97.5, "exact")]),
        ("覆盖率由60%提升至96%", [("覆盖率", 96, "exact")]),
        (
            "覆盖率、联网率和完好率分别为96%、97%和98%",
            [("覆盖率", 96, "exact"), ("联网率", 97, "exact"), ("完好率", 98, "exact")],
        ),
        ("其中我社区总体覆盖率为98%", [("覆盖率", 98, "exact")]),
        ("等关键位置的 覆盖率达到98%", [("覆盖率", 98, "exact")]),
        ("80%小区实现", [("小区占比", 80, "exact")]),
        ("60%以上的封闭式小区", [("封闭式小区占比", 60, "at_least")]),
        ("近80%小区", [("小区占比", 80, "about")]),
        # What is no statement about a rate is left alone.
        ("占比超过30%的社区提供2种服务", []),
        ("覆盖率、联网率分别为96%、97%和98%", []),
        ("在线率95%-98%", []),
        ("在线率95-98%", []),
        ("70%-80%小区", []),
        ("老年人占13.5%", []),
        ("百分之点", []),
    ],
)
def test_what_is_stated(text: str, expected: list[tuple[str, float, str]]) -> None:
    assert told(text) == expected


def test_one_figure_for_several_rates() -> None:
    text = "覆盖率、联网率均达到80%，联网率96%"
    joint, second, own = stated(text)

    assert (joint.together, second.together, own.together) == (True, True, False)
    assert text[joint.start : joint.end] == text[second.start : second.end] == text[:13]
    assert own.bound is Bound.EXACT


@given(
    st.lists(
        st.sampled_from([*"覆盖率联网、，均达到为由提升至%9５.-以上小区其中的\n百分之（）/="]),
        max_size=40,
    )
)
def test_a_place_always_lies_in_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)

    for each in stated(text):
        assert 0 <= each.start < each.end <= len(text)
        assert text[each.start : each.end].strip()
