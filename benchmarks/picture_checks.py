"""All checks of one picture, on one thread, against one of each check done at full size.

Ours measures the 640x360 picture that the decoder hands over (`probes.picture.metrics.measure`
tells all that the picture rules ask about) and judges it.  The peer does gray, means, histogram,
focus, likeness, cast, noise, stripes and occlusion once each at 1080p, without waste.  Ours at
1080p too, so that the share of the size can be seen.  Milliseconds of processor time: everything
runs on one thread, and the time of day of other programs is not ours.
"""

import json
import platform
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version

import cv2
import numpy as np

from auditor.daypart import Daypart
from auditor.demo.scenery import Scene, make_street, paint
from auditor.examples import view
from auditor.judge import judge_picture
from benchmarks.harness import RESULTS, machine
from probes.picture.arrays import Picture
from probes.picture.metrics import measure

PICTURES = 30
RUNS = 6
FULL = (1920, 1080)
SMALL = (640, 360)
_IMMERKAER = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)

Check = Callable[[Picture], object]


def main() -> None:
    """Take turns, so that a change of the machine's mood hits all."""
    cv2.setNumThreads(1)
    full = _streets()
    small = [_shrunk(picture) for picture in full]
    jobs: dict[str, tuple[Check, list[Picture]]] = {
        "ours, 640x360": (_measured_and_judged, small),
        "ours, 1920x1080": (_measured_and_judged, full),
        "one of each, 1920x1080": (_one_of_each, full),
        "one of each, 640x360": (_one_of_each, small),
    }
    for check, pictures in jobs.values():
        check(pictures[0])  # rules are found and tables are made once a process
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(RUNS):
        for name, (check, pictures) in jobs.items():
            times[name].append(_milliseconds(check, pictures))
    _write({name: _summary(found) for name, found in times.items()})


def _milliseconds(check: Check, pictures: list[Picture]) -> float:
    """Processor time a picture."""
    began = time.process_time()
    for number in range(PICTURES):
        check(pictures[number % len(pictures)])
    return (time.process_time() - began) * 1000 / PICTURES


def _summary(found: list[float]) -> dict[str, float]:
    return {
        "median": round(statistics.median(found), 2),
        "min": round(min(found), 2),
        "max": round(max(found), 2),
    }


def _write(rows: dict[str, dict[str, float]]) -> None:
    ours, peer = rows["ours, 640x360"], rows["one of each, 1920x1080"]
    result = {
        "name": "picture_checks",
        "what": "all checks of one picture, one thread",
        "unit": "milliseconds of processor time a picture",
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "versions": {"python": platform.python_version()}
        | {p: version(p) for p in ("numpy", "opencv-python-headless")},
        "runs": RUNS,
        "pictures_a_run": PICTURES,
        "times": rows,
        "ratio": round(peer["median"] / ours["median"], 1),
    }
    path = RESULTS / "picture_checks.json"
    path.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    for name, row in rows.items():
        print(f"{name}: {json.dumps(row)}")
    print(f"ratio {result['ratio']}; wrote {path}")


def _streets() -> list[Picture]:
    """Ten streets, so that no cache of one picture flatters anybody."""
    width, height = FULL
    streets = [make_street(seed, width=width, height=height) for seed in range(10)]
    return [
        paint(Scene.STREET, street=street, index=seed, caption="BENCHMARK")
        for seed, street in enumerate(streets)
    ]


def _shrunk(picture: Picture) -> Picture:
    return np.asarray(cv2.resize(picture, SMALL, interpolation=cv2.INTER_AREA), np.uint8)


def _measured_and_judged(picture: Picture) -> object:
    return judge_picture(view(measure(picture), daypart=Daypart.DAY))


def _one_of_each(picture: Picture) -> object:
    gray = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    thumb = cv2.resize(gray, (32, 32), interpolation=cv2.INTER_AREA)
    square = cv2.resize(gray, (256, 256), interpolation=cv2.INTER_AREA)
    return (
        cv2.meanStdDev(gray),
        cv2.meanStdDev(picture),
        cv2.calcHist([gray], [0], None, [256], [0, 256]),
        cv2.meanStdDev(cv2.Laplacian(gray, cv2.CV_16S)),
        cv2.dct(np.asarray(thumb, np.float32)),
        cv2.meanStdDev(cv2.cvtColor(picture, cv2.COLOR_BGR2Lab)),
        cv2.mean(cv2.convertScaleAbs(cv2.filter2D(gray, cv2.CV_16S, _IMMERKAER))),
        np.abs(np.fft.rfft2(square)).max(),
        cv2.resize(cv2.Canny(gray, 50, 150), (16, 9), interpolation=cv2.INTER_AREA),
        cv2.mean(cv2.absdiff(gray, gray)),
    )


if __name__ == "__main__":
    main()
