"""The report in a real browser: what it asks for, its table, its looks, its use by keyboard."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from auditor.finding_ids import finding_ids
from auditor.history.build import report_history
from auditor.model import Report
from benchmarks.large_reports import large_report
from tests.auditor.history.nights import night_report, past
from tests.auditor.render.hostile import hostile_report
from tests.browser.reports import page_alone, sample_folder

# A busy machine is no fault of the page.
expect.set_options(timeout=30_000)
LARGE = 10_000
PHONE: ViewportSize = {"width": 390, "height": 844}
# A4 without its margins.
PAPER: ViewportSize = {"width": 695, "height": 1017}
Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sample_folder(tmp_path_factory.mktemp("sample")).as_uri()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    return page_alone(tmp_path_factory.mktemp("large"), large_report(LARGE)).as_uri()


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Three parts, two of them beside the page."""
    report = large_report(2 * LARGE + 1)
    return page_alone(tmp_path_factory.mktemp("parted"), report).as_uri()


def rows(page: Page) -> list[str]:
    table = page.locator("#camera-table tbody tr")
    return [str(name) for name in table.evaluate_all("all => all.map(one => one.id)")]


def test_nothing_is_requested_but_files_beside_the_page(page: Page, sample: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(sample)
    page.keyboard.press("End")
    page.wait_for_load_state("networkidle")
    folder = sample.rpartition("/")[0]

    assert [url for url in asked if not url.startswith((folder, "data:"))] == []


def test_a_word_or_a_state_narrows_the_cameras(page: Page, sample: str) -> None:
    page.goto(sample)
    box = page.locator("[data-table-filter]")
    box.locator("input").fill("404")
    assert rows(page) == ["camera-7"]
    box.locator("input").fill("")
    box.locator("select").select_option("offline")
    assert rows(page) == ["camera-4", "camera-5"]
    expect(box.locator("output")).to_have_text("2 / 41 路")
    box.locator("input").fill("没有这样的摄像机")
    expect(page.locator("#camera-table tbody")).to_contain_text("没有符合条件的摄像机")


def test_a_row_made_by_the_script_reads_like_the_written_one(page: Page, sample: str) -> None:
    page.goto(sample)
    table = page.locator("#camera-table tbody")
    written = table.evaluate("body => body.textContent.replace(/\\s+/g, '')")
    page.locator("[data-table-filter] input").fill("x")
    page.locator("[data-table-filter] input").fill("")

    assert table.evaluate("body => body.textContent.replace(/\\s+/g, '')") == written


def test_columns_sort_both_ways(page: Page, sample: str) -> None:
    page.goto(sample)
    head = page.locator("#camera-table th[data-sort=frame]")
    head.locator("button").click()
    assert rows(page)[:2] == ["camera-1", "camera-2"]
    assert head.get_attribute("aria-sort") == "ascending"
    page.locator("#camera-table th[data-sort=row] button").click()
    page.locator("#camera-table th[data-sort=row] button").click()
    assert rows(page)[0] == "camera-41"


def test_a_permalink_leads_to_its_camera_by_row_or_code(page: Page, large: str) -> None:
    for name in ("9321", "37011600011320009321"):
        page.goto("about:blank")
        page.goto(f"{large}#camera-{name}")
        row = page.locator("#camera-9321")
        expect(row).to_be_in_viewport()
        expect(row).to_be_focused()


def test_a_finding_s_id_leads_to_it_or_to_its_camera(
    page: Page, sample: str, tmp_path: Path
) -> None:
    page.goto(sample)
    link = page.locator("#camera-table a.id").first
    name = link.text_content()
    link.click()
    expect(page.locator(f"#findings tr[id='{name}']")).to_be_in_viewport()
    page.locator("[data-table-filter] input").fill(str(name))
    assert len(rows(page)) == 1

    report = large_report(1_000, findings_each=1)
    many = page_alone(tmp_path, report).as_uri()
    page.goto(f"{many}#{finding_ids(report)[-1]}")  # too many of its rule to be listed
    expect(page.locator("#camera-1000")).to_be_focused()


def test_a_broken_fragment_breaks_nothing(page: Page, sample: str) -> None:
    page.goto(f"{sample}#%")
    expect(page.locator("html[data-cameras='41']")).to_be_attached()


def test_ten_thousand_cameras_are_paged_and_searched(page: Page, large: str) -> None:
    page.goto(large)
    pager = page.locator("#camera-pager")
    expect(pager.locator("output")).to_have_text("第 1 / 50 页")
    pager.get_by_text("下一页").click()
    assert rows(page)[0] == "camera-201"
    page.locator("[data-table-filter] input").fill(f"{LARGE:06d}")
    assert rows(page) == [f"camera-{LARGE}"]


def test_parts_beside_the_page_are_read_from_disk(page: Page, parted: str) -> None:
    page.goto(f"{parted}#camera-{2 * LARGE + 1}")
    expect(page.locator(f"html[data-cameras='{2 * LARGE + 1}']")).to_be_attached()
    expect(page.locator(f"#camera-{2 * LARGE + 1}")).to_be_in_viewport()
    page.locator("[data-table-filter] input").fill("k03000")
    assert rows(page) == [f"camera-{row}" for row in range(11_996, 12_000)]


def test_without_scripts_the_first_cameras_are_there_and_it_says_so(
    browser: Browser, large: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(large)
    assert page.locator("#camera-table tbody tr").count() == 200
    expect(page.locator("#cameras [data-without-script]")).to_contain_text("此处只列前 200 路")
    context.close()


def test_hostile_names_run_nothing(page: Page, tmp_path: Path) -> None:
    said: list[str] = []
    # A dialog that nobody answers would stop the page, and the test with it.
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    page.goto(page_alone(tmp_path, hostile_report(), masked=False).as_uri())
    page.locator("#camera-table th[data-sort=name] button").click()
    page.locator("[data-table-filter] input").fill("alert")

    assert said == []
    assert page.locator("#cameras script, #cameras svg, #cameras [onerror]").count() == 0
    expect(page.locator("#camera-table")).to_contain_text("<script>alert(1)</script>")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, scheme: Scheme, sample: str) -> None:
    context = browser.new_context(color_scheme=scheme)
    assert grave(context.new_page(), sample) == []
    context.close()


@pytest.mark.long
def test_axe_finds_nothing_serious_in_ten_thousand_cameras(page: Page, large: str) -> None:
    # The colours are the same everywhere, and to measure them in every cell takes a minute.
    assert grave(page, large, {"rules": {"color-contrast": {"enabled": False}}}) == []


def grave(page: Page, url: str, options: dict[str, object] | None = None) -> list[tuple[str, str]]:
    """What axe calls serious or critical, with the first element of each."""
    page.goto(url)
    # Whatever is out of sight would be skipped.
    page.add_style_tag(content="main > section { content-visibility: visible !important }")
    # Without the thousands of elements that pass, the answer is small.
    asked: dict[str, object] = {"resultTypes": ["violations"], **(options or {})}
    found = Axe().run(page, options=asked).response["violations"]
    return [
        (one["id"], one["nodes"][0]["html"][:200])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    return page_alone(tmp_path_factory.mktemp("hostile"), hostile_report()).as_uri()


@pytest.mark.parametrize("which", ["sample", "large", "hostile"])
def test_a_phone_never_scrolls_sideways(
    browser: Browser, which: str, request: pytest.FixtureRequest
) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(request.getfixturevalue(which))
    page.add_style_tag(content="main > section { content-visibility: visible !important }")
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert width == PHONE["width"]


def test_dark_and_light_are_different_papers(browser: Browser, sample: str) -> None:
    papers = []
    schemes: tuple[Scheme, ...] = ("light", "dark")
    for scheme in schemes:
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        page.goto(sample)
        papers.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        context.close()

    assert papers == ["rgb(255, 255, 255)", "rgb(20, 24, 29)"]


def test_the_page_prints_with_its_charts(page: Page, sample: str) -> None:
    page.goto(sample)
    printed = page.pdf(format="A4")

    assert printed.count(b"/Type /Page\n") >= 8
    assert page.locator(".chart svg").count() == 4


def test_charts_are_drawn_for_the_paper_before_it_is_printed(page: Page, sample: str) -> None:
    page.goto(sample)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    drawn = page.locator(".chart svg").evaluate_all("all => all.map(one => one.getBBox().width)")

    assert [width <= PAPER["width"] for width in drawn] == [True] * 4


def test_every_column_of_the_findings_can_be_read_on_paper(page: Page, sample: str) -> None:
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    page.goto(sample)
    cells = page.locator(".findings tbody td").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().width)"
    )

    assert min(cells) > 55


