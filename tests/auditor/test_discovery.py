"""Rules and indicators are found by being there."""

from collections import Counter

from auditor.discovery import (
    all_indicators,
    all_rules,
    observation_rules,
    picture_rules,
    record_rules,
    threshold_ids,
)
from auditor.examples import evidence, pictured
from auditor.judge import judge_camera
from auditor.judged import JudgedRound
from auditor.rule import Rule


def test_the_three_forms_are_all_rules() -> None:
    forms: list[Rule] = [*record_rules(), *observation_rules(), *picture_rules()]
    assert sorted(rule.meta.id for rule in forms) == [rule.meta.id for rule in all_rules()]
    assert record_rules()
    assert observation_rules()
    assert picture_rules()


def test_the_indicators_stand_in_the_order_of_the_scheme() -> None:
    assert [(i.id, i.beside, i.by_class) for i in all_indicators()] == [
        ("coverage_rate", False, True),
        ("proved_coverage_rate", True, True),
        ("networking_rate", False, True),
        ("health_rate", False, True),
        ("picture_output_rate", False, False),
        ("record_compliance_rate", False, False),
        ("code_compliance_rate", True, False),
        ("name_compliance_rate", True, False),
        ("division_compliance_rate", True, False),
        ("position_compliance_rate", True, False),
    ]


def test_only_judged_rates_may_have_a_threshold() -> None:
    assert threshold_ids() == {
        "coverage_rate",
        "networking_rate",
        "health_rate",
        "picture_output_rate",
        "record_compliance_rate",
    }


def test_no_two_indicators_share_id_order_or_title() -> None:
    for part in ("id", "order", "title"):
        counts = Counter(getattr(indicator, part) for indicator in all_indicators())
        assert max(counts.values()) == 1


def test_every_indicator_tells_its_denominator_and_numerator() -> None:
    camera = judge_camera(evidence(pictured()), tries=1, record_findings={})
    for indicator in all_indicators():
        words = indicator.basis(JudgedRound(cameras=(camera,), locations=()))
        assert words.startswith("分母：")
        assert "；分子：" in words
