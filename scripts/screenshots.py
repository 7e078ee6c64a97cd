"""Takes the pictures of the README from the invented community: its report, the team's page.

``make screenshots`` audits it anew in a folder of its own; with a folder as argument, what `auditor
demo` left there is taken.  Pictures are small files: one that is too large is an error.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
LARGEST_BYTES = 150_000
WIDE = {"width": 1440, "height": 900}
SHORT = {"width": 1280, "height": 640}
PHONE = {"width": 390, "height": 844}
USER, PASSWORD = "guest", "only for a picture"
_MISSED = 1  # the sample misses its indicators by design


def main() -> int:
    """Audit, open, take, check."""
    if len(sys.argv) > 1:
        _take(Path(sys.argv[1]).resolve())
        return 0
    with tempfile.TemporaryDirectory() as folder:
        program = [Path(sys.executable).parent / "auditor", "demo", "--folder", folder]
        done = subprocess.run(program, check=False, stdout=subprocess.DEVNULL)
        if done.returncode != _MISSED:
            return done.returncode
        _take(Path(folder))
    return 0


def _take(folder: Path) -> None:
    """``folder`` holds the store and the reports."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    report = (folder / "reports" / "index.html").as_uri()
    with _chromium() as browser:
        _picture(_open(browser, report, WIDE), "report.png")
        _picture(_open(browser, report, SHORT, section="plan"), "report-repairs.png")
        _picture(_open(browser, report, SHORT, section="ladder"), "report-ladder.png")
        _picture(_open(browser, report, SHORT, scheme="dark", section="groups"), "report-dark.png")
        _picture(_open(browser, report, PHONE), "report-phone.png")
        with tempfile.TemporaryDirectory() as private, _web(folder, Path(private)) as address:
            page = _signed_in(browser, address)
            page.get_by_role("link", name="摄像机", exact=True).click()
            page.get_by_label("状态").select_option(label="画面异常")
            page.get_by_role("button", name="筛选").click()
            page.wait_for_url("**state=picture_abnormal*")
            page.wait_for_load_state("networkidle")
            _picture(page, "web.png")


@contextmanager
def _web(folder: Path, private: Path) -> Iterator[str]:
    """`auditor web` over what lies in ``folder``; its own files go to ``private``."""
    config = private / "auditor.toml"
    config.write_text(
        f'[files]\nstore = "{folder}/auditor.sqlite"\nreports = "{folder}/reports"\n'
        f'operations = "{private}/operations.log"\n'
        f'[web]\nusers = "{private}/users.toml"\nqueue = "{private}/queue"\n',
        encoding="utf-8",
    )
    program = [Path(sys.executable).parent / "auditor", "web"]
    add = [*program, "user", "add", USER, "--role", "view", f"--config={config}"]
    subprocess.run(add, check=True, input=f"{PASSWORD}\n", text=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [*program, f"--config={config}", f"--port={port}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as child:
        try:
            assert child.stderr is not None
            child.stderr.readline()  # it says its address when it can be used
            yield f"http://127.0.0.1:{port}/"
        finally:
            child.terminate()


def _signed_in(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport=SHORT)  # type: ignore[arg-type]
    page.goto(address)
    page.get_by_label("用户名").fill(USER)
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    return page


@contextmanager
def _chromium() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        sys.exit("no chromium on this machine: apt-get install chromium fonts-noto-cjk")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


def _open(
    browser: Browser,
    report: str,
    size: dict[str, int],
    *,
    scheme: str = "light",
    section: str = "",
) -> Page:
    page = browser.new_page(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(report)
    page.add_style_tag(content="main > section { content-visibility: visible !important }")
    if section:
        page.evaluate("id => document.getElementById(id).scrollIntoView()", section)
        for chart in page.locator(f"#{section} .chart").all()[:1]:
            chart.locator("svg").wait_for()
    return page


def _picture(page: Page, name: str) -> None:
    path = IMAGES / name
    seen = cv2.imdecode(np.frombuffer(page.screenshot(), np.uint8), cv2.IMREAD_COLOR)
    page.close()
    # Sixteen shades a channel, black and white exact: a third of the size, and letters stay sharp.
    few = (np.rint(seen / 17) * 17).astype(np.uint8)
    cv2.imwrite(str(path), few, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    size = path.stat().st_size
    print(f"{path}: {size} bytes")
    if size > LARGEST_BYTES:
        sys.exit(f"{name}: {size} bytes, more than {LARGEST_BYTES}")


if __name__ == "__main__":
    sys.exit(main())
