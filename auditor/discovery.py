"""Finds the parts that are one file each: every module of a package that has the constant.

Adding a rule or an indicator is adding a file; no list is kept by hand.
"""

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from auditor import indicators, rules
from auditor.indicator import Indicator
from auditor.rule import ObservationRule, PictureRule, RecordRule, Rule

__all__ = [
    "all_indicators",
    "all_rules",
    "collect",
    "observation_rules",
    "picture_rules",
    "record_rules",
    "threshold_ids",
]


def collect(package: ModuleType, constant: str) -> list[object]:
    """The values of ``constant`` in the modules of ``package``; tuples are taken apart."""
    found: list[object] = []
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        value = getattr(importlib.import_module(module.name), constant, None)
        if value is not None:
            found.extend(value if isinstance(value, tuple) else (value,))
    return found


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, sorted by id."""
    rules_found = [
        rule
        for rule in collect(rules, "RULE") + collect(rules, "RULES")
        if isinstance(rule, RecordRule | ObservationRule | PictureRule)
    ]
    return tuple(sorted(rules_found, key=lambda rule: rule.meta.id))


@cache
def record_rules() -> tuple[RecordRule, ...]:
    """The rules that a registry alone can answer."""
    return tuple(rule for rule in all_rules() if isinstance(rule, RecordRule))


@cache
def observation_rules() -> tuple[ObservationRule, ...]:
    """The rules that need a round's observations of a camera."""
    return tuple(rule for rule in all_rules() if isinstance(rule, ObservationRule))


@cache
def picture_rules() -> tuple[PictureRule, ...]:
    """The rules that judge a picture."""
    return tuple(rule for rule in all_rules() if isinstance(rule, PictureRule))


@cache
def all_indicators() -> tuple[Indicator, ...]:
    """Every indicator, in the order of the scheme's sentences."""
    found = [i for i in collect(indicators, "INDICATOR") if isinstance(i, Indicator)]
    return tuple(sorted(found, key=lambda indicator: indicator.order))


def threshold_ids() -> frozenset[str]:
    """The ids that a profile may give a threshold: of the rates that are judged."""
    return frozenset(i.id for i in all_indicators() if not i.beside)
