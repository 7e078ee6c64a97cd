import lxml.html

from auditor.aggregate import judge_rate
from auditor.model import IndicatorResult
from auditor.render.rollup_page import Line, lines, render_rollup_page
from auditor.rollup.choice import LeftOut
from auditor.rollup.counts import Node, Part
from auditor.rollup.place import Place
from auditor.rollup.tree import Located, build_tree, group_node
from tests.auditor.render import builders
from tests.auditor.render.hostile import HOSTILE
from tests.auditor.render.parsing import select, texts

COUNTY = ("county", "370902", "泰山区")


def result(met: int) -> IndicatorResult:
    return judge_rate(builders.rate(met=met), 95)


def located(name: str, met: int) -> Located:
    part = Part(community=name, round_id="r", results=(result(met),))
    return Located(part=part, place=Place(chain=(COUNTY,), note=""))


def tree(*names: str) -> Node:
    return build_tree([located(name, 20 - 2 * at) for at, name in enumerate(names)])


def page(root: Node, **more: str) -> lxml.html.HtmlElement:
    absent = LeftOut(community="丙社区", round_id="r3", reason="轮次未完成")
    return lxml.html.document_fromstring(render_rollup_page(root, (absent,), ("说明一",), **more))


def test_the_worst_community_comes_first_with_its_place_and_link() -> None:
    found = tuple(lines(tree("甲社区", "乙 社区"), link="../{community}/index.html"))

    assert [(line.place, line.node.name, line.link) for line in found] == [
        ("泰山区", "乙 社区", "../%E4%B9%99%20%E7%A4%BE%E5%8C%BA/index.html"),
        ("泰山区", "甲社区", "../%E7%94%B2%E7%A4%BE%E5%8C%BA/index.html"),
    ]


def test_a_name_cannot_lead_anywhere_else() -> None:
    found = lines(tree("..", "a/../b", "javascript:x"), link="{community}/index.html")

    assert sorted(line.link for line in found) == [
        "",
        "a%2F..%2Fb/index.html",
        "javascript%3Ax/index.html",
    ]


def test_groups_have_neither_place_nor_link() -> None:
    root = group_node("maker", {"1": (result(20),), "2": (result(3),)})

    assert [
        (line.place, line.node.name, line.link) for line in lines(root, link="{community}")
    ] == [
        ("", "2", ""),
        ("", "1", ""),
    ]


def test_one_node_alone_is_its_own_line() -> None:
    empty = build_tree([])

    assert tuple(lines(empty)) == (Line("", empty, ""),)


def test_the_page_tells_total_parts_and_who_is_left_out() -> None:
    found = page(tree("甲社区", "乙社区"))

    assert texts(select(found, "//dl[@class='facts']//dd")) == [
        "2 个：达标 1，不达标 1，未定 0",
        "1 个",
    ]
    (total,) = select(found, "//table[contains(@class, 'rates')]/tbody/tr")
    assert texts(total.xpath("*")) == [
        *("摄像机完好率", "38 / 40", "0", "95.0%", "95%", "还可再有 0 路不合格", "√达标"),
    ]
    rows = [texts(row.xpath("*")) for row in select(found, "//*[@id='parts']//tbody/tr")]
    assert rows == [
        ["1", "乙社区", "泰山区", "×不达标", "×不达标 18 / 20 90.0%"],
        ["2", "甲社区", "泰山区", "√达标", "√达标 20 / 20 100.0%"],
    ]
    assert texts(select(found, "//*[@id='left-out']//tbody/tr/*")) == ["丙社区", "r3", "轮次未完成"]
    assert select(found, "//a[not(starts-with(@href, '#'))]") == []


def test_hostile_names_stay_text() -> None:
    found = page(tree(*HOSTILE), link="{community}/index.html")

    assert len(select(found, "//script")) == 1
    assert select(found, "//*[@onerror or @onload or @onmouseover]") == []
    links = [str(link) for link in select(found, "//a/@href[not(starts-with(., '#'))]")]
    assert all(link.endswith("/index.html") and link.count("/") == 1 for link in links)
