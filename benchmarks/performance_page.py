"""`make performance-page`: writes the tables of docs/performance.md from the results.

The text around them is written by hand; what stands between the two markers is made here, so that
no figure is copied by hand.  A test refuses a page that says otherwise than the results.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.harness import RESULTS

__all__ = ["BEGIN", "END", "PAGE", "rendered", "with_tables"]

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN = "<!-- made by `make performance-page` from benchmarks/results; not edited by hand -->"
END = "<!-- end of what is made -->"
_DUELS = (
    "first_picture",
    "first_picture_h265",
    "first_picture_sub",
    "first_picture_both_cores",
    "first_picture_sick",
    "onvif_device",
)
_WAYS = {
    "ours": "ours",
    "ours_bare": "ours without metrics and JPEG",
    "floor": "decode and scale alone, no camera asked",
    "pyav": "PyAV, tuned, a thread each",
    "ffmpeg": "`ffmpeg`, tuned, a process each",
    "cv2": "`cv2.VideoCapture`, a thread each",
    "ours_onvif": "ours",
    "onvif_camera": "`ONVIFCamera`, a thread each",
}
_UNITS = {"rate": "cameras/s", "cpu_ms": "ms CPU", "rss_mb": "MB", "wall_s": "s"}

MAX_OTHERS = 0.2

Result = Mapping[str, Any]


def main() -> None:
    """Rewrite the page."""
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8"), rendered()), encoding="utf-8")
    print(f"wrote {PAGE}")


def with_tables(page: str, tables: str) -> str:
    """The page with what stands between the markers replaced; ValueError without markers."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError("the page lacks the markers")
    return f"{before}{BEGIN}\n\n{tables}\n{END}{after}"


def rendered(results: Path = RESULTS) -> str:
    """All tables; a benchmark without a result is left out."""
    parts = [_duel(found) for name in _DUELS if (found := _read(results, name))]
    whole = _read(results, "round")
    parts += [_round(whole)] if whole else []
    floor = _read(results, "decode_floor")
    parts += [_floor(floor)] if floor else []
    return "\n".join(parts)


