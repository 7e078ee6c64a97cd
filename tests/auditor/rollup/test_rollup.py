"""Sums of counts: nothing lost, nothing averaged, no order; places; what may be added."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from auditor.aggregate import judge_rate
from auditor.model import CameraResult, IndicatorResult, Outcome, RateVerdict, Report
from auditor.rollup.choice import LeftOut, choose
from auditor.rollup.counts import Node, Part, add_results, judge_sum, rate_counts
from auditor.rollup.groups import SEVERAL, UNSTATED, Grouping, group_results
from auditor.rollup.latest import latest_rounds
from auditor.rollup.place import Place, place_of
from auditor.rollup.tree import Located, build_tree, group_node
from auditor.store.store import KeptRound
from tests.auditor.render import builders

SHANDONG = ("province", "370000", "山东省")
TAIAN = ("city", "370900", "泰安市")
TAISHAN = ("county", "370902", "泰山区")
DAIYUE = ("county", "370911", "岱岳区")
PLACES = ((), (SHANDONG,), (SHANDONG, TAIAN, TAISHAN), (SHANDONG, TAIAN, DAIYUE))


def result(of: int, met: int, unknown: int = 0, **changes: object) -> IndicatorResult:
    return judge_rate(builders.rate(of=of, met=met, unknown=unknown, **changes), 95)


@st.composite
def results(draw: st.DrawFn) -> tuple[IndicatorResult, ...]:
    found = []
    for indicator in ("coverage_rate", "health_rate"):
        of = draw(st.integers(0, 60))
        met = draw(st.integers(0, of))
        found.append(result(of, met, draw(st.integers(0, of - met)), indicator=indicator))
    return tuple(found)


@st.composite
def located(draw: st.DrawFn) -> Located:
    name = f"社区{draw(st.integers(0, 10_000))}"
    part = Part(community=name, round_id=name, results=draw(results()))
    return Located(part=part, place=Place(chain=draw(st.sampled_from(PLACES))))


def counts(node: Node) -> dict[str, dict[str, int]]:
    return {one.rate.indicator: rate_counts(one.rate) for one in node.results}


def every_node(node: Node) -> list[Node]:
    return [node, *(below for child in node.children for below in every_node(child))]


@given(st.lists(located(), min_size=1, max_size=8))
def test_children_s_counts_sum_to_the_parent_s_for_every_rate(places: list[Located]) -> None:
    for node in every_node(build_tree(places)):
        if not node.children:
            continue
        for indicator, ours in counts(node).items():
            theirs = [counts(child)[indicator] for child in node.children]
            assert ours == {name: sum(one[name] for one in theirs) for name in ours}
        assert node.communities == sum(child.communities for child in node.children)
        assert node.communities == node.meets + node.misses + node.undecided


@given(st.lists(located(), max_size=6, unique_by=lambda one: one.part.community), st.randoms())
def test_the_order_of_communities_does_not_matter(places: list[Located], random: Random) -> None:
    shuffled = list(places)
    random.shuffle(shuffled)
    assert build_tree(shuffled) == build_tree(places)


@given(st.lists(results(), min_size=1, max_size=6))
def test_a_part_without_members_changes_no_sum(parts: list[tuple[IndicatorResult, ...]]) -> None:
    empty = (result(0, 0, indicator="coverage_rate"), result(0, 0, indicator="health_rate"))
    assert add_results([*parts, empty]) == add_results(parts)
    assert add_results([*parts, ()]) == add_results(parts)


def test_no_rate_is_averaged() -> None:
    """1 of 1 and 90 of 99 average 95 %; added they are 91 of 100."""
    (total,) = add_results([(result(1, 1),), (result(99, 90),)])
    assert (total.rate.met, total.rate.of, total.verdict) == (91, 100, RateVerdict.MISSES)


def test_a_miss_is_left_open_where_members_are_excluded() -> None:
    assert judge_sum(builders.rate(of=20, met=18, excluded=1), 95).verdict is (
        RateVerdict.INCONCLUSIVE
    )
    assert judge_sum(builders.rate(of=20, met=18), 95).verdict is RateVerdict.MISSES


def test_the_worst_children_come_first() -> None:
    parts = {
        "甲": result(20, 20),
        "乙": result(20, 10),
        "丙": result(20, 18, 2),
        "丁": result(0, 0),
    }
    node = group_node("maker", {name: (one,) for name, one in parts.items()})
    assert [child.name for child in node.children] == ["乙", "丁", "丙", "甲"]
    assert node.results[0].rate.of == 60


def camera(row: int, **changes: object) -> CameraResult:
    return replace(builders.camera_result(row), camera=builders.camera(row, **changes))


def grouped_report() -> Report:
    members = tuple(builders.member(key, Outcome.MET) for key in ("1", "2", "error-3"))
    health = result(3, 3, members=members)
    spots = tuple(builders.member(key) for key in ("K01", "K02", "1"))
    coverage = result(3, 0, indicator="coverage_rate", members=spots)
    return builders.report(
        results=(health, coverage),
        cameras=(
            camera(1, maker="海康", networking="1", key_location_id="K01"),
            camera(2, maker="大华", networking="1", key_location_id="K01"),
            camera(4, maker=" ", networking="", point_type="", key_location_id="K02"),
        ),
    )


def sizes(grouping: Grouping) -> dict[str, dict[str, int]]:
    groups = group_results([grouped_report()], grouping)
    return {name: {one.rate.indicator: one.rate.of for one in own} for name, own in groups.items()}


def test_every_member_is_in_one_group_and_who_belongs_to_none_is_not_dropped() -> None:
    assert sizes(Grouping.MAKER) == {
        "海康": {"health_rate": 1},
        "大华": {"health_rate": 1},
        SEVERAL: {"coverage_rate": 1},
        UNSTATED: {"coverage_rate": 2, "health_rate": 1},
    }


def test_network_point_type_and_class_are_groups_too() -> None:
    one = {"coverage_rate": 1, "health_rate": 2}
    rest = {"coverage_rate": 2, "health_rate": 1}
    assert sizes(Grouping.NETWORK) == {"1": one, UNSTATED: rest}
    assert sizes(Grouping.POINT_TYPE) == {"2": one, UNSTATED: rest}
    assert sizes(Grouping.CLASS) == {"小区出入口": one, UNSTATED: rest}


def test_a_community_is_where_its_codes_agree() -> None:
    street = ("street", "370902004", "上高街道")
    plain = builders.camera(1)
    assert place_of([plain]) == Place(chain=(SHANDONG, TAIAN, TAISHAN))
    finer = builders.camera(2, division="370902004000")
    assert place_of([plain, finer]) == Place(chain=(SHANDONG, TAIAN, TAISHAN, street))


def test_disagreement_leaves_the_common_ancestor_and_is_told() -> None:
    other = builders.camera(2, division="370911", device_code="37091100001320000002")
    assert place_of([builders.camera(1), other]) == Place(
        chain=(SHANDONG, TAIAN), note="摄像机登记的行政区划不一致（岱岳区、泰山区），按共同上级汇总"
    )


def test_codes_that_nobody_knows_place_nothing() -> None:
    strange = builders.camera(1, division="", device_code="99999900001320000001")
    province = builders.camera(2, division="370000", device_code="x")
    assert place_of([strange]).chain == ()
    assert place_of([strange, province]).chain == (SHANDONG,)


def report(community: str, **origin: object) -> Report:
    return builders.report(
        community=community, results=(result(20, 19),), provenance=builders.provenance(**origin)
    )


def test_only_complete_recent_rounds_by_the_same_rules_are_added() -> None:
    since = builders.STARTED
    reports = [
        report("甲"),
        report("乙"),
        report("丙", complete=False),
        report("丁", ended_at=since - timedelta(days=1)),
        report("戊", profile="other"),
        replace(report("己"), results=(judge_rate(builders.rate(), None),)),
    ]
    choice = choose(reversed(reports), since=since, profile=None)
    assert [one.community for one in choice.reports] == ["乙", "甲"]
    assert {one.community: one.reason.split("：")[0] for one in choice.left_out} == {
        "丙": "本轮检测未完成",
        "丁": "结果过旧",
        "戊": "评价方案、标准版本、口径版本或阈值与汇总所用的不同",
        "己": "评价方案、标准版本、口径版本或阈值与汇总所用的不同",
    }
    named = choose(reports, since=None, profile="other")
    assert [one.community for one in named.reports] == ["戊"]


def test_a_community_s_latest_complete_round_is_taken() -> None:
    at = builders.STARTED

    def kept(name: str, community: str, day: int, *, complete: bool | None) -> KeptRound:
        started = at + timedelta(days=day)
        ended = None if complete is None else started
        return KeptRound(
            id=name, community=community, started_at=started, ended_at=ended, complete=complete
        )

    rounds = [
        kept("a1", "甲", 1, complete=True),
        kept("a2", "甲", 2, complete=True),
        kept("a3", "甲", 3, complete=False),
        kept("a4", "甲", 4, complete=None),
        kept("b1", "乙", 1, complete=None),
        kept("c1", "丙", 1, complete=False),
    ]
    missing = LeftOut(community="乙", round_id="b1", reason="尚无已结束的检测")
    assert latest_rounds(rounds) == (("c1", "a2"), (missing,))
