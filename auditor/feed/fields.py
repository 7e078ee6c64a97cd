"""What a column of a table can show: names for the document's values, one set a kind of row.

A share is exact until a column says how it is shown.  With unknown members there is no share:
the one cell of a template can't hold an interval, and its lower end would call cameras bad.
"""

import enum
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from auditor.feed.document import CameraPart, Document, RatePart
from auditor.model import CameraState, RateVerdict
from auditor.policy import JudgedOn
from auditor.records import DeviceStatus
from auditor.render.words import DEVICE_STATUSES, STATES, level_title, rate_word, scope_title

__all__ = ["Row", "Rows", "Share", "Value", "known_fields", "rows"]


class Rows(enum.StrEnum):
    """What one row of a table is."""

    ROUND = "round"
    RATES = "rates"
    CAMERAS = "cameras"


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` of ``whole``; ``whole`` is not 0."""

    part: int
    whole: int


Value = str | int | bool | Share | datetime | None
Row = dict[str, Value]

_CONCLUSIVE = frozenset(state.value for state in CameraState if state.is_conclusive)


def rows(document: Document, kind: Rows) -> list[Row]:
    """The rows of a table in the document's order; each has all fields of its kind."""
    common = _round(document)
    match kind:
        case Rows.ROUND:
            own: list[Row] = [_by_rate(document)]
        case Rows.RATES:
            judged = (*document.rates, *document.rates_by_class, *document.rates_beside)
            own = [dict(_rate("rate", rate)) for rate in judged]
        case Rows.CAMERAS:
            own = [_camera(camera) for camera in document.cameras]
    return [common | row | {"row.number": number} for number, row in enumerate(own, start=1)]


def known_fields(document: Document, kind: Rows) -> frozenset[str]:
    """The names that a column may take, also when there is no row."""
    own: set[str] = {"row.number"} | set(_round(document))
    if kind is Rows.ROUND:
        return frozenset(own | set(_by_rate(document)))
    sample: Row = dict(_rate("rate", _ANY_RATE)) if kind is Rows.RATES else _camera(_ANY_CAMERA)
    return frozenset(own | set(sample))


def _round(document: Document) -> Row:
    registered = [c for c in document.cameras if c.device_status != DeviceStatus.REMOVED.value]
    answered = sum(camera.answered for camera in registered)
    concluded = sum(camera.state in _CONCLUSIVE for camera in registered)
    undecided = sum(not c.answered and c.state not in _CONCLUSIVE for c in registered)
    online = Share(answered, len(registered)) if registered and not undecided else None
    return {
        "schema": document.schema,
        "round.id": document.round.id,
        "round.started_at": datetime.fromisoformat(document.round.started_at),
        "round.ended_at": datetime.fromisoformat(document.round.ended_at),
        "round.complete": document.round.complete,
        "scheme.profile": document.scheme.profile,
        "scheme.title": document.scheme.title,
        "scheme.level": document.scheme.level,
        "scheme.level_text": level_title(document.scheme.level),
        "scheme.edition": document.scheme.edition,
        "scheme.policy_version": document.scheme.policy_version,
        "scheme.policy": "；".join(document.scheme.policy),
        "community.name": document.community.name,
        "community.division": document.community.division,
        "cameras.registered": len(registered),
        "cameras.concluded": concluded,
        "cameras.answered": answered,
        "cameras.answered_share": online,
        "source.tool_version": document.source.tool_version,
        "source.divisions_as_of": document.source.divisions_as_of,
        "source.registry_sha256": document.source.registry_sha256,
        "source.key_locations_sha256": document.source.key_locations_sha256,
        "evidence.pictures": document.evidence.pictures,
        "evidence.pictures_sha256": document.evidence.pictures_sha256,
        "evidence.manifest_sha256": document.evidence.manifest_sha256,
        **{f"lists.{name}": value for name, value in asdict(document.lists).items()},
    }


def _by_rate(document: Document) -> Row:
    """Every rate's fields under its own id: ``health_rate.met``."""
    judged = (*document.rates, *document.rates_beside)
    return {name: value for rate in judged for name, value in _rate(rate.id, rate)}


def _rate(prefix: str, rate: RatePart) -> Iterator[tuple[str, Value]]:
    own: Row = {name: value for name, value in asdict(rate).items() if name != "schema"}
    own["scope_text"] = scope_title(rate.scope)
    own["concluded"] = rate.of - rate.unknown
    own["not_met"] = rate.of - rate.met - rate.unknown
    own["share"] = Share(rate.met, rate.of) if rate.of and not rate.unknown else None
    own["lowest_share"] = Share(rate.met, rate.of) if rate.of else None
    own["highest_share"] = Share(rate.met + rate.unknown, rate.of) if rate.of else None
    net_of, net_met = rate.of - rate.excluded, rate.met - rate.excluded_met
    own["net_of"], own["net_met"] = net_of, net_met
    own["net_unknown"] = net_unknown = rate.unknown - rate.excluded_unknown
    own["net_share"] = Share(net_met, net_of) if net_of and not net_unknown else None
    own["judged_on_text"] = JudgedOn(rate.judged_on).label if rate.judged_on else None
    own["verdict_text"] = rate_word(RateVerdict(rate.verdict)).text if rate.verdict else None
    return ((f"{prefix}.{name}", value) for name, value in own.items())


def _camera(camera: CameraPart) -> Row:
    taken = camera.picture_taken_at
    own: Row = {
        **asdict(camera),
        "device_status_text": DEVICE_STATUSES.get(DeviceStatus(camera.device_status)),
        "state_text": STATES[CameraState(camera.state)].text,
        "picture_taken_at": datetime.fromisoformat(taken) if taken else None,
    }
    return {f"camera.{name}": value for name, value in own.items()}


_ANY_RATE = RatePart(
    id="",
    title="",
    policy_version=1,
    policy="",
    scope="",
    of=0,
    met=0,
    unknown=0,
    excluded=0,
    excluded_met=0,
    excluded_unknown=0,
    threshold=None,
    standard_threshold=None,
    loosened=False,
    verdict=None,
    tolerance=None,
    judged_on=None,
    reason=None,
)
_ANY_CAMERA = CameraPart(
    row=1,
    device_code=None,
    device_status=DeviceStatus.UNSTATED.value,
    state=CameraState.NOT_PROBED.value,
    answered=False,
    picture_sha256=None,
    picture_taken_at=None,
)
