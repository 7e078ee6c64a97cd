"""Sums of counts: nothing lost, nothing averaged, no order; places; what may be added."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from auditor.aggregate import judge_rate
from auditor.model import CameraResult, IndicatorResult, Outcome, RateVerdict, Report
from auditor.policy import STANDARD_POLICY, JudgedOn, Policy, UnknownPolicy
from auditor.rollup.choice import LeftOut, choose
from auditor.rollup.counts import Node, Part, add_results, rate_counts
from auditor.rollup.groups import SEVERAL, UNSTATED, Grouping, group_results
from auditor.rollup.latest import latest_rounds
from auditor.rollup.place import Place, place_of
from auditor.rollup.tree import Located, build_tree, group_node
from auditor.store.store import KeptRound
from tests.auditor.render import builders

ON_NET = Policy(judged_on=JudgedOn.NET)
SHANDONG = ("province", "370000", "山东省")
TAIAN = ("city", "370900", "泰安市")
TAISHAN = ("county", "370902", "泰山区")
DAIYUE = ("county", "370911", "岱岳区")
PLACES = ((), (SHANDONG,), (SHANDONG, TAIAN, TAISHAN), (SHANDONG, TAIAN, DAIYUE))


def result(of: int, met: int, unknown: int = 0, **changes: object) -> IndicatorResult:
    return judge_rate(builders.rate(of=of, met=met, unknown=unknown, **changes), 95)


@st.composite
def excusals(draw: st.DrawFn, of: int, met: int, unknown: int) -> dict[str, int]:
    own_met, own_unknown = draw(st.integers(0, met)), draw(st.integers(0, unknown))
    rest = draw(st.integers(0, of - met - unknown))
    excluded = own_met + own_unknown + rest
    return {"excluded": excluded, "excluded_met": own_met, "excluded_unknown": own_unknown}


@st.composite
def results(draw: st.DrawFn) -> tuple[IndicatorResult, ...]:
    found = []
    for indicator in ("coverage_rate", "health_rate"):
        of = draw(st.integers(0, 60))
        met = draw(st.integers(0, of))
        unknown = draw(st.integers(0, of - met))
        excused = draw(excusals(of, met, unknown))
        found.append(result(of, met, unknown, indicator=indicator, **excused))
    return tuple(found)


@st.composite
def located(draw: st.DrawFn) -> Located:
    name = f"社区{draw(st.integers(0, 10_000))}"
    part = Part(community=name, round_id=name, results=draw(results()))
    return Located(part=part, place=Place(chain=draw(st.sampled_from(PLACES))))


def counts(node: Node) -> dict[str, dict[str, int]]:
    return {one.rate.indicator: rate_counts(one.rate) for one in node.results}


def net_of(node: Node, indicator: str) -> tuple[int, int, int]:
    (rate,) = (one.rate for one in node.results if one.rate.indicator == indicator)
    return rate.net_of, rate.net_met, rate.net_unknown


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
            below = [net_of(child, indicator) for child in node.children]
            assert net_of(node, indicator) == tuple(map(sum, zip(*below, strict=True)))
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


def test_a_sum_with_excluded_members_is_judged_on_gross_unless_the_policy_says_net() -> None:
    """40 less 2 excluded that failed: 37 of 40 miss 95 %, 37 of 38 meet it."""
    parts = [(result(20, 18, excluded=2),), (result(20, 19),)]
    (gross,) = add_results(parts)
    (net,) = add_results(parts, ON_NET)
    assert (gross.verdict, gross.judged_on) == (RateVerdict.MISSES, "gross")
    assert (net.verdict, net.judged_on) == (RateVerdict.MEETS, "net")
    assert gross.rate == net.rate
    assert (net.rate.net_met, net.rate.net_of) == (37, 38)


def test_a_sum_of_which_too_much_is_excluded_is_judged_on_gross_and_says_so() -> None:
    parts = [(result(20, 17, excluded=2),), (result(20, 19, excluded=1),)]
    (total,) = add_results(parts, ON_NET)
    assert (total.verdict, total.judged_on) == (RateVerdict.MISSES, "gross")
    assert total.reason.startswith("免考核 3 个（共 40），超过方案上限 5%")


def test_a_sum_treats_the_unknown_as_the_policy_says_at_every_node() -> None:
    part = Part(community="甲", round_id="甲", results=(result(20, 18, 2),))
    one = Located(part=part, place=Place(chain=(SHANDONG,)))
    strict = Policy(unknown=UnknownPolicy.AS_MISSED)
    assert {node.verdict for node in every_node(build_tree([one]))} == {RateVerdict.INCONCLUSIVE}
    assert {node.verdict for node in every_node(build_tree([one], strict))} == {RateVerdict.MISSES}


def test_a_loosened_threshold_stays_visible_in_a_sum() -> None:
    loosened = judge_rate(builders.rate(of=20, met=18), 90, standard=95)
    (total,) = add_results([(loosened,), (loosened,)])
    assert (total.verdict, total.standard_threshold) == (RateVerdict.MEETS, 95)


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


def test_a_group_counts_its_own_excluded_members_and_the_groups_sum_to_the_rate() -> None:
    members = (
        builders.member("1", Outcome.MET, exclusion="停用"),
        builders.member("2", Outcome.UNKNOWN, exclusion="报备"),
        builders.member("4", Outcome.NOT_MET, exclusion="报备"),
        builders.member("5", Outcome.MET),
    )
    whole = result(4, 2, 1, excluded=3, excluded_met=1, excluded_unknown=1, members=members)
    cameras = (camera(1, maker="甲"), camera(2, maker="甲"), camera(4, maker="乙"))
    groups = group_results([builders.report(results=(whole,), cameras=cameras)], Grouping.MAKER)
    found = {name: rate_counts(one.rate) for name, (one,) in groups.items()}
    names = ("of", "met", "unknown", "excluded", "excluded_met", "excluded_unknown")
    assert found == {
        "甲": dict(zip(names, (2, 1, 1, 2, 1, 1), strict=True)),
        "乙": dict(zip(names, (1, 0, 0, 1, 0, 0), strict=True)),
        UNSTATED: dict(zip(names, (1, 1, 0, 0, 0, 0), strict=True)),
    }
    assert {n: sum(one[n] for one in found.values()) for n in names} == rate_counts(whole.rate)


def test_groups_and_their_total_are_judged_by_the_policy() -> None:
    members = tuple(
        builders.member(
            str(n), Outcome.MET if n < 37 else Outcome.NOT_MET, exclusion="停用" if n > 37 else ""
        )
        for n in range(40)
    )
    whole = result(40, 37, excluded=2, members=members)
    report = builders.report(results=(whole,), cameras=())
    groups = group_results([report], Grouping.MAKER, ON_NET)
    assert groups[UNSTATED][0].verdict is RateVerdict.MEETS
    assert group_node("maker", groups, ON_NET).verdict is RateVerdict.MEETS
    gross = group_results([report], Grouping.MAKER)
    assert gross[UNSTATED][0].verdict is RateVerdict.MISSES
    assert group_node("maker", gross).verdict is RateVerdict.MISSES


def coverage_by(grouping: Grouping) -> tuple[RateVerdict, dict[str, RateVerdict]]:
    """The verdict of the whole and of each group: one of two locations has no camera."""
    seen = builders.member("KL-01", Outcome.MET)
    bare = builders.member("KL-02", Outcome.NOT_MET)
    whole = result(2, 1, indicator="coverage_rate", members=(seen, bare))
    cameras = (camera(1, maker="甲", key_location_id="KL-01"),)
    locations = tuple(builders.location(id=key) for key in ("KL-01", "KL-02"))
    report = builders.report(results=(whole,), cameras=cameras, key_locations=locations)
    node = group_node(grouping.value, group_results([report], grouping))
    return node.results[0].verdict, {c.name: c.results[0].verdict for c in node.children}


def test_a_maker_is_not_judged_by_coverage_since_a_bare_location_has_no_maker() -> None:
    unjudged = dict.fromkeys(("甲", UNSTATED), RateVerdict.NOT_APPLICABLE)
    assert coverage_by(Grouping.MAKER) == (RateVerdict.MISSES, unjudged)
    by_class = {"小区出入口": RateVerdict.MISSES}
    assert coverage_by(Grouping.CLASS) == (RateVerdict.MISSES, by_class)


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
    assert choice.policy == STANDARD_POLICY
    named = choose(reports, since=None, profile="other")
    assert [one.community for one in named.reports] == ["戊"]


def test_only_results_judged_by_the_same_policy_are_added() -> None:
    loosened = judge_rate(builders.rate(of=20, met=19), 95, standard=98)
    reports = [
        replace(report("甲"), judging=ON_NET),
        replace(report("乙"), judging=ON_NET),
        report("丙"),
        replace(report("丁", policy_version=2), judging=ON_NET),
        replace(report("戊"), judging=ON_NET, policy=("公共视频资源：按台账标记",)),
        replace(report("己"), judging=ON_NET, results=(loosened,)),
    ]
    choice = choose(reports, since=None, profile=None)
    assert [one.community for one in choice.reports] == ["乙", "甲"]
    assert [one.community for one in choice.left_out] == ["丁", "丙", "己", "戊"]
    assert choice.policy == ON_NET


def test_nothing_to_add_is_judged_by_the_standard_policy() -> None:
    assert choose([], since=None, profile=None).policy == STANDARD_POLICY


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
    # The round that suits is taken, however old; without one the latest speaks for itself.
    assert latest_rounds(rounds, {"a1"}.__contains__) == (("c1", "a1"), (missing,))
