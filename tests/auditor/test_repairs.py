from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from auditor.aggregate import count_anew, judge_rate
from auditor.model import IndicatorResult, Member, Outcome, Rate, RateVerdict, SampleInterval
from auditor.policy import STANDARD_POLICY, JudgedOn, Policy, UnknownPolicy
from auditor.repairs import Action, Goal, Repair, RepairPlan, Task, plan_repairs

MET, BAD, OPEN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


def judged(
    outcomes: Sequence[Outcome],
    threshold: int = 95,
    name: str = "health_rate",
    policy: Policy = STANDARD_POLICY,
    excluded: frozenset[int] = frozenset(),
) -> IndicatorResult:
    members = [
        Member(
            key=str(at),
            label=f"摄像机{at}",
            outcome=outcome,
            reason=f"{name}:{outcome.value}",
            exclusion="检修报备" if at in excluded else "",
        )
        for at, outcome in enumerate(outcomes, start=1)
    ]
    empty = Rate(
        indicator=name, version=1, title=name, scope="all", of=0, met=0, unknown=0, excluded=0, basis=""
    )  # fmt: skip
    return judge_rate(count_anew(empty, members), threshold, policy)


def repaired(result: IndicatorResult, plan: RepairPlan, policy: Policy) -> IndicatorResult:
    """The same rate counted anew with every named member met."""
    location = result.rate.indicator == "coverage_rate"
    named = {repair.key for repair in plan.repairs if repair.of_location is location}
    members = [replace(m, outcome=MET) if m.key in named else m for m in result.rate.members]
    return judge_rate(count_anew(result.rate, members), result.threshold, policy)


def task(name: str, action: Action, outcome: Outcome) -> Task:
    return Task(indicator=name, title=name, action=action, reason=f"{name}:{outcome.value}")


def test_seventeen_of_twenty_need_two_repairs_for_ninety_five_percent() -> None:
    plan = plan_repairs([judged([MET] * 17 + [BAD] * 3)])

    mended = (task("health_rate", Action.MEND, BAD),)
    assert plan == RepairPlan(
        goals=(
            Goal(
                indicator="health_rate", title="health_rate", verdict=RateVerdict.MISSES, needed=2
            ),
        ),
        repairs=tuple(
            Repair(key=key, label=f"摄像机{key}", of_location=False, tasks=mended)
            for key in ("18", "19")
        ),
        at_least=2,
        left_out=(),
    )


def test_a_camera_that_helps_two_rates_is_repaired_first_and_once() -> None:
    health = judged([BAD, BAD, MET, BAD] + [MET] * 16)
    picture = judged([MET, MET, MET, BAD] + [MET] * 6, 100, "picture_output_rate")
    plan = plan_repairs([health, picture])

    assert [(repair.key, len(repair.tasks)) for repair in plan.repairs] == [("4", 2), ("1", 1)]
    assert plan.at_least == 2


def test_what_failed_is_mended_before_what_is_unknown_when_a_rate_is_missed() -> None:
    plan = plan_repairs([judged([OPEN, BAD, BAD] + [MET] * 7, 90)])

    assert [(repair.key, repair.action) for repair in plan.repairs] == [
        ("2", Action.MEND),
        ("3", Action.MEND),
    ]


def test_too_few_failures_leave_the_rest_to_be_verified() -> None:
    plan = plan_repairs([judged([OPEN, OPEN, BAD, MET, MET], 80)])

    assert [(repair.key, repair.action) for repair in plan.repairs] == [
        ("1", Action.VERIFY),
        ("2", Action.VERIFY),
    ]
    plan = plan_repairs([judged([OPEN, BAD, BAD, MET, MET], 100)])
    assert [(repair.key, repair.action) for repair in plan.repairs] == [
        ("2", Action.MEND),
        ("3", Action.MEND),
        ("1", Action.VERIFY),
    ]


