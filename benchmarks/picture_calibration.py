"""How often the picture rules are right: generated faults and fault-free scenes, counted.

    python -m benchmarks.picture_calibration

Every photograph is cut three times, painted, overlaid as a camera overlays it (every third cut
is not), coded as one H.264 key picture, measured and judged as in a round.  Prints the tables
of docs/picture-diagnosis.md and writes benchmarks/results/picture_calibration.json.
"""

import json
import platform
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import combinations

import cv2
import numpy as np

from auditor.daypart import Daypart
from auditor.examples import view
from auditor.judge import judge_picture
from auditor.model import Verdict
from auditor.picture_twins import ALIKE_BITS, has_content
from benchmarks.harness import RESULTS, machine
from benchmarks.picture_faults import Fault, faults
from benchmarks.picture_photographs import WHERE, photographs
from benchmarks.picture_scenes import SCENES, Paint, coded, overlaid
from probes.picture.arrays import Picture
from probes.picture.fingerprint import hash_distance
from probes.picture.metrics import measure

QUALITIES = (23, 32)
_EVERY = 3


def main() -> None:
    """Count, print, write."""
    cv2.setNumThreads(1)
    cuts = [
        (f"{name} {n}", cut) for name, all_ in photographs().items() for n, cut in enumerate(all_)
    ]
    scenes = [_scene_row(name, cuts) for name in SCENES]
    found = [_fault_row(fault, cuts) for fault in faults()]
    likeness = [_likeness_row(name, cuts) for name in ("day", "infrared night", "night")]
    _print(scenes, found, likeness)
    result = {
        "name": "picture_calibration",
        "what": "picture rules on generated scenes and faults over real photographs",
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "versions": {"python": platform.python_version()}
        | {p: version(p) for p in ("av", "opencv-python-headless", *WHERE)},
        "photographs": {package: list(names) for package, names in WHERE.items()},
        "cuts": len(cuts),
        "scenes": scenes,
        "faults": found,
        "likeness": likeness,
    }
    path = RESULTS / "picture_calibration.json"
    path.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"wrote {path}")


Cuts = list[tuple[str, Picture]]
Row = dict[str, object]


def _scene_row(name: str, cuts: Cuts) -> Row:
    scene = SCENES[name]
    shown = [p for quality in QUALITIES for p in _painted(name, scene.paint, cuts, quality)]
    told = [_told(picture, scene.daypart) for picture in shown]
    return {
        "scene": name,
        "daypart": scene.daypart.value,
        "pictures": len(told),
        "called_bad": _count(told, Verdict.FAIL),
        "doubted": _count(told, Verdict.UNKNOWN),
    }


def _fault_row(fault: Fault, cuts: Cuts) -> Row:
    key = f"{fault.name} {fault.strength}"
    shown = _painted(key, fault.paint, cuts, QUALITIES[0], overlay=fault.overlay)
    told = [_told(picture, fault.daypart) for picture in shown]
    named = sum(rule == fault.rule and verdict is Verdict.FAIL for rule, verdict in told)
    doubted = sum(rule == fault.rule and verdict is Verdict.UNKNOWN for rule, verdict in told)
    others = [(rule, verdict) for rule, verdict in told if rule != fault.rule]
    return {
        "fault": fault.name,
        "strength": fault.strength,
        "rule": fault.rule,
        "daypart": fault.daypart.value,
        "pictures": len(told),
        "named": named,
        "doubted": doubted,
        "other_cause": _count(others, Verdict.FAIL),
    }


def _painted(
    key: str, paint: Paint, cuts: Cuts, quality: int, *, overlay: bool = True
) -> Iterator[Picture]:
    """The same numbers in every run, whatever is run before."""
    for number, (name, cut) in enumerate(cuts):
        rng = np.random.default_rng(zlib.crc32(f"{key} {name}".encode()))
        picture = paint(cut, rng)
        if overlay and number % _EVERY:
            picture = overlaid(picture)
        yield coded(picture, crf=quality)


def _told(picture: Picture, daypart: Daypart) -> tuple[str, Verdict]:
    found = judge_picture(view(measure(picture), daypart=daypart))
    return (found[0][0].meta.id, found[0][1].verdict) if found else ("", Verdict.PASS)


def _count(told: Iterable[tuple[str, Verdict]], verdict: Verdict) -> dict[str, int]:
    return dict(Counter(rule for rule, found in told if found is verdict))


def _likeness_row(name: str, cuts: Cuts) -> Row:
    """Bits between two takes of one scene (other noise, other coding), and between scenes."""
    paint = SCENES[name].paint
    takes = [
        [measure(p) for p in _painted(f"{name} {quality}", paint, cuts, quality)]
        for quality in QUALITIES
    ]
    telling = [i for i in range(len(cuts)) if all(has_content(take[i]) for take in takes)]
    same = [hash_distance(*(take[i].perceptual_hash for take in takes)) for i in telling]
    other = [
        hash_distance(takes[0][i].perceptual_hash, takes[0][k].perceptual_hash)
        for i, k in combinations(telling, 2)
        if cuts[i][0].split()[0] != cuts[k][0].split()[0]
    ]
    return {
        "scene": name,
        "pictures": len(telling),
        "same_scene_found": sum(bits <= ALIKE_BITS for bits in same),
        "same_scene_bits": [int(q) for q in np.percentile(same, (50, 95, 100))],
        "pairs": len(other),
        "pairs_taken_for_one": sum(bits <= ALIKE_BITS for bits in other),
        "smallest_distance": min(other),
    }


def _print(scenes: list[Row], found: list[Row], likeness: list[Row]) -> None:
    """The tables of docs/picture-diagnosis.md."""
    _table(("scene", "hour", "pictures", "called bad", "doubted"), map(_scene_cells, scenes))
    heads = (
        "fault",
        "hour",
        "rule",
        "told for certain, by strength",
        "doubted",
        "other cause told",
    )
    names = dict.fromkeys(str(row["fault"]) for row in found)
    _table(heads, (_fault_cells([r for r in found if r["fault"] == n]) for n in names))
    _table(tuple(likeness[0]), ([str(v) for v in row.values()] for row in likeness))


def _table(heads: tuple[str, ...], rows: Iterable[list[str]]) -> None:
    for cells in (heads, ("---",) * len(heads), *rows):
        print("| " + " | ".join(cells) + " |")
    print()


def _scene_cells(row: Row) -> list[str]:
    bad, doubted = (_listed(row[name]) for name in ("called_bad", "doubted"))
    return [str(row["scene"]), str(row["daypart"]), str(row["pictures"]), bad, doubted]


def _fault_cells(rows: list[Row]) -> list[str]:
    first = rows[0]
    others = Counter[str]()
    for row in rows:
        others.update(row["other_cause"])  # type: ignore[call-overload]  # a dict of counts
    shares = [_by_strength(rows, name) for name in ("named", "doubted")]
    facts = [str(first[name]) for name in ("fault", "daypart", "rule")]
    return [*facts, *shares, _listed(dict(others))]


def _by_strength(rows: list[Row], name: str) -> str:
    told = [(row["strength"], int(str(row[name])), int(str(row["pictures"]))) for row in rows]
    if not any(count for _, count, _ in told):
        return "–"
    return ", ".join(f"{strength}: {count * 100 // of} %" for strength, count, of in told)


def _listed(counts: object) -> str:
    pairs = counts.items() if isinstance(counts, dict) else ()
    return ", ".join(f"{rule} {count}" for rule, count in pairs) or "–"


if __name__ == "__main__":
    main()
