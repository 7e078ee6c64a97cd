"""The pages of docs/indicators, one a rate and an index, made from the indicators themselves.

`make indicator-pages` writes them; a test refuses pages that do not say what the indicators say.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from auditor.discovery import all_indicators
from auditor.indicator import Indicator

__all__ = ["Explained", "explained", "indicator_pages", "write_pages"]

_NOTE = "<!-- Made by `make indicator-pages` from the indicators; edit the indicator, not this page. -->"
_INTRO = (
    "官方没有公布指标 4 各率的公式，以下是本程序声明的口径。判定只用整数：达标 ⇔ 分子 × 100 ≥ 阈值 × 分母。"
    "分母为 0 时没有比率，既不是 0%，也不是 100%。`auditor indicators 标识` 给出同样的内容。"
)
_FORMULA = "分子 ÷ 分母；有未知时为区间：分子 ÷ 分母 至（分子 + 未知）÷ 分母"
_CAMERAS = "净值剔除有效免考核（拆除、停用、在建、检修报备、停电报备）的摄像机；按全量判定，方案另有规定的除外"
_LOCATIONS = "分母是关键位置，摄像机的免考核不剔除关键位置"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A rate in words (Chinese); ``judged`` tells whether a profile may give it a threshold."""

    id: str
    title: str
    version: int
    formula: str
    denominator: str
    numerator: str
    unknown: str
    exclusions: str
    by_class: bool
    judged: bool

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Name and text of each line of a page."""
        return (
            ("版本", f"第 {self.version} 版"),
            ("公式", self.formula),
            ("分母", self.denominator),
            ("分子", self.numerator),
            ("未知", self.unknown),
            ("免考核", self.exclusions),
            ("分类别", "按关键位置类别另计" if self.by_class else "不分类别"),
            ("判定", "与方案的阈值比较" if self.judged else "只列数据，不作判定"),
        )


def explained(indicator: Indicator) -> Explained:
    """What the indicator says of itself."""
    return Explained(
        id=indicator.id,
        title=indicator.title,
        version=indicator.version,
        formula=_FORMULA,
        denominator=indicator.denominator,
        numerator=indicator.numerator,
        unknown=indicator.unknown,
        exclusions=_CAMERAS if indicator.of_cameras else _LOCATIONS,
        by_class=indicator.by_class,
        judged=not indicator.beside,
    )


def indicator_pages() -> dict[str, str]:
    """File name → Markdown of every page."""
    known = tuple(explained(indicator) for indicator in all_indicators())
    return {"README.md": _index(known), **{f"{each.id}.md": _page(each) for each in known}}


def write_pages(folder: Path) -> None:
    """Write every page and remove those of rates that are no more."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = indicator_pages()
    for stale in {path.name for path in folder.glob("*.md")} - set(pages):
        (folder / stale).unlink()
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")


def _index(known: tuple[Explained, ...]) -> str:
    lines = [_NOTE, "", "# 指标", "", _INTRO, "", "| 标识 | 名称 | 版本 | 分母 |"]
    lines += ["| --- | --- | --- | --- |"]
    lines += [f"| [{e.id}]({e.id}.md) | {e.title} | {e.version} | {e.denominator} |" for e in known]
    return "\n".join(lines) + "\n"


def _page(each: Explained) -> str:
    lines = [_NOTE, "", f"# {each.title}（`{each.id}`）", "", "| | |", "| --- | --- |"]
    lines += [f"| {name} | {text} |" for name, text in each.facts]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
