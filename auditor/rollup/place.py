"""Where a community is: the most detailed division that its cameras' codes agree on.

Codes that no list of today knows say nothing.  Disagreement leaves the common ancestor.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from auditor.records import Camera
from gb28181.divisions import division_table
from gb28181.townships import townships

__all__ = ["Place", "place_of"]

_COUNTY = 6
_STREET = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """``chain`` is (level, code, name) from the province down; ``note`` (Chinese) or empty."""

    chain: tuple[tuple[str, str, str], ...]
    note: str = ""


def place_of(cameras: Iterable[Camera]) -> Place:
    """The place that the division column and the first six digits of the codes agree on."""
    written = {text for camera in cameras for text in _divisions(camera)}
    found = {chain for chain in map(_chain, sorted(written)) if chain}
    # A county beside one of its streets is no disagreement: the street says more.
    leaves = [one for one in found if not any(_is_above(one, other) for other in found)]
    if not leaves:
        return Place(chain=(), note="摄像机编码与行政区域均未给出现行行政区划")
    if len(leaves) == 1:
        return Place(chain=leaves[0])
    common = tuple(steps[0] for steps in zip(*leaves, strict=False) if len(set(steps)) == 1)
    names = "、".join(sorted(leaf[-1][2] for leaf in leaves))
    return Place(chain=common, note=f"摄像机登记的行政区划不一致（{names}），按共同上级汇总")


def _divisions(camera: Camera) -> tuple[str, str]:
    return camera.division.strip(), camera.device_code.strip()[:_COUNTY]


def _is_above(upper: tuple[object, ...], lower: tuple[object, ...]) -> bool:
    return len(upper) < len(lower) and lower[: len(upper)] == upper


def _chain(text: str) -> tuple[tuple[str, str, str], ...]:
    """The existing divisions from the province down to ``text``; empty when not known."""
    if len(text) < _COUNTY or not (text.isascii() and text.isdigit()):
        return ()
    county, names = text[:_COUNTY], division_table().names
    if county not in names:
        return ()
    codes = dict.fromkeys((f"{county[:2]}0000", f"{county[:4]}00", county))
    upper = tuple((_level(code), code, names[code]) for code in codes if code in names)
    street = text[:_STREET]
    name = townships().civil.name(street) if len(street) == _STREET else None
    return upper if name is None else (*upper, ("street", street, name))


def _level(code: str) -> str:
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"
