"""A round's rates divided by maker, network, point type or key-location class.

Every member of a rate is in exactly one group: who belongs to none stands under 未注明.
"""

import enum
from collections.abc import Iterable
from dataclasses import replace

from auditor.aggregate import count_anew
from auditor.model import IndicatorResult, Member, RateVerdict, Report
from auditor.policy import STANDARD_POLICY, Policy
from auditor.records import Camera
from auditor.rollup.counts import add_results

__all__ = ["SEVERAL", "UNSTATED", "Grouping", "as_shown", "group_results"]

UNSTATED = "未注明"
SEVERAL = "多种"
_NO_COVERAGE = "覆盖率以应建关键位置为分母，只按区划或位置类别判定；此处仅列数"
_OF_LOCATIONS = frozenset({"coverage_rate", "proved_coverage_rate"})


class Grouping(enum.StrEnum):
    """By what cameras are divided; a column of the registry, or the class of the location."""

    MAKER = "maker"
    NETWORK = "network"
    POINT_TYPE = "point-type"
    CLASS = "class"


def group_results(
    reports: Iterable[Report], grouping: Grouping, policy: Policy = STANDARD_POLICY
) -> dict[str, tuple[IndicatorResult, ...]]:
    """The judged sums of each group over all reports, by the group's name as registered."""
    found: dict[str, list[tuple[IndicatorResult, ...]]] = {}
    for report in reports:
        by_camera, by_location = (
            _camera_groups(report, grouping),
            _location_groups(report, grouping),
        )
        for result in report.results:
            is_location = result.rate.indicator in _OF_LOCATIONS
            for name, part in _divided(result, by_location if is_location else by_camera).items():
                found.setdefault(name, []).append((part,))
    return {name: add_results(parts, policy) for name, parts in sorted(found.items())}


def as_shown(result: IndicatorResult, level: str) -> IndicatorResult:
    """One group's result; coverage by camera columns is counted and not judged.

    A location without a camera has no maker, so a maker's coverage could never miss.
    """
    if level == Grouping.CLASS.value or result.rate.indicator not in _OF_LOCATIONS:
        return result
    return replace(
        result,
        verdict=RateVerdict.NOT_APPLICABLE,
        threshold=None,
        standard_threshold=None,
        tolerance=None,
        readings=(),
        reason=_NO_COVERAGE,
    )


def _divided(result: IndicatorResult, groups: dict[str, str]) -> dict[str, IndicatorResult]:
    members: dict[str, list[Member]] = {}
    for member in result.rate.members:
        members.setdefault(groups.get(member.key) or UNSTATED, []).append(member)
    return {
        name: replace(result, rate=count_anew(result.rate, own)) for name, own in members.items()
    }


def _camera_groups(report: Report, grouping: Grouping) -> dict[str, str]:
    cameras = [result.camera for result in report.cameras]
    if grouping is not Grouping.CLASS:
        return {str(camera.row): _column(camera, grouping) for camera in cameras}
    classes = _classes(report)
    return {str(camera.row): classes.get(camera.key_location_id, "") for camera in cameras}


def _location_groups(report: Report, grouping: Grouping) -> dict[str, str]:
    """A location belongs to the group of its cameras; to 多种 where they differ."""
    if grouping is Grouping.CLASS:
        return _classes(report)
    seen: dict[str, set[str]] = {}
    for result in report.cameras:
        camera = result.camera
        seen.setdefault(camera.key_location_id, set()).add(_column(camera, grouping))
    return {key: SEVERAL if len(names) > 1 else min(names) for key, names in seen.items()}


def _classes(report: Report) -> dict[str, str]:
    return {location.id: location.location_class.label for location in report.key_locations}


def _column(camera: Camera, grouping: Grouping) -> str:
    if grouping is Grouping.MAKER:
        return camera.maker.strip()
    return (camera.networking if grouping is Grouping.NETWORK else camera.point_type).strip()
