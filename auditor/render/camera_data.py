"""The camera table as compact data for the page's own script: columns, repeated texts once.

Texts have passed the same gate as the templates' (unseen characters written out, length
limited); the script sets them as text and never as markup.  Ten thousand cameras are about
a megabyte; more are divided into parts that lie beside the page.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditor.model import CameraResult, CameraState, Report
from auditor.records import DeviceStatus
from auditor.render import figures
from auditor.render.camera_notes import CameraNotes
from auditor.render.plain_text import LONG_TEXT, shorten, visible
from auditor.render.words import DEVICE_STATUSES, STATES, step_title

__all__ = ["CAMERAS_PER_PART", "CameraData", "camera_data", "embedded_json"]

CAMERAS_PER_PART = 10_000
_TEXT = 120
_NO_PICTURE, _WITHHELD = 0, 1
_STATES = tuple(CameraState)

Row = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class CameraData:
    """``head`` stands in the page; ``parts`` are scripts beside it, by their relative name."""

    head: str
    parts: dict[str, str]


def camera_data(report: Report, pictured: Collection[str], notes: CameraNotes) -> CameraData:
    """The table of all cameras; ``pictured`` are the pictures that lie beside the page."""
    chunks = _chunks(report.cameras) or [()]
    texts = [_part(chunk, pictured, notes) for chunk in chunks]
    round_id = report.provenance.round_id
    names = [f"data/{round_id}/cameras-{number:04d}.js" for number in range(2, len(texts) + 1)]
    head = {
        "total": len(report.cameras),
        "states": [[state.value, *_word(state)] for state in _STATES],
        "parts": names,
        "exchanges": _exchanges(notes),
    }
    return CameraData(
        head=embedded_json({**head, "first": texts[0]}),
        parts={
            name: f"auditorPart({number},'{_quoted(embedded_json(part))}');\n"
            for number, (name, part) in enumerate(zip(names, texts[1:], strict=True), start=1)
        },
    )


def _exchanges(notes: CameraNotes) -> Mapping[str, list[list[str]]]:
    """By row: messages, each of its lines."""
    return {
        str(row): [[shorten(visible(line), LONG_TEXT) for line in message] for message in said]
        for row, said in notes.exchanges.items()
    }


def embedded_json(value: object) -> str:
    """JSON that no HTML parser can see an element in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _quoted(text: str) -> str:
    """For a string of JavaScript, which browsers read faster than they run a literal."""
    return text.replace("\\", "\\\\").replace("'", "\\'")


def _chunks(cameras: Sequence[CameraResult]) -> list[Sequence[CameraResult]]:
    return [
        cameras[start : start + CAMERAS_PER_PART]
        for start in range(0, len(cameras), CAMERAS_PER_PART)
    ]


def _part(
    cameras: Iterable[CameraResult],
    pictured: Collection[str],
    notes: CameraNotes,
) -> dict[str, object]:
    """Columns of equal length; a column of texts holds positions in ``texts``."""
    texts: dict[str, int] = {"": 0}
    shown: dict[str, str] = {}

    def number(text: str) -> int:
        if text not in shown:
            shown[text] = _shown(text)
        return texts.setdefault(shown[text], len(texts))

    rows = [_row(result, pictured, notes, number) for result in cameras]
    columns = zip(*rows, strict=True) if rows else ([] for _ in _COLUMNS)
    named = {name: list(column) for name, column in zip(_COLUMNS, columns, strict=True)}
    return {"texts": list(texts), "columns": named}


_COLUMNS = (
    *("row", "name", "code", "place", "public", "state", "status", "reason", "defects"),
    *("tries", "step", "frame", "codec", "size", "picture", "problems", "ids", "trend"),
)


def _row(
    result: CameraResult,
    pictured: Collection[str],
    notes: CameraNotes,
    number: Callable[[str], int],
) -> Row:
    camera = result.camera
    status = "" if camera.status is DeviceStatus.IN_USE else DEVICE_STATUSES[camera.status]
    step = f"最远到 {step_title(result.furthest_step)}" if result.furthest_step else ""
    problems = notes.problems.get(camera.row, ())
    answered = "有应答" if result.answered else "无应答"
    return (
        camera.row,
        _shown(camera.name),
        _shown(camera.device_code),
        number(camera.key_location_id),
        int(camera.public_video is True),
        _STATES.index(result.state),
        number(status),
        number(result.reason),
        number("、".join(result.defects)),
        number(f"{answered}，尝试 {result.tries} 次"),
        number(step),
        number(f"首帧 {figures.seconds(result.first_frame_ms)}"),
        number(result.codec),
        number(result.size),
        _picture(result.picture, pictured),
        number("、".join(rule for rule, _ in problems)),
        _shown_ids(name for _, name in problems),
        number(notes.trends.get(camera.row, "")),
    )


def _picture(name: str | None, pictured: Collection[str]) -> str | int:
    if not name:
        return _NO_PICTURE
    return name if name in pictured else _WITHHELD


def _word(state: CameraState) -> tuple[str, str, str]:
    word = STATES[state]
    return word.text, word.symbol, word.tone


def _shown(text: str) -> str:
    return shorten(visible(text), _TEXT)


def _shown_ids(names: Iterable[str]) -> str:
    """In the order of the rules beside them; ours, of letters and digits alone."""
    return " ".join(names)
