"""``auditor rules``: what is judged, by which clause, and how to repair it."""

from typing import Annotated

import typer
from pydantic import TypeAdapter
from rich.table import Table

from auditor.cli.options import EXIT_MET, Format, plain_console, print_json
from auditor.considered import CONSIDERED
from auditor.declared.check import declared_rules
from auditor.declared.form import Form
from auditor.declared.rule import DeclaredRule
from auditor.discovery import all_rules
from auditor.errors import ConfigError
from auditor.registry.columns import REGISTRY_COLUMNS
from auditor.render.plain_text import visible
from auditor.render.rule_pages import example_text
from auditor.render.words import SEVERITIES
from auditor.rule import RecordRule, Rule, RuleMeta

__all__ = ["HELP", "command"]

HELP = """List the rules, or show one. An id without a rule of its own says what was decided.

Examples:

\b
  auditor rules
  auditor rules CODE-08
  auditor rules --format json
"""


def command(
    rule: Annotated[str | None, typer.Argument(help="A rule id, such as CODE-08.")] = None,
    output: Annotated[Format, typer.Option("--format", help="Output format.")] = Format.TEXT,
) -> int:
    """Show rules; see HELP."""
    if rule is not None and rule.upper() in CONSIDERED:
        _explain_absence(rule.upper(), output)
        return EXIT_MET
    chosen: tuple[Rule | DeclaredRule, ...] = (*all_rules(), *declared_rules())
    if rule is not None:
        chosen = tuple(known for known in chosen if known.meta.id == rule.upper())
        if not chosen:
            raise ConfigError(f"no rule {rule}; see: auditor rules")
    metas = tuple(known.meta for known in chosen)
    if output is Format.JSON:
        print_json(TypeAdapter(tuple[RuleMeta, ...]), metas)
    elif rule is not None:
        _show(chosen[0])
    else:
        _list(metas)
    return EXIT_MET


def _explain_absence(rule_id: str, output: Format) -> None:
    """Why there is no such rule."""
    decision = CONSIDERED[rule_id]
    if output is Format.JSON:
        absent = [{"id": rule_id, "decision": decision}]
        print_json(TypeAdapter(list[dict[str, str]]), absent)
    else:
        plain_console().print(f"{rule_id} 没有单独的规则：{decision}", soft_wrap=True)


def _show(rule: Rule | DeclaredRule) -> None:
    meta = rule.meta
    lines = [
        f"{meta.id} {meta.title}",
        f"级别：{SEVERITIES[meta.severity]}",
        f"字段：{_header(meta.field)}",
        f"依据：{'；'.join(str(clause) for clause in meta.clauses)}",
        f"规则集：{meta.rule_set.value}",
        f"整改：{meta.remediation}",
    ]
    if isinstance(rule, RecordRule):
        lines += [f"不合规的例子：{example_text(cells)}" for cells in rule.failing]
        lines += [f"合规的例子：{example_text(cells)}" for cells in rule.passing]
    if isinstance(rule, DeclaredRule):
        lines += [f"不合规的例子：{_answer(form)}" for form in rule.failing]
        lines += [f"合规的例子：{_answer(form)}" for form in rule.passing]
    plain_console().print("\n".join(lines), soft_wrap=True)


def _answer(form: Form) -> str:
    """The sentence of a form's example, with what the standard asks, on one line."""
    row = form.rows[0]
    return visible(f"“{row.answer.strip()}”（标准要求：{row.standard}）")


def _header(field: str) -> str:
    """The registry's own word for a field; measured ones have none."""
    return next((c.header for c in REGISTRY_COLUMNS if c.name == field), field)


def _list(metas: tuple[RuleMeta, ...]) -> None:
    table = Table(box=None, pad_edge=False)
    for title in ("规则", "级别", "问题", "依据"):
        table.add_column(title, overflow="fold")
    for meta in metas:
        clauses = "；".join(str(clause) for clause in meta.clauses)
        table.add_row(meta.id, str(SEVERITIES[meta.severity]), meta.title, clauses)
    plain_console().print(table)
