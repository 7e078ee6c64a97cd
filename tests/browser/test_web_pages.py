"""The page for the team in a real browser, from a real server on loopback."""

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from auditor.oplog.file import verify
from auditor.render.figures import SHANGHAI
from auditor.waivers_file import read_waivers
from tests.auditor.web import team

LAST = f"/rounds/{team.LAST}"
# Serves as the verb does, but a re-probe runs a program that only says that it ran.
SERVER = """
import sys
from pathlib import Path
from auditor.cli.settings import configuration
from auditor.web.serve import Place, serve
file = Path(sys.argv[1])
child = (sys.executable, "-c", "import sys; print(sys.argv[1:], file=sys.stderr); sys.exit(1)")
serve(configuration(file), Place(port=int(sys.argv[2])), file=file,
      started=lambda url: print(url, flush=True), program=child)
"""
CONFIG = """
[files]
store = "{0}/auditor.sqlite"
reports = "{0}/reports"
waivers = "{0}/waivers.toml"
operations = "{0}/operations.log"
[web]
users = "{0}/users.toml"
queue = "{0}/queue"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("web")
    team.settle(folder)
    (folder / "auditor.toml").write_text(CONFIG.format(folder), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def server(folder: Path, browser: Browser) -> Iterator[str]:
    """Its address; at the end it is asked to stop and must do so in order."""
    del browser  # no browser, no server
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    command = [sys.executable, "-c", SERVER, str(folder / "auditor.toml"), str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        try:
            assert child.stdout is not None
            yield child.stdout.readline().strip().rstrip("/")
            child.terminate()
            assert child.wait(30) == 0
        finally:
            child.kill()


@pytest.fixture
def errors(page: Page) -> list[str]:
    """What the browser complains of: a style or a script that its policy refuses, for example."""
    told: list[str] = []
    page.on(
        "console", lambda message: told.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: told.append(str(error)))
    return told


def sign_in(page: Page, server: str, name: str) -> None:
    page.goto(server)
    page.get_by_label("用户名").fill(name)
    page.get_by_label("口令").fill(team.PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="最新结论")).to_be_visible()


def test_a_look_at_a_round_and_its_cameras(page: Page, server: str, errors: list[str]) -> None:
    sign_in(page, server, "kan")
    page.get_by_role("link", name="摄像机", exact=True).click()
    page.get_by_label("状态").select_option(label="离线")
    page.get_by_label("查找").fill("原因 118")
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_role("status")).to_have_text("1 / 120 路")
    page.locator("#cameras tbody a").first.click()
    expect(page.get_by_role("heading", name="历次检测")).to_be_visible()
    expect(page.get_by_role("button", name="申请复测")).to_have_count(0)
    page.get_by_role("button", name="退出").click()
    expect(page).to_have_url(f"{server}/login")
    assert errors == []


def test_a_hostile_name_runs_nothing_and_its_picture_is_shown(
    page: Page, server: str, errors: list[str]
) -> None:
    sign_in(page, server, "kan")
    for path in (f"{LAST}/cameras", f"{LAST}/cameras/1"):
        page.goto(server + path)
        expect(page.get_by_text("onerror").first).to_be_visible()
        assert page.title() not in ("run", "1")
    picture = page.locator(".picture img")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640
    assert errors == []


def test_re_probe_and_waive_and_download(page: Page, server: str, folder: Path) -> None:
    sign_in(page, server, "cao")
    page.goto(f"{server}{LAST}/cameras/2")
    page.get_by_label("责任人").fill("张三")
    page.get_by_label("理由").fill("待更换")
    page.get_by_label("到期日").fill(f"{datetime.now(SHANGHAI).date() + timedelta(days=30)}")
    page.get_by_role("button", name="写入豁免").click()
    expect(page.get_by_text("下一轮检测判定时生效；本轮结论不变").first).to_be_visible()
    assert [one.owner for one in read_waivers(folder / "waivers.toml").waivers] == ["张三"]
    page.get_by_role("button", name="申请复测").click()
    expect(page).to_have_url(f"{server}/reprobes")
    row = page.locator("tbody tr").first
    for _ in range(40):
        if row.get_by_text("已完成").count():
            break
        page.wait_for_timeout(250)
        page.reload()
    expect(row).to_contain_text("退出码 1")
    page.goto(f"{server}/downloads")
    with page.expect_download() as download:
        page.get_by_role("link", name="cameras.csv").click()
    assert Path(download.value.path()).read_text(encoding="utf-8") == "设备编码\n"
    assert verify(folder / "operations.log").intact


def test_a_wrong_role_is_refused_in_words(page: Page, server: str) -> None:
    sign_in(page, server, "kan")
    token = page.locator("input[name=csrf]").first.input_value()
    page.goto(f"{server}/users")
    expect(page.get_by_role("alert")).to_have_text("您的角色不能进行此操作。")
    answer = page.request.post(
        f"{server}{LAST}/cameras/3/reprobe", form={"csrf": token}, headers={"origin": server}
    )
    assert answer.status == 403


def test_another_site_cannot_send_a_form(page: Page, server: str) -> None:
    sign_in(page, server, "cao")
    page.goto(
        "data:text/html,<form method=post action='" + f"{server}/logout'><button>x</button></form>"
    )
    page.get_by_role("button").click()
    page.goto(server)
    expect(page.get_by_role("heading", name="最新结论")).to_be_visible()  # still signed in


def test_progress_follows_the_round(
    page: Page, server: str, folder: Path, errors: list[str]
) -> None:
    progress = folder / "reports" / ".progress.json"
    sign_in(page, server, "kan")
    page.goto(f"{server}/progress")
    expect(page.get_by_text("当前没有正在进行的检测")).to_be_visible()
    for done in (3, 7):
        written = {
            "community": team.COMMUNITY,
            "attempt": 1,
            "tries": 3,
            "done": done,
            "total": 39,
            "states": {"picture_ok": done, "strange": 1},
            "updated_at": "2099-01-01T00:00:00Z",
        }
        progress.write_text(json.dumps(written), encoding="utf-8")
        expect(page.locator("#live-text")).to_contain_text(f"{done} / 39")
    expect(page.locator("#live-states")).to_have_text(re.compile("出图正常 7"))
    progress.unlink()
    expect(page.get_by_text("当前没有正在进行的检测")).to_be_visible()
    assert errors == []


def test_every_page_is_accessible_and_fits_a_telephone(
    page: Page, server: str, errors: list[str]
) -> None:
    page.goto(f"{server}/login")
    _check(page)
    sign_in(page, server, "guan")
    round_pages = (LAST, f"{LAST}/cameras", f"{LAST}/cameras/2", f"{LAST}/findings")
    rest = ("/", "/rounds", "/progress", "/reprobes", "/downloads", "/users", "/operations")
    for path in (*rest, *round_pages):
        page.goto(server + path)
        _check(page)
    assert errors == []


def _check(page: Page) -> None:
    found = Axe().run(page)
    serious = [
        (page.url, one["id"], [node["html"] for node in one["nodes"]][:3])
        for one in found.response["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, page.url
    page.set_viewport_size({"width": 1440, "height": 900})
