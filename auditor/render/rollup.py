"""A roll-up as rows: one a node and rate, indented by depth for the console, flat for CSV."""

from collections.abc import Iterator

from auditor.model import IndicatorResult
from auditor.policy import JudgedOn
from auditor.render import figures
from auditor.render.vocabulary.column import Cell
from auditor.render.words import rate_word
from auditor.rollup.counts import Node

__all__ = ["ROLLUP_COLUMNS", "level_title", "rollup_rows", "walk"]

ROLLUP_COLUMNS = (
    "层级",
    "代码",
    "名称",
    "社区数",
    "达标社区",
    "不达标社区",
    "未定社区",
    "指标",
    "分母",
    "合格",
    "未知",
    "免考核",
    "免考核中合格",
    "免考核中未知",
    "判定依据",
    "比率",
    "阈值",
    "结论",
)
_LEVELS = {
    "total": "合计",
    "province": "省",
    "city": "市",
    "county": "县（市、区）",
    "street": "街道（乡镇）",
    "community": "社区",
    "unplaced": "未注明",
    "maker": "设备厂商",
    "network": "联网属性",
    "point-type": "监控点位类型",
    "class": "关键位置类别",
}


def level_title(level: str) -> str:
    """A node's level in the reader's words."""
    return _LEVELS.get(level, level)


def walk(node: Node, depth: int = 0) -> Iterator[tuple[int, Node]]:
    """The node and all below it, each with its depth."""
    yield depth, node
    for child in node.children:
        yield from walk(child, depth + 1)


def rollup_rows(root: Node) -> Iterator[tuple[Cell, ...]]:
    """One row a node and rate."""
    for _, node in walk(root):
        for result in node.results:
            yield (*_node_cells(node), *_rate_cells(result))


def _node_cells(node: Node) -> tuple[Cell, ...]:
    counts = (node.communities, node.meets, node.misses, node.undecided)
    return (level_title(node.level), node.code, node.name, *counts)


def _rate_cells(result: IndicatorResult) -> tuple[Cell, ...]:
    rate = result.rate
    return (
        rate.title,
        rate.of,
        rate.met,
        rate.unknown,
        rate.excluded,
        rate.excluded_met,
        rate.excluded_unknown,
        JudgedOn(result.judged_on).label,
        figures.interval(rate),
        figures.judged_threshold(result),
        rate_word(result.verdict).text,
    )
