"""Judging records by columns: every record rule over one frame, in one pass.

What the rules say is kept as positions (`RecordVerdicts`), a few bytes a finding; messages are
made while `findings` is read, so that a file of a million faults needs no more memory than one
of a hundred.  Judging what was observed of a camera is left to `auditor.judge`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from auditor.criteria import Criteria
from auditor.discovery import record_rules
from auditor.model import Finding, Severity, Verdict
from auditor.record_hits import hits
from auditor.registry.columns import REGISTRY_COLUMNS
from auditor.rule import Cells, RecordRule

__all__ = ["RecordVerdicts", "judge_frame", "rules_asked"]

Positions = npt.NDArray[np.uint32]

_CHUNK = 20_000
_UNDECIDED = "?"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RecordVerdicts:
    """Who is spoken of by which rule: three arrays of equal length, by row and rule.

    ``at`` are positions in ``frame``, ``by`` are positions in ``rules``, and ``undecided``
    says that the rule could not judge.
    """

    frame: pl.DataFrame
    rules: tuple[RecordRule, ...]
    at: Positions
    by: Positions
    undecided: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.at)

    def findings(self) -> Iterator[Finding]:
        """Every finding, by row and rule; the messages are made on the way."""
        told = self.frame.select(_told(self.frame))
        for start in range(0, len(self), _CHUNK):
            part = slice(start, start + _CHUNK)
            positions, which = np.unique(self.at[part], return_inverse=True)
            rows = _as_text(told[positions])
            for row, by, undecided in zip(
                which.tolist(), self.by[part].tolist(), self.undecided[part].tolist(), strict=True
            ):
                yield _finding(self.rules[by], rows[row], undecided=undecided)

    def by_rule(self) -> tuple[tuple[RecordRule, int, int], ...]:
        """Each rule that was asked, with how many rows it refuses and how many it cannot judge."""
        counts = [
            np.bincount(self.by[chosen], minlength=len(self.rules)).tolist()
            for chosen in (~self.undecided, self.undecided)
        ]
        return tuple(zip(self.rules, *counts, strict=True))

    def faulty(self) -> npt.NDArray[np.bool_]:
        """For each row of the frame, whether a rule of severity error refuses it."""
        errors = np.array([rule.meta.severity is Severity.ERROR for rule in self.rules], dtype=bool)
        result = np.zeros(self.frame.height, dtype=bool)
        result[self.at[errors[self.by] & ~self.undecided]] = True
        return result


def rules_asked(criteria: Criteria) -> tuple[RecordRule, ...]:
    """The record rules of the chosen rule sets, sorted by id."""
    return tuple(rule for rule in record_rules() if rule.meta.rule_set in criteria.rule_sets)


def judge_frame(
    frame: pl.DataFrame, criteria: Criteria, chosen: tuple[RecordRule, ...] | None = None
) -> RecordVerdicts:
    """Ask every rule, or the ``chosen``, about the prepared ``frame``.

    See `auditor.registry.prepared` for the frame.
    """
    rules = rules_asked(criteria) if chosen is None else chosen
    found = hits(frame, _questions(rules, criteria))
    nothing = np.zeros(0, dtype=np.int64)
    at, by, undecided = [nothing], [nothing], [nothing.astype(bool)]
    for position, rule in enumerate(rules):
        for name, is_undecided in ((rule.meta.id, False), (rule.meta.id + _UNDECIDED, True)):
            if name in found:
                at.append(found[name])
                by.append(np.full(len(found[name]), position))
                undecided.append(np.full(len(found[name]), is_undecided))
    rows, asked = np.concatenate(at).astype(np.uint32), np.concatenate(by).astype(np.uint32)
    order = np.lexsort((asked, rows))
    return RecordVerdicts(
        frame=frame,
        rules=rules,
        at=rows[order],
        by=asked[order],
        undecided=np.concatenate(undecided)[order],
    )


def _questions(rules: tuple[RecordRule, ...], criteria: Criteria) -> dict[str, pl.Expr]:
    """One Boolean expression a question, by the rule's id."""
    asked: dict[str, pl.Expr] = {}
    for rule in rules:
        violated = rule.violated(criteria).fill_null(value=False)
        asked[rule.meta.id] = violated
        if rule.undecided is not None:
            undecided = rule.undecided(criteria).fill_null(value=False)
            asked[rule.meta.id + _UNDECIDED] = undecided & ~violated
    return asked


def _told(frame: pl.DataFrame) -> list[str]:
    """Without the registry's columns that the file does not have: they are no empty cells."""
    registered = {column.name for column in REGISTRY_COLUMNS}
    return [
        name
        for name in frame.columns
        if name not in registered or frame[name].null_count() < frame.height
    ]


def _as_text(rows: pl.DataFrame) -> list[Cells]:
    texts = rows.with_columns(pl.all().cast(pl.String).fill_null(""))
    return list(texts.iter_rows(named=True))


def _finding(rule: RecordRule, cells: Cells, *, undecided: bool) -> Finding:
    explanation = rule.explain(cells)
    return Finding(
        row=int(cells["row"]),
        device_code=cells["device_code"].strip(),
        rule=rule.meta.id,
        severity=rule.meta.severity,
        verdict=Verdict.UNKNOWN if undecided else Verdict.FAIL,
        field=rule.meta.field,
        value=explanation.value,
        message=explanation.message,
        suggestion=explanation.suggestion or rule.meta.remediation,
    )