def test_a_location_and_a_camera_of_one_key_are_two_things() -> None:
    places = judged([BAD], 100, "coverage_rate")
    cameras = judged([BAD], 100)
    plan = plan_repairs([places, cameras])

    assert [(repair.key, repair.of_location) for repair in plan.repairs] == [
        ("1", True),
        ("1", False),
    ]
    assert plan.at_least == 2


def test_a_rate_that_meets_or_has_no_threshold_asks_for_nothing() -> None:
    unjudged = judge_rate(judged([BAD]).rate, None)

    assert plan_repairs([judged([MET] * 19 + [BAD]), unjudged]) == RepairPlan(
        goals=(), repairs=(), at_least=0, left_out=()
    )


def test_a_sample_or_a_rate_without_its_members_is_named_and_not_planned() -> None:
    interval = SampleInterval(
        lower_permille=1, upper_permille=2, confidence=95, method="m", sampled=1, population=9
    )
    sampled = replace(judged([BAD], name="a"), interval=interval)
    bare = judged([BAD], name="b")
    bare = replace(bare, rate=replace(bare.rate, members=()))
    plan = plan_repairs([sampled, bare])

    assert (plan.repairs, plan.left_out) == ((), ("a", "b"))


def test_an_excluded_camera_is_not_repaired_for_a_net_figure() -> None:
    policy = Policy(judged_on=JudgedOn.NET, share_cap=50)
    plan = plan_repairs([judged([BAD, BAD, MET], 100, policy=policy, excluded=frozenset({1}))])

    assert [repair.key for repair in plan.repairs] == ["2"]


outcomes = st.lists(st.sampled_from([MET, BAD, OPEN]), min_size=1, max_size=12)
thresholds = st.integers(1, 100)
policies = st.builds(Policy, unknown=st.sampled_from(UnknownPolicy))


@given(outcomes, thresholds, policies)
def test_one_rate_is_met_after_the_repairs_and_by_no_smaller_set(
    found: list[Outcome], threshold: int, policy: Policy
) -> None:
    result = judged(found, threshold, policy=policy)
    plan = plan_repairs([result], policy)
    if result.verdict in (RateVerdict.MEETS, RateVerdict.NO_DATA):
        assert plan.repairs == ()
        return

    assert repaired(result, plan, policy).verdict is RateVerdict.MEETS
    assert len(plan.repairs) == plan.at_least
    smaller = len(plan.repairs) - 1
    assert not any(
        _met_by(result, frozenset(keys), policy)
        for keys in combinations([m.key for m in result.rate.members], smaller)
    )


def _met_by(result: IndicatorResult, keys: frozenset[str], policy: Policy) -> bool:
    members = [replace(m, outcome=MET) if m.key in keys else m for m in result.rate.members]
    again = judge_rate(count_anew(result.rate, members), result.threshold, policy)
    return again.verdict is RateVerdict.MEETS


@given(st.lists(outcomes, min_size=1, max_size=4), thresholds, policies)
def test_every_rate_is_met_after_the_repairs_and_none_of_them_is_idle(
    rates: list[list[Outcome]], threshold: int, policy: Policy
) -> None:
    names = ("health_rate", "networking_rate", "picture_output_rate", "coverage_rate")
    results = [
        judged(found, threshold, name, policy) for found, name in zip(rates, names, strict=False)
    ]
    opened = [r for r in results if r.verdict in (RateVerdict.MISSES, RateVerdict.INCONCLUSIVE)]
    plan = plan_repairs(results, policy)

    assert {repaired(r, plan, policy).verdict for r in opened} <= {RateVerdict.MEETS}
    assert plan.at_least <= len(plan.repairs)
    if policy.unknown is UnknownPolicy.LEFT_OUT:
        return  # a repair for one rate may settle an unknown member of another, as a gift
    for idle in plan.repairs:
        fewer = replace(plan, repairs=tuple(r for r in plan.repairs if r is not idle))
        verdicts = {repaired(r, fewer, policy).verdict for r in opened}
        assert verdicts - {RateVerdict.MEETS}
