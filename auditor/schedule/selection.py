"""Which cameras an ad-hoc round is about: selectors on the command line, to rows.  Pure.

A selector is ``row:17``, ``state:offline``, ``failed`` (a verdict and no good picture),
``unknown`` (no verdict), a device code, the id of a key location, a host or a network.
"""

import ipaddress
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from auditor.errors import ConfigError
from auditor.model import CameraState, Chosen, Report
from auditor.records import Camera, DeviceStatus

__all__ = ["choose", "needs_states", "states_in"]

States = Mapping[int, CameraState]
_T = TypeVar("_T")
_Test = Callable[[Camera], bool]

_FAILED, _UNKNOWN, _STATE, _ROW = "failed", "unknown", "state:", "row:"


def needs_states(selectors: Iterable[str]) -> bool:
    """Whether any of them asks what an earlier round found."""
    return any(one in (_FAILED, _UNKNOWN) or one.startswith(_STATE) for one in selectors)


def states_in(report: Report, cameras: Iterable[Camera], registry_sha256: str) -> States:
    """What a round said of each camera: by row of the same register, else by a code of its own."""
    if report.provenance.registry_sha256 == registry_sha256:
        return {result.camera.row: result.state for result in report.cameras}
    states = _by_code((one.camera.device_code, one.state) for one in report.cameras)
    rows = _by_code((one.device_code, one.row) for one in cameras)
    return {row: states[code] for code, row in rows.items() if code in states}


def _by_code(pairs: Iterable[tuple[str, _T]]) -> dict[str, _T]:
    """Codes that are written, and once only."""
    found: dict[str, list[_T]] = defaultdict(list)
    for code, value in pairs:
        found[code.strip()].append(value)
    return {code: values[0] for code, values in found.items() if code and len(values) == 1}


def choose(
    selectors: Sequence[str], cameras: Iterable[Camera], states: States, *, parent: str = ""
) -> Chosen:
    """The registered cameras that any selector names; ConfigError for one that names none."""
    registered = [one for one in cameras if one.status is not DeviceStatus.REMOVED]
    rows: set[int] = set()
    for selector in selectors:
        test = _test(selector, states)
        found = {camera.row for camera in registered if test(camera)}
        if not found:
            raise ConfigError(f"--only {selector}: {_nobody(selector, parent)}")
        rows |= found
    ordered = tuple(sorted(rows))
    return Chosen(
        selectors=tuple(selectors),
        rows=ordered,
        before=tuple(states.get(row) for row in ordered),
        parent=parent,
    )


def _test(selector: str, states: States) -> _Test:
    if selector == _FAILED:
        return lambda camera: _is_failed(states.get(camera.row))
    if selector == _UNKNOWN:
        return lambda camera: _is_unknown(states.get(camera.row))
    if selector.startswith(_STATE):
        wanted = _state(selector)
        return lambda camera: states.get(camera.row) is wanted
    if selector.startswith(_ROW):
        row = _row(selector)
        return lambda camera: camera.row == row
    return partial(_is_named, selector.strip(), _network(selector.strip()))


def _is_failed(state: CameraState | None) -> bool:
    return state is not None and state.is_conclusive and state is not CameraState.PICTURE_OK


def _is_unknown(state: CameraState | None) -> bool:
    return state is not None and not state.is_conclusive


def _state(selector: str) -> CameraState:
    try:
        return CameraState(selector.removeprefix(_STATE))
    except ValueError as error:
        known = ", ".join(state.value for state in CameraState)
        raise ConfigError(f"--only {selector}: no such state; known: {known}") from error


def _row(selector: str) -> int:
    text = selector.removeprefix(_ROW)
    if not (text.isascii() and text.isdigit() and len(text) <= 9):  # noqa: PLR2004 - more is no row
        raise ConfigError(f"--only {selector}: write a number of a data row, for example row:17")
    return int(text)


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(text)
    except ValueError as error:
        if "host bits" in str(error):
            raise ConfigError(f"--only {text}: {error}; write 10.1.2.0/24") from error
        return None


def _is_named(
    name: str, network: ipaddress.IPv4Network | ipaddress.IPv6Network | None, camera: Camera
) -> bool:
    if not name:
        return False
    if name in (camera.device_code.strip(), camera.key_location_id):
        return True
    host = camera.host.strip("[]").lower()
    if network is None:
        return host == name.lower()
    try:
        return ipaddress.ip_address(host) in network
    except ValueError:
        return False


def _nobody(selector: str, parent: str) -> str:
    if not needs_states([selector]):
        return (
            "no registered camera; write a device code, row:17, a key location's id, a host, "
            "a network such as 10.1.2.0/24, state:offline, failed or unknown"
        )
    if not parent:
        return "no round has ended yet that says so; run a whole round first"
    return f"no camera was so in round {parent}"
