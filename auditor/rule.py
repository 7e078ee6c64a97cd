"""What a rule is.  Three forms share one metadata form and one `Finding`.

* A *record rule* judges columns: a Polars expression over the registry frame, true where
  violated, and one where it cannot be judged; messages are made for those rows only.
* An *observation rule* judges one camera's evidence.
* A *picture rule* judges one decoded picture; `auditor.judge` chooses which one.

Rules live one a file in `auditor.rules`, found by discovery; `tests` refuse incomplete ones.
"""

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from auditor.criteria import Criteria, RuleSet
from auditor.judged import SeenCamera
from auditor.model import Evidence, Severity, Verdict
from auditor.picture_view import PictureView

__all__ = [
    "Clause",
    "Explanation",
    "Group",
    "Judgement",
    "ObservationRule",
    "PictureRule",
    "RecordRule",
    "Rule",
    "RuleMeta",
]


class Group(enum.StrEnum):
    """What a rule is about; the prefix of its id.  The first four make 合规率.

    DECLARED is about the sentences of an acceptance form: `auditor.declared.rule`.
    """

    CODE = "CODE"
    NAME = "NAME"
    DIVISION = "DIV"
    POSITION = "GEO"
    CATALOG = "CAT"
    ARCHIVE = "ARCH"
    NETWORK = "NET"
    STREAM = "STR"
    PICTURE = "PIC"
    OSD = "OSD"
    DECLARED = "DECL"


@dataclass(frozen=True, slots=True)
class Clause:
    """Where it is written: standard, edition or year, clause number."""

    standard: str
    edition: str
    clause: str

    def __str__(self) -> str:
        return f"{self.standard}-{self.edition} {self.clause}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleMeta:
    """What every rule must tell; ``title`` names the defect (Chinese)."""

    id: str
    title: str
    severity: Severity
    group: Group
    field: str
    clauses: tuple[Clause, ...]
    remediation: str
    rule_set: RuleSet = RuleSet.BASE


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a finding says of one row (Chinese); an empty suggestion means the remediation."""

    value: str
    message: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an observation or picture rule says; ``message`` is Chinese, empty when it passes."""

    verdict: Verdict
    value: str = ""
    message: str = ""


Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRule:
    """A rule over columns.

    ``violated`` (and ``undecided``, for rows that cannot be judged) build an expression over
    the prepared frame (`auditor.registry.prepared`).  ``explain`` is given a row's cells.
    ``passing`` and ``failing`` are cells that differ from a correct record, judged ``under``
    these criteria: a rule that needs to be told something gives an example of that too.
    ``beside`` are changes of further rows in the file of the failing examples: some faults
    show only by the company that a record keeps.
    """

    meta: RuleMeta
    violated: Callable[[Criteria], pl.Expr]
    explain: Callable[[Cells], Explanation]
    undecided: Callable[[Criteria], pl.Expr] | None = None
    passing: tuple[Cells, ...]
    failing: tuple[Cells, ...]
    under: Criteria = field(default_factory=Criteria)
    beside: tuple[Cells, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationRule:
    """A rule over one camera as seen; the examples are the evidence that it is seen from."""

    meta: RuleMeta
    judge: Callable[[SeenCamera], Judgement]
    passing: tuple[Evidence, ...]
    failing: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRule:
    """A rule over one decoded picture.

    ``substitute`` marks pictures that stand in for a picture (black, "no signal"): they do
    not count for 出图率.  The other defects leave it a picture, but not a healthy camera.
    ``rank`` orders the causes: of a picture's defects the one with the lowest is told, since
    the others may be its effects.  A verdict of unknown is a doubt: told, and held against
    nobody.
    """

    meta: RuleMeta
    substitute: bool
    rank: int
    judge: Callable[[PictureView], Judgement]
    passing: tuple[PictureView, ...]
    failing: tuple[PictureView, ...]


Rule = RecordRule | ObservationRule | PictureRule
