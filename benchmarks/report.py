"""`make bench-report`: the HTML report of 10,000 and 100,000 cameras, and a roll-up of 200.

Rendering is timed in a process of its own (its peak memory too); then headless Chromium opens
the page from disk.  Usable means: first rows shown, every camera read in, and a search for the
last camera answered.  ``work_s`` is the processor time of the page's own thread: on a machine that is
busy with other things it says more than the clock.
"""

import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from auditor.render.html import render_page
from auditor.render.outline import county_outline
from auditor.render.rollup_page import render_rollup_page
from auditor.rollup.counts import Part
from auditor.rollup.place import Place
from auditor.rollup.tree import Located, build_tree
from benchmarks.harness import RESULTS, machine
from benchmarks.large_reports import ROUND, large_report

SIZES = (10_000, 100_000)
RUNS = 5
COMMUNITIES = 200
_SEARCH = """async (wanted) => {
  const started = performance.now();
  const box = document.querySelector("[data-table-filter] input");
  box.value = wanted;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  const rows = document.querySelectorAll("#camera-table tbody tr").length;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return [performance.now() - started, rows];
}"""


def main() -> None:
    """Measure, print and write the result; with a size and folder, write that page alone."""
    if len(sys.argv) > 1:
        print(json.dumps(_render(int(sys.argv[1]), Path(sys.argv[2]))))
        return
    rows = [*(_measure(size) for size in SIZES), _measure_rollup()]
    result = {
        "name": "report",
        "what": "the HTML report without pictures, written and opened in headless Chromium",
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "versions": {"python": platform.python_version()}
        | {package: version(package) for package in ("jinja2", "playwright")},
        "runs": RUNS,
        "load_average": os.getloadavg()[0],
        "sizes": rows,
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / "report.json"
    path.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"wrote {path}")
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))


def _measure(size: int) -> dict[str, object]:
    command = [sys.executable, "-m", "benchmarks.report", str(size)]
    with tempfile.TemporaryDirectory() as folder:
        written = [
            json.loads(subprocess.run([*command, folder], check=True, capture_output=True).stdout)
            for _ in range(RUNS)
        ]
        with _chromium() as chromium:
            opened = [_open(chromium, Path(folder) / "index.html", size) for _ in range(RUNS)]
    return {
        "cameras": size,
        **{key: _median(run[key] for run in written) for key in written[0]},
        **{key: _median(run[key] for run in opened) for key in opened[0]},
    }


def _measure_rollup() -> dict[str, object]:
    """The page of a district: rendering, size, and until Chromium has sorted it by a column."""
    reports = [large_report(40 + at, f"社区{at:03d}") for at in range(COMMUNITIES)]
    parts = [Part(community=one.community, round_id=ROUND, results=one.results) for one in reports]
    place = Place(chain=(("county", "370116", "莱芜区"),), note="")
    root = build_tree([Located(part=part, place=place) for part in parts])
    rendered, opened = [], []
    with tempfile.TemporaryDirectory() as folder, _chromium() as chromium:
        path = Path(folder) / "rollup.html"
        for _ in range(RUNS):
            started = time.perf_counter()
            page = render_rollup_page(root, (), (), link="{community}/index.html")
            rendered.append(time.perf_counter() - started)
            path.write_text(page, encoding="utf-8")
            tab = chromium.new_page()
            started = time.perf_counter()
            tab.goto(path.as_uri())
            tab.locator("#parts-table thead button").nth(4).click()
            tab.locator("#parts-table th[aria-sort]").wait_for()
            opened.append(time.perf_counter() - started)
            tab.close()
    return {
        "communities": COMMUNITIES,
        "render_s": _median(rendered),
        "page_mb": round(len(page.encode()) / 1e6, 3),
        "usable_s": _median(opened),
    }


def _render(size: int, folder: Path) -> dict[str, float]:
    """Write the page; seconds, megabytes of files and of peak memory above the report's own."""
    report = large_report(size)
    pictured = {result.picture: result.picture for result in report.cameras if result.picture}
    outline = county_outline(report)
    before = _peak_mb()
    started = time.perf_counter()
    page = render_page(report, pictured, outline=outline)
    seconds = time.perf_counter() - started
    files = {"index.html": page.html, **page.parts}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return {
        "render_s": seconds,
        "page_mb": len(page.html.encode()) / 1e6,
        "parts_mb": sum(len(part.encode()) for part in page.parts.values()) / 1e6,
        "render_peak_mb": _peak_mb() - before,
    }


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        yield browser
        browser.close()


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _open(chromium: Browser, page: Path, size: int) -> dict[str, float]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    tab = context.new_page()
    meter = context.new_cdp_session(tab)
    meter.send("Performance.enable", {"timeDomain": "threadTicks"})
    started = time.perf_counter()
    tab.goto(page.as_uri(), wait_until="commit")
    tab.wait_for_selector("#camera-table tbody tr", state="attached")
    first = time.perf_counter()
    tab.wait_for_selector(f"html[data-cameras='{size}']", state="attached")
    whole = time.perf_counter()
    search_ms, rows = tab.evaluate(_SEARCH, f"{size:06d}")
    usable = time.perf_counter()
    metrics = {m["name"]: m["value"] for m in meter.send("Performance.getMetrics")["metrics"]}
    context.close()
    if rows != 1:
        sys.exit(f"the search found {rows} rows instead of one")
    return {
        "first_rows_s": first - started,
        "all_read_s": whole - started,
        "usable_s": usable - started,
        "search_ms": search_ms,
        "work_s": metrics["TaskDuration"],
    }


def _median(values: object) -> float:
    return round(statistics.median(values), 3)  # type: ignore[call-overload]


if __name__ == "__main__":
    main()
