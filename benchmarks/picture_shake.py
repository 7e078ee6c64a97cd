"""`make bench-picture-shake`: how often trembling is told, and movement is not taken for it.

Every cut of the photographs of `benchmarks.picture_photographs` is enlarged and moved behind a
window for one second, coded as H.264 (25 pictures, one key picture), decoded and measured as
in a round.  Prints the table of docs/picture-diagnosis.md and writes
benchmarks/results/picture_shake.json.
"""

import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import cv2
import numpy as np
from numpy.typing import NDArray

from auditor.examples import frame, view
from auditor.model import Verdict
from auditor.rules.picture_shaking import RULE
from benchmarks.harness import RESULTS, machine
from benchmarks.picture_photographs import photographs
from benchmarks.picture_scenes import coded_clip, noisy, overlaid
from probes.picture.arrays import Picture
from probes.picture.decode import decode_picture
from probes.picture.frame import PictureRequest
from probes.picture.shake import PICTURES

__all__ = ["main"]

_TIMES = np.arange(PICTURES + 1) / 25  # seconds
_WIDTH = 640
_MARGIN = 60
Path = NDArray[np.float64]


def _sine(amplitude: float, hertz: float) -> Path:
    """To and fro, and half as much up and down; ``amplitude`` in pixels of 640."""
    phase = 2 * np.pi * hertz * _TIMES
    return np.column_stack((amplitude * np.sin(phase), amplitude / 2 * np.cos(phase)))


def _steady(pixels: float) -> Path:
    return np.column_stack((pixels * 25 * _TIMES, 0 * _TIMES))


_MOVES: dict[str, tuple[Path, float, bool]] = {
    # path, sigma of the noise, a car passes
    "still": (_steady(0), 2, False),
    "still, noisy": (_steady(0), 12, False),
    "still, a car passes": (_steady(0), 2, True),
    "pan, 1.5 px a picture": (_steady(1.5), 2, False),
    "sway of a mast, 0.5 Hz, 4 px": (_sine(4, 0.5), 2, False),
    "one jolt of 10 px": (np.column_stack(((_TIMES > 0.5) * 10.0, 0 * _TIMES)), 2, False),  # noqa: PLR2004
    "trembling, 5 Hz, 0.5 px": (_sine(0.5, 5), 2, False),
    "trembling, 5 Hz, 1 px": (_sine(1, 5), 2, False),
    "trembling, 5 Hz, 2 px": (_sine(2, 5), 2, False),
    "trembling, 5 Hz, 4 px": (_sine(4, 5), 2, False),
    "trembling, 3 Hz, 4 px, a car passes": (_sine(4, 3), 2, True),
    "trembling, 8 Hz, 8 px": (_sine(8, 8), 2, False),
    "trembling, 5 Hz, 4 px, noisy": (_sine(4, 5), 12, False),
}


def main() -> None:
    """Count, print, write."""
    cv2.setNumThreads(1)
    cuts = [
        (f"{name} {n}", cut) for name, all_ in photographs().items() for n, cut in enumerate(all_)
    ]
    rows = [_row(name, cuts) for name in _MOVES]
    print(
        "| movement (640 px wide) | clips | told (a doubt) | not measurable |\n| --- | --- | --- | --- |"
    )
    for row in rows:
        print("| " + " | ".join(str(value) for value in row.values()) + " |")
    result = {
        "name": "picture_shake",
        "what": "trembling told and movements taken for it, one second of H.264 over real photographs",
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "rows": rows,
    }
    path = RESULTS / "picture_shake.json"
    path.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"wrote {path}")


def _row(name: str, cuts: list[tuple[str, Picture]]) -> dict[str, object]:
    told = unknown = 0
    for cut_name, cut in cuts:
        rng = np.random.default_rng(zlib.crc32(f"{name} {cut_name}".encode()))
        shake = decode_picture(_request(_moved(name, cut, rng))).shake
        verdict = RULE.judge(view(of=replace(frame(), shake=shake))).verdict
        unknown += shake is None
        told += verdict is not Verdict.PASS
    return {"movement": name, "clips": len(cuts), "told": told, "not_measurable": unknown}


def _moved(name: str, cut: Picture, rng: np.random.Generator) -> list[Picture]:
    path, sigma, has_car = _MOVES[name]
    size = (_WIDTH, 360)
    wide = cv2.resize(
        cut, (size[0] + 2 * _MARGIN, size[1] + 2 * _MARGIN), interpolation=cv2.INTER_CUBIC
    )
    car = _car(rng) if has_car else None
    pictures = []
    for number, (right, down) in enumerate(path):
        shift = np.array([[1, 0, right - _MARGIN], [0, 1, down - _MARGIN]], dtype=np.float32)
        shown = cv2.warpAffine(wide, shift, size, borderMode=cv2.BORDER_REFLECT)
        if car is not None:
            car(shown, number)
        pictures.append(overlaid(noisy(np.asarray(shown, np.uint8), rng, sigma)))
    return pictures


def _car(rng: np.random.Generator) -> Callable[[NDArray[np.uint8], int], None]:
    body = rng.integers(0, 256, (110, 170, 3)).astype(np.uint8)
    body = np.asarray(cv2.GaussianBlur(body, (0, 0), 3), np.uint8)

    def drive(picture: NDArray[np.uint8], number: int) -> None:
        left = number * 16
        room = max(0, min(170, _WIDTH - left))
        picture[190:300, left : left + room] = body[:, :room]

    return drive


def _request(pictures: list[Picture]) -> PictureRequest:
    key, *later = coded_clip(pictures, crf=26)
    return PictureRequest(codec="h264", key=key, later=tuple(later), is_watched=True)


if __name__ == "__main__":
    main()
