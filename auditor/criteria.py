"""What records are judged by: the standard's edition, and what only the operator can know.

No national list tells the local codes, the access units or the way that names are made here.
What is not given is empty, and a rule that needs it says nothing.  Reading the files is left
to `auditor.reference`, the scheme's thresholds to `auditor.profile`.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from auditor.naming import Naming
from gb28181.editions import Edition

__all__ = ["Criteria", "RuleSet"]


class RuleSet(enum.StrEnum):
    """Which body of rules a rule belongs to; all but BASE and ARCHIVE are switched on by name."""

    BASE = "base"
    """GB/T 28181 and the audit's own policy: always on."""
    ARCHIVE = "archive"
    """一机一档 as software practises it; no official text was read, so warnings only."""
    GA1400 = "ga1400"
    """GA/T 1400 camera objects, trial text of 2018."""
    CUSTOMS = "customs"
    """海关 camera naming."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """The terms of one judging of records.

    ``local_codes`` are first digits of codes (2, 4, 6 or 8 of them) that are right here though
    no list knows them.  ``access_units`` are eight-digit codes of access units (基层接入单位),
    None when no table was given.  ``counties`` maps a community to its division code of six
    digits; the key "" is meant for every community that is not named.
    """

    edition: Edition = Edition.E2022
    rule_sets: frozenset[RuleSet] = frozenset({RuleSet.BASE, RuleSet.ARCHIVE})
    naming: Naming = field(default_factory=Naming)
    local_codes: frozenset[str] = frozenset()
    access_units: frozenset[str] | None = None
    counties: Mapping[str, str] = field(default_factory=dict)
