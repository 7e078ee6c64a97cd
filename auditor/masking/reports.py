"""A report as it may leave the office.  Pure; the store keeps the whole one.

What a field is decides what is hidden of it: an address loses its host, a position its decimals,
and words lose the addresses and phones in them.  Device codes are never touched.  The ids of
findings must be made before: they rest on what is hidden here.
"""

import functools
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from auditor.changes import Changed
from auditor.masking.texts import (
    mask_address_cell,
    mask_addresses,
    mask_phones,
    mask_position_cell,
    mask_positions,
)
from auditor.model import (
    CameraResult,
    Chosen,
    Finding,
    IndicatorResult,
    ListedExclusion,
    Member,
    Rate,
    Report,
)
from auditor.records import Camera, KeyLocation

__all__ = ["mask_words", "masked", "masked_camera", "masked_changes", "masked_finding"]

_ADDRESS_FIELDS = frozenset({"ipv4", "ipv6", "catalog_ip"})
_POSITION_FIELDS = frozenset({"longitude", "latitude"})
_POSITION_RULES = "GEO-"
# What is quoted there are digits of codes, and some of those look like phones.
_CODE_RULES = ("CODE-", "DIV-")


_Part = TypeVar("_Part", CameraResult, Finding, Member)
_KNOWN_TEXTS = 10_000


def masked(report: Report) -> Report:
    """The report with addresses, phones and exact positions hidden."""
    return replace(
        report,
        community=mask_words(report.community),
        results=tuple(map(_result, report.results)),
        by_class=tuple(map(_result, report.by_class)),
        beside=tuple(map(_rate, report.beside)),
        cameras=tuple(map(_camera_result, report.cameras)),
        key_locations=tuple(map(_location, report.key_locations)),
        findings=tuple(map(masked_finding, report.findings)),
        row_errors=tuple(
            replace(error, message=mask_words(error.message)) for error in report.row_errors
        ),
        notes=tuple(map(mask_words, report.notes)),
        alarms=tuple(map(mask_words, report.alarms)),
        exclusions=tuple(map(_exclusion, report.exclusions)),
        chosen=_chosen(report.chosen) if report.chosen else None,
    )


@functools.lru_cache(_KNOWN_TEXTS)
def mask_words(text: str) -> str:
    """Free text without addresses and phones; a large report repeats its words."""
    return mask_phones(mask_addresses(text))


def masked_changes(changed: Iterable[Changed]) -> tuple[Changed, ...]:
    """The lines of the comparison with what is private hidden."""
    return tuple(
        replace(one, name=mask_words(one.name), key_location_id=mask_words(one.key_location_id))
        for one in changed
    )


def masked_camera(camera: Camera) -> Camera:
    """A camera without its host, its exact position, and phones in its texts."""
    return replace(
        camera,
        name=mask_words(camera.name),
        address=mask_words(camera.address),
        community=mask_words(camera.community),
        key_location_id=mask_words(camera.key_location_id),
        longitude=mask_position_cell(camera.longitude),
        latitude=mask_position_cell(camera.latitude),
        host=mask_address_cell(camera.host),
        onvif_uri=_uri(camera.onvif_uri),
        stream_uri=_uri(camera.stream_uri),
        sub_stream_uri=_uri(camera.sub_stream_uri),
    )


def masked_finding(finding: Finding) -> Finding:
    """A finding with what its field makes private hidden, and addresses wherever quoted."""
    words = _words_of(finding)
    return _with(
        finding,
        value=_value(finding, words),
        message=words(finding.message),
        suggestion=words(finding.suggestion),
        waiver=mask_words(finding.waiver),
    )


def _with(part: _Part, **masked: object) -> _Part:
    """With these values; itself where nothing is hidden, so that it is not held twice."""
    same = all(getattr(part, name) == value for name, value in masked.items())
    return part if same else replace(part, **masked)  # type: ignore[arg-type]  # by its own fields


def _words_of(finding: Finding) -> Callable[[str], str]:
    """How the sentences of this finding are masked."""
    if finding.rule.startswith(_CODE_RULES):
        return mask_addresses
    if finding.field in _POSITION_FIELDS or finding.rule.startswith(_POSITION_RULES):
        return lambda text: mask_positions(mask_addresses(text))
    return mask_words


def _value(finding: Finding, words: Callable[[str], str]) -> str:
    if finding.field in _ADDRESS_FIELDS:
        return mask_address_cell(finding.value)
    if finding.field in _POSITION_FIELDS:
        return ", ".join(mask_position_cell(part) for part in finding.value.split(", "))
    return words(finding.value)


def _uri(uri: str | None) -> str | None:
    return None if uri is None else mask_words(uri)


def _camera_result(result: CameraResult) -> CameraResult:
    return replace(
        result,
        camera=masked_camera(result.camera),
        reason=mask_words(result.reason),
        exchange=tuple(map(mask_words, result.exchange)),
    )


def _chosen(chosen: Chosen) -> Chosen:
    return replace(chosen, selectors=tuple(map(mask_words, chosen.selectors)))


def _location(location: KeyLocation) -> KeyLocation:
    return replace(
        location,
        id=mask_words(location.id),
        community=mask_words(location.community),
        class_text=mask_words(location.class_text),
        name=mask_words(location.name),
        longitude=mask_position_cell(location.longitude),
        latitude=mask_position_cell(location.latitude),
    )


def _result(result: IndicatorResult) -> IndicatorResult:
    return replace(result, rate=_rate(result.rate))


def _rate(rate: Rate) -> Rate:
    return replace(rate, members=tuple(map(_member, rate.members)))


def _member(member: Member) -> Member:
    return _with(
        member,
        key=mask_words(member.key),
        label=mask_words(member.label),
        reason=mask_words(member.reason),
        exclusion=mask_words(member.exclusion),
    )


def _exclusion(item: ListedExclusion) -> ListedExclusion:
    return replace(
        item,
        label=mask_words(item.label),
        reason=mask_words(item.reason),
        approver=mask_words(item.approver),
        reference=mask_words(item.reference),
        problems=tuple(map(mask_words, item.problems)),
    )