def _read(results: Path, name: str) -> Result | None:
    path = results / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def _duel(result: Result) -> str:
    lines = [
        *_head(result),
        "| way | cameras | at once | cameras/s | CPU, ms a camera | memory, MB | got | ours is |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for cell in result["cells"]:
        ratio = result["ratios"].get(cell["way"])
        columns = (
            _WAYS[cell["way"]],
            cell["cameras"],
            cell["sessions"],
            _span(cell["rate"]),
            _span(cell["cpu_ms"]),
            f"{cell['rss_mb']['median']:.0f}",
            f"{cell['done']} of {cell['tried']}",
            f"×{ratio:g}" if ratio else "",
        )
        lines.append(f"| {' | '.join(map(str, columns))} |")
    measured = _measured(result)
    return "\n".join([*lines, "", *_closeness(measured), *_verdicts(result, measured), ""])


def _closeness(measured: Mapping[str, float]) -> Iterator[str]:
    """How far the picture alone is from what no client can go below."""
    floor, alone = measured.get("floor.cpu_ms"), measured.get("ours_bare.cpu_ms")
    if floor and alone:
        share = round(100 * floor / alone)
        yield (
            f"One decode and scale is {floor:.1f} ms, {share} % of what the picture alone costs; "
            f"without any client this core could do {measured['floor.rate']:.0f} cameras/s."
        )
        yield ""


def _round(result: Result) -> str:
    lines = [
        *_head(result),
        "| cameras | pictures | whole, s | probing, s | CPU, ms a camera | memory, MB | store, MB |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for size in result["sizes"]:
        columns = (
            f"{size['cameras']:,}",
            f"{size['pictures']:,}",
            _span(size["wall_s"]),
            _span(size["probing_s"]),
            _span(size["cpu_ms"]),
            f"{size['rss_mb']['median']:.0f}",
            f"{size['store_mb']['median']:.1f}",
        )
        lines.append(f"| {' | '.join(columns)} |")
    line = result["extrapolated"]
    said = (
        f"The straight line through these sizes (R² {line['fit']:g}) is {line['start_s']:g} s and "
        f"{line['per_camera_ms']:g} ms a camera: {line['cameras']:,} cameras would take "
        f"{line['wall_s']:g} s. That is extrapolated, not measured."
    )
    measured = {"extrapolated.wall_s": line["wall_s"]}
    return "\n".join([*lines, "", said, "", *_verdicts(result, measured), ""])


def _floor(result: Result) -> str:
    lines = [
        *_head(result),
        "| step, ms of CPU: median (least) | " + " | ".join(result["streams"]) + " |",
        "| --- |" + " --- |" * len(result["streams"]),
    ]
    steps = next(iter(result["streams"].values()))
    for step in steps:
        cells = (stream[step] for stream in result["streams"].values())
        spans = (f"{cell['median']:.2f} ({cell['min']:.2f})" for cell in cells)
        lines.append(f"| {step} | {' | '.join(spans)} |")
    return "\n".join([*lines, ""])


def _head(result: Result) -> Iterator[str]:
    name = result["name"].replace("_", "-")
    yield f"### {result['what'][0].upper()}{result['what'][1:]}: `make bench-{name}`"
    yield ""
    machine = result["machine"]
    versions = ", ".join(f"{package} {number}" for package, number in result["versions"].items())
    yield f"{result['runs']} runs, {result['taken_at'][:10]}, {machine['cpu']}, {machine['cores']} cores; {versions}."
    others = _others(result)
    if others > MAX_OTHERS:
        yield f"**Preliminary:** other work used {others:g} cores of the machine meanwhile."
    yield ""


def _others(result: Result) -> float:
    """The highest median of what other programs used, where it was measured."""
    parts = [*result.get("cells", ()), *result.get("sizes", ())]
    return max(
        (part["others_cores"]["median"] for part in parts if "others_cores" in part), default=0
    )


def _measured(result: Result) -> dict[str, float]:
    cells = {
        f"{cell['way']}.{name}": cell[name]["median"]
        for cell in result["cells"]
        for name in ("rate", "cpu_ms", "rss_mb")
    }
    cells |= {f"ratio.{peer}": ratio for peer, ratio in result["ratios"].items()}
    alone = cells.get("ours_bare.rate", 0.0)
    return cells | {
        f"ratio_bare.{cell['way']}": round(alone / cell["rate"]["median"], 2)
        for cell in result["cells"]
        if cell["rate"]["median"]
    }


def _verdicts(result: Result, measured: Mapping[str, float]) -> Iterator[str]:
    """One line for each target: a rate or ratio must be reached, a cost not exceeded.

    "Alone" is the picture without metrics and JPEG, which is what the peers make.
    """
    for key, target in result["targets"].items():
        kind, _, name = key.rpartition(".")
        is_ratio = kind in {"ratio", "ratio_bare"}
        is_rate = name == "rate" or is_ratio
        seen = measured[key]
        is_met = seen >= target if is_rate else seen <= target
        sign, word = ("≥" if is_rate else "≤"), ("reached" if is_met else "**missed**")
        what = f"times {_WAYS[name]}" if is_ratio else _UNITS[name]
        whose = "the picture alone, " if kind in {"ratio_bare", "ours_bare"} else ""
        yield f"- {whose}aimed at {sign} {target:g} {what}: {seen:g}, {word}"


def _span(values: Mapping[str, float]) -> str:
    """Median (least to most), with as many digits as say something."""
    digits = 0 if values["median"] >= 100 else 1  # noqa: PLR2004 - three figures
    median, least, most = (f"{values[name]:.{digits}f}" for name in ("median", "min", "max"))
    return f"{median} ({least}–{most})"


if __name__ == "__main__":
    main()
