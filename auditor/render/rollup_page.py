"""A roll-up as one web page: the total, then every community (or group), the worst first.

A community leads to its own report where a link is given.  Same looks, same content security
policy as the report; the table sorts by a script and is complete without it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from auditor.render.html import page_environment, source_hash
from auditor.render.rollup import level_title
from auditor.rollup.choice import LeftOut
from auditor.rollup.counts import Node

__all__ = ["COMMUNITY", "Line", "lines", "render_rollup_page"]

COMMUNITY = "{community}"
"""What stands for a community's name in a link."""

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One community or group, where it lies, and the page of its own (empty without one)."""

    place: str
    node: Node
    link: str


def render_rollup_page(
    root: Node, left_out: Sequence[LeftOut], remarks: Sequence[str], *, link: str = ""
) -> str:
    """Return the page; ``link`` is a relative address that holds `COMMUNITY`."""
    environment = page_environment()
    script = environment.get_template("sort.js").render()
    found = tuple(lines(root, link=link))
    return environment.get_template("rollup.html.j2").render(
        root=root,
        lines=found,
        titles=tuple(result.rate.title for result in root.results),
        left_out=left_out,
        remarks=remarks,
        level_title=level_title,
        script=Markup(script),  # noqa: S704  our own file, rendered without any value
        script_source=f"'{source_hash(script)}'",
    )


def lines(node: Node, place: tuple[str, ...] = (), *, link: str = "") -> Iterator[Line]:
    """The leaves of the tree, each with the divisions above it; branches keep their order."""
    if not node.children:
        yield Line(" ".join(place), node, _link(node, link))
        return
    above = place if node.level == "total" else (*place, node.name)
    for child in node.children:
        yield from lines(child, above, link=link)


def _link(node: Node, link: str) -> str:
    """The name is quoted whole, so that it can lead to no other place.

    One of dots alone, or too long for a folder, has no link.
    """
    if node.level != "community" or not link or not node.name.strip("."):
        return ""
    if len(node.name) > _LONGEST_NAME:
        return ""
    return link.replace(COMMUNITY, quote(node.name, safe="", errors="replace"))
