"""What a rule over the sentences of a form is: the metadata of every rule, and a judge.

A rule is given one row as read and tells the places that are wrong, each with the words of the
form.  A form without faults gives none: in doubt a rule is silent.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from auditor.declared.form import Form, Row
from auditor.declared.view import View
from auditor.model import Severity
from auditor.rule import Clause, Group, RuleMeta

__all__ = ["DeclaredRule", "Hit", "example", "hit", "meta", "percent"]

_CLAUSE = Clause("山东省智慧社区建设指标", "2022", "完成情况")


@dataclass(frozen=True, slots=True)
class Hit:
    """One fault: the form's own words, where in the answer they begin, what is wrong (Chinese)."""

    quote: str
    at: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredRule:
    """A rule over one row; ``outside`` rules are asked about the text around the table too."""

    meta: RuleMeta
    judge: Callable[[View], Iterable[Hit]]
    passing: tuple[Form, ...]
    failing: tuple[Form, ...]
    outside: bool = False


def meta(rule_id: str, title: str, severity: Severity, remediation: str) -> RuleMeta:
    """The metadata of a rule of this group."""
    return RuleMeta(
        id=rule_id,
        title=title,
        severity=severity,
        group=Group.DECLARED,
        field="完成情况",
        clauses=(_CLAUSE,),
        remediation=remediation,
    )


def example(
    standard: str, answer: str, *, definition: str = "", title: str = "", beside: str = ""
) -> Form:
    """A form of one row for the examples of a rule; ``beside`` is the answer of a second row."""
    row = Row(number=5, title=title, standard=standard, answer=answer, definition=definition)
    second = Row(number=6, title="", answer=beside)
    return Form(column="完成情况", rows=(row, second) if beside else (row,))


def hit(text: str, start: int, end: int, message: str) -> Hit:
    """The words between two places; a quotation stays on one line, so that it can be found."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return Hit(words.strip().split("\n", maxsplit=1)[0].strip(), start, message)


def percent(value: Fraction) -> str:
    """A share for a message: ``77.98%``, cut off so that 94.997 % is never shown as 95 %."""
    hundredths = math.floor(value * 100)
    text = f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")
    return f"{text}%"
