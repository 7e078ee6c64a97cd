"""A short id for each finding that is the same the next night, though the row moved.

It is made of the community, the camera, the rule and the field, and of nothing else: not of the
row, the verdict, the value or the words, so a finding keeps its id while it is repaired badly.

* A camera is its device code, where that is written and one camera's alone.
* Else the code with the address, then also the name, then also the position: the first of these
  that is one camera's alone.  Cameras alike in all of them are told apart by their order.
* Findings of one rule and field on one camera are told apart by the order of value and message.

Twelve characters hold 60 bits.  Should two findings of a report meet in one id all the same, the
one whose key sorts later gets another.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from auditor.model import Finding, Report
from auditor.records import Camera

__all__ = ["Key", "camera_keys", "finding_ids", "state_ids"]

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_DIGITS = 12
_APART = "\x1f"
_STATE = "STATE"  # no rule has this id

Key = tuple[str, ...]
"""What stays of a camera."""


def finding_ids(report: Report, *, digits: int = _DIGITS) -> tuple[str, ...]:
    """The ids of ``report.findings`` in their order, such as ``F-3k9x2m7c0rqa``; all different."""
    cameras = camera_keys(one.camera for one in report.cameras)
    keys = _told_apart(
        [
            (report.community, *_camera(cameras, one), one.rule, one.field)
            for one in report.findings
        ],
        report.findings,
    )
    named: dict[Key, str] = {}
    taken: set[str] = set()
    for key in sorted(keys):
        named[key] = _free(key, taken, digits)
        taken.add(named[key])
    return tuple(named[key] for key in keys)


def state_ids(report: Report) -> Mapping[int, str]:
    """By row the id of what is wrong with a camera's state, made as a finding's."""
    keys = camera_keys(one.camera for one in report.cameras)
    return {
        row: _short(_APART.join((report.community, *key, _STATE)), _DIGITS)
        for row, key in keys.items()
    }


def camera_keys(cameras: Iterable[Camera]) -> Mapping[int, Key]:
    """What stays of each camera from night to night, by row; each key is one camera's alone."""
    left = {camera.row: camera for camera in cameras}
    keys: dict[int, Key] = {}
    for parts in _PARTS:
        candidates = {row: tuple(part(camera) for part in parts) for row, camera in left.items()}
        counted = Counter(candidates.values())
        alone = {row: key for row, key in candidates.items() if any(key) and counted[key] == 1}
        keys |= alone
        left = {row: camera for row, camera in left.items() if row not in alone}
    return keys | _by_order(left)


def _code(camera: Camera) -> str:
    return camera.device_code.strip()


def _address(camera: Camera) -> str:
    return camera.stream_uri or camera.onvif_uri or camera.host


def _name(camera: Camera) -> str:
    return camera.name.strip()


def _position(camera: Camera) -> str:
    return f"{camera.longitude.strip()} {camera.latitude.strip()}".strip()


_ALL = (_code, _address, _name, _position)
_PARTS = tuple(_ALL[:count] for count in range(1, len(_ALL) + 1))


def _by_order(alike: Mapping[int, Camera]) -> dict[int, Key]:
    """Nothing but their order tells these apart."""
    groups: dict[Key, list[int]] = defaultdict(list)
    for row in sorted(alike):
        groups[tuple(part(alike[row]) for part in _ALL)].append(row)
    return {
        row: (*key, str(number))
        for key, rows in groups.items()
        for number, row in enumerate(rows, start=1)
    }


def _camera(keys: Mapping[int, Key], finding: Finding) -> Key:
    """A finding on a row that is no camera of the report has only its code."""
    return keys.get(finding.row) or (finding.device_code.strip(), "-")


def _told_apart(keys: Sequence[Key], findings: Sequence[Finding]) -> tuple[Key, ...]:
    """The keys with a number from the second finding of one key on."""
    groups: dict[Key, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        groups[key].append(place)
    told = list(keys)
    for key, places in groups.items():
        ordered = sorted(places, key=lambda place: (findings[place].value, findings[place].message))
        for number, place in enumerate(ordered[1:], start=2):
            told[place] = (*key, f"#{number}")
    return tuple(told)


def _free(key: Key, taken: set[str], digits: int) -> str:
    """The id of ``key``; hashed on while another finding has it."""
    text = _APART.join(key)
    while (name := _short(text, digits)) in taken:
        text += _APART
    return name


def _short(text: str, digits: int) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    number = int.from_bytes(digest)
    letters = (_ALPHABET[(number >> 5 * place) % 32] for place in range(digits))
    return f"F-{''.join(letters)}"
