"""The pages on disk say what the rules say, and every rule has one."""

import re
from pathlib import Path

import pytest

from auditor.clauses import CODE_STRUCTURE
from auditor.discovery import all_rules
from auditor.model import Severity
from auditor.render import rule_pages as module
from auditor.render.rule_pages import example_text, rule_pages, write_pages
from auditor.rule import Group, ObservationRule, RecordRule, RuleMeta

FOLDER = Path(__file__).parents[3] / "docs/rules"
ROW = re.compile(r"(?<!\\)\|")


def test_the_pages_on_disk_are_those_of_the_rules() -> None:
    on_disk = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert on_disk == rule_pages(), "run: make rule-pages"


def test_every_rule_has_a_page_and_a_line_of_the_index() -> None:
    pages = rule_pages()
    ids = [rule.meta.id for rule in all_rules()]
    assert set(pages) == {"README.md", *(f"{each}.md" for each in ids)}
    listed = re.findall(r"^\| \[(.+?)\]\(\1\.md\) \|", pages["README.md"], re.MULTILINE)
    assert sorted(listed) == ids
    assert f"共 {len(ids)} 条" in pages["README.md"]


@pytest.mark.parametrize("name", sorted(rule_pages()))
def test_every_table_row_has_the_cells_of_its_table(name: str) -> None:
    rows = [line for line in rule_pages()[name].splitlines() if line.startswith("|")]
    wanted = 5 if name == "README.md" else 3
    assert rows
    assert {len(ROW.findall(row)) for row in rows} == {wanted}


def test_a_page_in_full() -> None:
    assert rule_pages()["CODE-02.md"].splitlines()[:12] == [
        "<!-- Made by `make rule-pages` from the rules; edit the rule, not this page. -->",
        "",
        "# CODE-02 设备编码不是20位数字",
        "",
        "| | |",
        "| --- | --- |",
        "| 级别 | 错误 |",
        "| 字段 | 设备编码（`device_code`） |",
        "| 依据 | GB/T 28181-2022 6.1.1；GB/T 28181-2022 附录E.1 |",
        "| 规则集 | base |",
        next(line for line in rule_pages()["CODE-02.md"].splitlines() if "整改" in line),
        "",
    ]


def test_only_record_rules_have_examples_as_cells() -> None:
    pages = rule_pages()
    for rule in all_rules():
        has_examples = "## 不合规的例子" in pages[f"{rule.meta.id}.md"]
        assert has_examples is isinstance(rule, RecordRule)


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ({}, "与正确记录一致"),
        ({"name": ""}, "设备名称（`name`） = （空）"),
        ({"name": "a`b"}, "设备名称（`name`） = `` a`b ``"),
        ({"name": "a\u200bb\nc"}, "设备名称（`name`） = `a[U+200B]b c`"),
        ({"area_distance_m": "800"}, "`area_distance_m` = `800`"),
        ({"maker": "1", "name": "b"}, "设备厂商（`maker`） = `1`，设备名称（`name`） = `b`"),
    ],
)
def test_what_differs_is_shown(cells: dict[str, str], shown: str) -> None:
    assert example_text(cells) == shown


def test_a_bar_or_a_line_break_in_a_cell_breaks_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    meta = RuleMeta(
        id="CODE-99",
        title="甲|乙\n丙",
        severity=Severity.INFO,
        group=Group.CODE,
        field="name",
        clauses=(CODE_STRUCTURE,),
        remediation="改为 a|b",
    )
    known = next(rule for rule in all_rules() if isinstance(rule, ObservationRule))
    rule = ObservationRule(meta=meta, judge=known.judge, passing=(), failing=())
    monkeypatch.setattr(module, "all_rules", lambda: (rule,))
    pages = rule_pages()
    assert "| 整改 | 改为 a\\|b |" in pages["CODE-99.md"].splitlines()
    (line,) = [line for line in pages["README.md"].splitlines() if "CODE-99" in line]
    assert line.startswith("| [CODE-99](CODE-99.md) | 提示 | 甲\\|乙 丙 | ")


def test_pages_of_rules_that_are_no_more_are_removed(tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "rules"
    write_pages(folder)
    (folder / "CODE-99.md").write_text("old", encoding="utf-8")
    (folder / "CODE-02.md").write_text("edited", encoding="utf-8")
    write_pages(folder)
    assert {
        path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()
    } == rule_pages()