def test_paper_says_that_it_does_not_list_every_camera(page: Page, large: str) -> None:
    page.goto(large)
    note = page.get_by_text(f"打印件至多列 200 路，共 {LARGE} 路；全部见 cameras.csv。")
    expect(note).to_be_hidden()
    page.emulate_media(media="print")

    expect(note).to_be_visible()


def test_a_column_that_sorts_keeps_its_head_on_every_printed_page(page: Page, sample: str) -> None:
    page.emulate_media(media="print")
    page.goto(sample)
    shown = page.locator(".sort").evaluate_all(
        "all => all.map(one => getComputedStyle(one).display)"
    )

    # Chromium does not repeat form controls in the heads of the following pages.
    assert set(shown) == {"contents"}


def test_keys_reach_everything_in_order(page: Page, sample: str) -> None:
    page.goto(sample)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    names = []
    for _ in range(40):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.getAttribute('href')"))
    links = page.locator("nav a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    start = names.index(links[1]) - 1

    assert names[start : start + len(links)] == links


def test_the_map_moves_by_keys(page: Page, sample: str) -> None:
    page.goto(sample)
    canvas = page.locator("#map canvas")
    canvas.scroll_into_view_if_needed()
    canvas.focus()
    seen = [canvas.screenshot()]
    for key in ("ArrowLeft", "+", "0"):
        page.keyboard.press(key)
        page.evaluate(
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        seen.append(canvas.screenshot())

    assert seen[0] != seen[1] != seen[2]
    assert seen[3] == seen[0]


def test_a_click_on_the_unmasked_map_opens_the_camera(page: Page, tmp_path: Path) -> None:
    page.goto(page_alone(tmp_path, large_report(1), masked=False).as_uri())
    canvas = page.locator("#map canvas")
    canvas.scroll_into_view_if_needed()
    canvas.click()

    expect(page.locator("#camera-1")).to_be_focused()


def nights_report() -> Report:
    """Thirty nights of six cameras; the first comes and goes."""
    letters = [f"{'ox'[night % 2]}oooo{'o' if night < 20 else 'x'}" for night in range(30)]
    tonight = night_report(29, letters[-1])
    return replace(tonight, history=report_history(past(*letters[:-1]), tonight))


@pytest.mark.parametrize("width", [1440, 390])
def test_the_last_of_many_nights_is_in_view(page: Page, tmp_path: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(page_alone(tmp_path, nights_report()).as_uri())
    page.add_style_tag(content="main > section { content-visibility: visible !important }")
    region = page.locator("#trend .wide")
    region.scroll_into_view_if_needed()

    expect(region.locator("thead th").last).to_be_in_viewport()
    expect(region.locator("tbody th").first).to_be_in_viewport()
    assert region.locator("tbody th").first.evaluate("one => one.clientHeight") < 100
    assert page.locator("td[data-label=较上轮]").first.evaluate("one => one.clientHeight") < 100
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_axe_finds_nothing_serious_in_many_nights(page: Page, tmp_path: Path) -> None:
    assert grave(page, page_alone(tmp_path, nights_report()).as_uri()) == []
