"""The pages of docs/rules, one a rule and an index, made from the rules themselves.

`make rule-pages` writes them; a test refuses pages that do not say what the rules say.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from auditor.discovery import all_rules
from auditor.registry.columns import REGISTRY_COLUMNS
from auditor.render.plain_text import visible
from auditor.render.words import SEVERITIES
from auditor.rule import Group, RecordRule, Rule, RuleMeta

__all__ = ["example_text", "rule_pages", "write_pages"]

_NOTE = "<!-- Made by `make rule-pages` from the rules; edit the rule, not this page. -->"
_GROUPS = {
    Group.CODE: "编码",
    Group.NAME: "名称",
    Group.DIVISION: "行政区划",
    Group.POSITION: "经纬度",
    Group.CATALOG: "目录项",
    Group.ARCHIVE: "档案",
    Group.NETWORK: "联网",
    Group.STREAM: "视频流",
    Group.PICTURE: "画面",
    Group.OSD: "字符叠加",
}


def rule_pages() -> dict[str, str]:
    """File name → Markdown of every page."""
    pages = {f"{rule.meta.id}.md": _page(rule) for rule in all_rules()}
    return {"README.md": _index(all_rules()), **pages}


def write_pages(folder: Path) -> None:
    """Write every page and remove those of rules that are no more."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = rule_pages()
    for stale in {path.name for path in folder.glob("*.md")} - set(pages):
        (folder / stale).unlink()
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")


def _index(rules: tuple[Rule, ...]) -> str:
    lines = [_NOTE, "", "# 规则", "", f"共 {len(rules)} 条。`auditor rules 编号` 给出同样的内容。"]
    for group, title in _GROUPS.items():
        members = [rule.meta for rule in rules if rule.meta.group is group]
        if members:
            lines += ["", f"## {title}（{group.value}）", "", "| 规则 | 级别 | 问题 | 依据 |"]
            lines += ["| --- | --- | --- | --- |", *(_line(meta) for meta in members)]
    return "\n".join(lines) + "\n"


def _line(meta: RuleMeta) -> str:
    level, clauses = SEVERITIES[meta.severity].text, "；".join(map(str, meta.clauses))
    return _table_row(f"[{meta.id}]({meta.id}.md)", level, meta.title, clauses)


def _page(rule: Rule) -> str:
    meta = rule.meta
    facts = (
        ("级别", SEVERITIES[meta.severity].text),
        ("字段", _header(meta.field)),
        ("依据", "；".join(map(str, meta.clauses))),
        ("规则集", meta.rule_set.value),
        ("整改", meta.remediation),
    )
    lines = [_NOTE, "", f"# {meta.id} {meta.title}", "", "| | |", "| --- | --- |"]
    lines += [_table_row(name, text) for name, text in facts]
    if isinstance(rule, RecordRule):
        lines += _examples("不合规的例子", rule.failing)
        lines += _examples("合规的例子", rule.passing)
    return "\n".join(lines) + "\n"


def _table_row(*cells: str) -> str:
    """A row of a table; what would end a cell or the row is kept from doing so."""
    shown = (visible(cell).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(shown)} |"


def _header(name: str) -> str:
    """The registry's own word for a field, with ours; measured ones have none."""
    header = next((c.header for c in REGISTRY_COLUMNS if c.name == name), "")
    return f"{header}（`{name}`）" if header else f"`{name}`"


def _examples(title: str, examples: tuple[Mapping[str, str], ...]) -> list[str]:
    return ["", f"## {title}", "", *(f"- {example_text(cells)}" for cells in examples)]


def example_text(cells: Mapping[str, str]) -> str:
    """What differs from a correct record, as one line of Markdown (Chinese)."""
    if not cells:
        return "与正确记录一致"
    return "，".join(f"{_header(name)} = {_code(cells[name])}" for name in cells)


def _code(text: str) -> str:
    """A cell as code; empty ones, and unseen characters, are said in words."""
    if not text:
        return "（空）"
    shown = visible(text)
    return f"`` {shown} ``" if "`" in shown else f"`{shown}`"


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
