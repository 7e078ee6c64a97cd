"""From communities to the province: a tree of sums, worst children first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditor.model import IndicatorResult, RateVerdict
from auditor.policy import STANDARD_POLICY, Policy
from auditor.render.conclusion import overall
from auditor.rollup.counts import Node, Part, add_results
from auditor.rollup.groups import as_shown
from auditor.rollup.place import Place

__all__ = ["UNPLACED", "Located", "build_tree", "group_node"]

UNPLACED = ("unplaced", "", "未注明行政区划")
_TOTAL = ("total", "", "合计")
_ORDER = (RateVerdict.MISSES, RateVerdict.INCONCLUSIVE, RateVerdict.MEETS)

_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A community's results and where it is."""

    part: Part
    place: Place


def build_tree(communities: Iterable[Located], policy: Policy = STANDARD_POLICY) -> Node:
    """The total over all communities, divided by province, city, county, street, community."""
    leaves = [(one.place.chain or (UNPLACED,), _community(one.part, policy)) for one in communities]
    return _division(_TOTAL, leaves, policy)


def group_node(
    level: str,
    groups: Mapping[str, tuple[IndicatorResult, ...]],
    policy: Policy = STANDARD_POLICY,
) -> Node:
    """The total over groups of the same members, such as makers; communities are not counted."""
    children = [
        _node((level, "", name), tuple(as_shown(one, level) for one in results), ())
        for name, results in groups.items()
    ]
    total = add_results(groups.values(), policy)
    return _node(_TOTAL, total, children)


def _division(key: _Key, leaves: Sequence[tuple[tuple[_Key, ...], Node]], policy: Policy) -> Node:
    below: dict[_Key, list[tuple[tuple[_Key, ...], Node]]] = {}
    children = []
    for chain, leaf in leaves:
        if chain:
            below.setdefault(chain[0], []).append((chain[1:], leaf))
        else:
            children.append(leaf)
    children += [_division(next_key, inner, policy) for next_key, inner in below.items()]
    total = add_results((child.results for child in children), policy)
    return _node(key, total, children)


def _community(part: Part, policy: Policy) -> Node:
    results = add_results([part.results], policy)
    verdict = overall(results)
    return Node(
        level="community",
        code="",
        name=part.community,
        results=results,
        verdict=verdict,
        communities=1,
        meets=int(verdict is RateVerdict.MEETS),
        misses=int(verdict is RateVerdict.MISSES),
        undecided=int(verdict not in (RateVerdict.MEETS, RateVerdict.MISSES)),
    )


def _node(key: _Key, results: tuple[IndicatorResult, ...], children: Sequence[Node]) -> Node:
    level, code, name = key
    return Node(
        level=level,
        code=code,
        name=name,
        results=results,
        verdict=overall(results),
        communities=sum(child.communities for child in children),
        meets=sum(child.meets for child in children),
        misses=sum(child.misses for child in children),
        undecided=sum(child.undecided for child in children),
        children=tuple(sorted(children, key=_worst_first)),
    )


def _worst_first(node: Node) -> tuple[int, int, int, str, str]:
    """By verdict, then by those that failed for certain; names make the order total."""
    place = _ORDER.index(node.verdict) if node.verdict in _ORDER else len(_ORDER)
    rates = [result.rate for result in node.results]
    failed = sum(rate.of - rate.met - rate.unknown for rate in rates)
    return place, -node.misses, -failed, node.code, node.name
