"""A real Chromium for the tests in this folder: Debian's, driven by playwright.

Skipped where there is none.
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
# Every address but loopback; files and inline data are no requests of this kind.
_ELSEWHERE = re.compile(r"^(http|ws)s?://(?!127\.\d+\.\d+\.\d+[:/])")
_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip("no chromium on this machine: apt-get install chromium fonts-noto-cjk")
    # Root, as in a container, can have no sandbox of its own; pages are ours alone.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=found, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page at 1440x900 that can reach nothing but files and loopback."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.route(_ELSEWHERE, lambda route: route.abort())
    opened = context.new_page()
    yield opened
    context.close()
