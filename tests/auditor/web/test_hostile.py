"""A register whose every text is hostile, and visitors who try everything in the address."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import lxml.html
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from auditor.store.store import NewRound, Store
from auditor.web.desk import Desk
from auditor.web.gate import Gate
from auditor.web.reprobes import Reprobe, ReprobeState
from auditor.web.users import UserBook
from tests.auditor.render import builders
from tests.auditor.render.hostile import HOSTILE, hostile_report
from tests.auditor.render.parsing import select
from tests.auditor.web import team
from tests.auditor.web.conftest import Visitor

ROUND = builders.ROUND
ROWS = range(1, len(HOSTILE) + 1)
PAGES = (
    *("/", "/rounds", f"/rounds/{ROUND}", f"/rounds/{ROUND}/cameras", f"/rounds/{ROUND}/findings"),
    *(f"/rounds/{ROUND}/cameras/{row}" for row in ROWS),
    *("/reprobes", "/operations", "/users", "/downloads", "/progress"),
)
FREE = ("{}", "/rounds?community={}", "/rounds?number={}", f"/rounds/{ROUND}/cameras?text={{}}")
QUERIES = (
    *FREE[1:],
    *(f"/rounds/{ROUND}/cameras?{name}={{}}" for name in ("state", "kind", "number", "told", "x")),
    *(f"/rounds/{ROUND}/findings?{name}={{}}" for name in ("state", "rule", "number")),
    *(f"/rounds/{ROUND}/cameras/1?told={{}}", "/?number={}", "/login?next={}"),
    *(f"/api/v1/rounds/{ROUND}/cameras?{name}={{}}" for name in ("text", "page", "size", "state")),
    "/api/v1/rounds?community={}",
)
PATHS = (
    *("/rounds/{}", "/rounds/{}/cameras", f"/rounds/{ROUND}/cameras/{{}}", "/rounds/{}/findings"),
    *("/pictures/{}/1.jpg", f"/pictures/{ROUND}/{{}}", "/downloads/{}", "/static/{}"),
    *("/api/v1/rounds/{}/rates", "/users/{}/role", "/{}"),
)
WORDS = (
    *(text[:500] for text in HOSTILE),
    *("\0", "a\0b", "%00", "..", "../../etc/passwd", "....//....//", "\\..\\..", "/etc/passwd"),
    *("-1", "0", "1e9", "9" * 30, "٣", "1.5", "NaN", "true", "[]", "{}", "' OR 1=1 --", "*", "%"),
    "名" * 1500,
)
NOT_OURS = (
    *("//svg[@onload]", "//*[@onerror or @onmouseover or @style]", "//iframe", "//object"),
    "//script[not(@src='/static/live.js')]",
    "//img[not(starts-with(@src, '/pictures/'))]",
    "//a[not(starts-with(@href, '/') or starts-with(@href, '#'))]",
    *("//a[starts-with(@href, '//')]", "//form[not(starts-with(@action, '/'))]"),
)


@pytest.fixture
def hostile(tmp_path: Path, clock: team.Clock, built: FastAPI) -> Iterator[tuple[Visitor, Desk]]:
    """The pages over a store with one hostile round, for an administrator."""
    chosen = team.config(tmp_path)
    report = hostile_report()
    report = replace(report, provenance=replace(report.provenance, round_id=ROUND))
    new = NewRound(
        id=ROUND,
        community=report.community,
        started_at=builders.STARTED,
        registry_sha256="a" * 64,
        profile="shandong-growth",
        tool_version="0.1.0",
    )
    UserBook(Path(chosen.web.users)).change(lambda _: team.team())
    with Store(chosen.files.store) as store:
        store.begin_round(new)
        store.end_round(report)
        desk = team.desk(chosen, store, clock)
        desk.reprobes.write(
            Reprobe(
                id="20261124T010000Z-0a1b2c",
                device_code=HOSTILE[0],
                community=HOSTILE[1],
                who=HOSTILE[2],
                asked_at=clock.now,
                state=ReprobeState.FAILED,
                message=HOSTILE[3],
            )
        )
        built.state.desk = desk
        with TestClient(Gate(built, desk), client=("127.0.0.99", 1)) as client:
            yield Visitor(client), desk


@pytest.mark.parametrize("name", ["kan", "guan"])
def test_nothing_of_a_register_is_markup(hostile: tuple[Visitor, Desk], name: str) -> None:
    visitor, desk = hostile
    visitor.sign_in(name)
    for text in HOSTILE:
        desk.journal.note(desk.clock(), who=text, source="s", verb=text[:30], subject=text, x=text)
    seen = 0
    for path in PAGES:
        answer = visitor.client.get(path)
        if answer.status_code == 403:
            continue
        assert (path, answer.status_code) == (path, 200)
        harmless(answer.text, path)
        seen += 1
    assert seen == len(PAGES) - (4 if name == "kan" else 0)


@pytest.mark.parametrize("form", QUERIES)
def test_no_query_breaks_a_page_or_comes_back_as_markup(
    hostile: tuple[Visitor, Desk], form: str
) -> None:
    visitor, _ = hostile
    visitor.sign_in("kan")
    for word in WORDS:
        answer = visitor.client.get(form.format(quote(word, errors="replace")))
        assert (form, word[:40], answer.status_code) in [
            (form, word[:40], status) for status in (200, 400, 404, 422, 431)
        ]
        harmless(answer.text, form)


@pytest.mark.parametrize("form", PATHS)
def test_no_path_breaks_a_page_or_leads_out(hostile: tuple[Visitor, Desk], form: str) -> None:
    visitor, _ = hostile
    visitor.sign_in("guan")
    for word in WORDS:
        path = form.format(quote(word, safe="", errors="replace"))
        answer = visitor.client.get(path, follow_redirects=False)
        assert (path[:80], answer.status_code) in [
            (path[:80], status) for status in (200, 303, 307, 404, 405, 422, 431)
        ]
        assert "root:" not in answer.text
        assert not answer.headers.get("location", "").startswith(("//", "http://evil"))
        harmless(answer.text, path[:80])


def harmless(text: str, where: str) -> None:
    """No element, attribute or address that is not ours; nothing unseen."""
    if not text.startswith("<!DOCTYPE"):
        return
    page = lxml.html.document_fromstring(text)
    found = [one for path in NOT_OURS for one in select(page, path)]
    assert (where, [lxml.html.tostring(one)[:200] for one in found]) == (where, [])
    assert (where, set(text) & set("\0\x1b\u202e\u2066")) == (where, set())
