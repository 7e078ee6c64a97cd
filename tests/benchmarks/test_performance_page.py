"""The page of figures says what the results say."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.performance_page import BEGIN, END, PAGE, rendered, with_tables

SPAN = {"median": 64.0, "min": 60.25, "max": 66.0}
MACHINE = {"cpu": "a CPU", "cores": 2}


def duel(**changes: Any) -> dict[str, Any]:
    cell = {
        "way": "ours",
        "cameras": 520,
        "sessions": 128,
        "done": 512,
        "tried": 512,
        "rate": SPAN,
        "cpu_ms": {"median": 15.0, "min": 14.0, "max": 16.0},
        "rss_mb": {"median": 301.0, "min": 299.0, "max": 302.0},
        "load_average": {"median": 1.2, "min": 1.0, "max": 1.3},
    }
    return {
        "name": "first_picture",
        "what": "first picture",
        "taken_at": "2026-01-05T02:00:00+00:00",
        "machine": MACHINE,
        "versions": {"av": "18"},
        "runs": 4,
        "cells": [cell, cell | {"way": "ffmpeg", "rate": {"median": 8.0, "min": 7.0, "max": 9.0}}],
        "ratios": {"ffmpeg": 8.0},
        "targets": {"ours.rate": 58, "ours.rss_mb": 300, "ratio.ffmpeg": 7.5},
    } | changes


def written(folder: Path, *results: dict[str, Any]) -> Path:
    for result in results:
        text = json.dumps(result)
        (folder / f"{result['name']}.json").write_text(text, encoding="utf-8")
    return folder


def test_the_page_says_what_the_results_say() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert with_tables(page, rendered()) == page, "run `make performance-page`"


def test_a_table_with_ratio_and_targets_met_and_missed(tmp_path: Path) -> None:
    assert rendered(written(tmp_path, duel())) == (
        "### First picture: `make bench-first-picture`\n"
        "\n"
        "4 runs, 2026-01-05, a CPU, 2 cores; av 18.\n"
        "\n"
        "| way | cameras | at once | cameras/s | CPU, ms a camera | memory, MB | got | ours is |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
        "| ours | 520 | 128 | 64.0 (60.2–66.0) | 15.0 (14.0–16.0) | 301 | 512 of 512 |  |\n"
        "| `ffmpeg`, tuned, a process each | 520 | 128 | 8.0 (7.0–9.0) | 15.0 (14.0–16.0) | 301 "
        "| 512 of 512 | ×8 |\n"
        "\n"
        "- aimed at ≥ 58 cameras/s: 64, reached\n"
        "- aimed at ≤ 300 MB: 301, **missed**\n"
        "- aimed at ≥ 7.5 times `ffmpeg`, tuned, a process each: 8, reached\n"
    )


def test_a_busy_machine_is_told(tmp_path: Path) -> None:
    busy = duel()
    busy["cells"][1]["others_cores"] = {"median": 0.2, "min": 0.1, "max": 1.0}
    assert "**Preliminary:**" not in rendered(written(tmp_path, busy))
    busy["cells"][1]["others_cores"]["median"] = 0.5
    said = "**Preliminary:** other work used 0.5 cores of the machine meanwhile."
    assert said in rendered(written(tmp_path, busy))


def test_a_round_says_that_its_line_is_extrapolated(tmp_path: Path) -> None:
    size = {
        "cameras": 2000,
        "pictures": 2000,
        "wall_s": {"median": 120.0, "min": 119.0, "max": 121.0},
        "probing_s": SPAN,
        "cpu_ms": SPAN,
        "rss_mb": SPAN,
        "store_mb": SPAN,
        "load_average": SPAN,
    }
    whole = duel(
        name="round",
        what="whole round",
        sizes=[size],
        extrapolated={
            "cameras": 10_000,
            "fit": 0.999,
            "start_s": 3.0,
            "per_camera_ms": 58.5,
            "wall_s": 588,
        },
        targets={"extrapolated.wall_s": 600},
    )
    del whole["cells"]
    text = rendered(written(tmp_path, whole))
    assert "| 2,000 | 2,000 | 120 (119–121) | 64.0 (60.2–66.0) |" in text
    assert "10,000 cameras would take 588 s. That is extrapolated, not measured." in text
    assert "- aimed at ≤ 600 s: 588, reached" in text


def test_without_results_nothing_is_said(tmp_path: Path) -> None:
    assert rendered(tmp_path) == ""


def test_only_what_stands_between_the_markers_changes() -> None:
    page = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    assert with_tables(page, "new\n") == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"
    with pytest.raises(ValueError, match="markers"):
        with_tables("no markers", "new")


def test_the_picture_alone_is_compared_with_peers_too(tmp_path: Path) -> None:
    whole = duel()
    bare = whole["cells"][0] | {"way": "ours_bare", "rate": SPAN | {"median": 72.0}}
    targets = {"ours_bare.rate": 58, "ours_bare.cpu_ms": 14, "ratio_bare.ffmpeg": 7.5}
    page = rendered(
        written(tmp_path, whole | {"cells": [*whole["cells"], bare], "targets": targets})
    )
    assert page.splitlines()[-3:] == [
        "- the picture alone, aimed at ≥ 58 cameras/s: 72, reached",
        "- the picture alone, aimed at ≤ 14 ms CPU: 15, **missed**",
        "- the picture alone, aimed at ≥ 7.5 times `ffmpeg`, tuned, a process each: 9, reached",
    ]


def test_the_picture_alone_is_held_against_what_no_client_can_go_below(tmp_path: Path) -> None:
    whole = duel()
    bare = whole["cells"][0] | {"way": "ours_bare", "cpu_ms": SPAN | {"median": 20.0}}
    floor = bare | {"way": "floor", "cpu_ms": SPAN | {"median": 15.0}}
    page = rendered(written(tmp_path, whole | {"cells": [*whole["cells"], bare, floor]}))
    assert (
        "One decode and scale is 15.0 ms, 75 % of what the picture alone costs; "
        "without any client this core could do 64 cameras/s.\n"
    ) in page
