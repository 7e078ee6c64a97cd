"""No page without a session, no answer without its headers: over every route that there is."""

from http import HTTPStatus

import pytest
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from auditor.web.app import pages
from auditor.web.desk import Desk
from auditor.web.gate import LIVE
from auditor.web.roles import Role
from tests.auditor.web import team
from tests.auditor.web.conftest import ORIGIN, Visitor

PUBLIC = {"/login", "/static/{name}"}
OPERATE = {
    "/reprobes",
    "/rounds/{round_id}/cameras/{row}/reprobe",
    "/rounds/{round_id}/cameras/{row}/waive",
    "/downloads",
    "/downloads/{name}",
}
ADMINISTER = {"/users", "/users/{name}/role", "/users/{name}/remove", "/operations"}
VALUES = {"round_id": team.LAST, "row": "2", "name": "cameras.csv"}
EXPECTED = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def routes(desk: Desk) -> list[tuple[str, str]]:
    """Method and path of every route, also of those that are added later."""
    found = list(iter_route_contexts(pages(desk).routes))
    assert len(found) > 20
    return [(method, one.path or "") for one in found for method in sorted(one.methods or ())]


def filled(path: str) -> str:
    name = {"/pictures/{round_id}/{name}": "1.jpg"}.get(path, VALUES["name"])
    return path.format(**VALUES | {"name": name})


def test_every_route_but_sign_in_and_style_asks_for_a_session(
    client: TestClient, desk: Desk
) -> None:
    for method, path in routes(desk):
        if path in PUBLIC:
            continue
        answer = client.request(method, filled(path), follow_redirects=False, headers=ORIGIN)
        wanted = 303 if method == "GET" and not path.startswith("/api/") and path != LIVE else 401
        assert (path, answer.status_code) == (path, wanted)
        assert team.COMMUNITY not in answer.text


@pytest.mark.parametrize("path", ["/nothing", "/docs", "/redoc", "/openapi.json", "//login/x"])
def test_what_does_not_exist_asks_for_a_session_too(client: TestClient, path: str) -> None:
    assert client.get(path, follow_redirects=False).status_code == 303


def test_every_answer_has_the_headers(client: TestClient, desk: Desk, visitor: Visitor) -> None:
    paths = [path for method, path in routes(desk) if method == "GET" and path != LIVE]
    for signed in (False, True):
        if signed:
            visitor.sign_in("guan")
        for path in (*paths, "/nothing", "/static/web.css", "/rounds?number=x"):
            answer = client.get(filled(path), follow_redirects=False)
            assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
            cached = "public, max-age=3600" if path == "/static/web.css" else "no-store"
            assert (path, answer.headers["cache-control"]) == (path, cached)


def test_no_role_does_what_a_higher_one_may(desk: Desk, visitor: Visitor) -> None:
    for user in team.team():
        visitor.sign_in(user.name)
        for method, path in routes(desk):
            if path in PUBLIC or path in ("/logout", LIVE):
                continue
            needed = Role.VIEW
            needed = Role.OPERATE if path in OPERATE else needed
            needed = Role.ADMINISTER if path in ADMINISTER else needed
            answer = visitor.client.request(method, filled(path), headers=ORIGIN)
            if not user.role.may(needed):
                assert (path, answer.status_code) == (path, 403)
                assert "您的角色不能进行此操作" in answer.text
            elif method == "GET":
                assert (path, answer.status_code) == (path, 200)
            else:  # it may, but the token is missing
                assert (path, answer.status_code) == (path, 403)
                assert "表单已失效" in answer.text
        visitor.post("/logout")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("testserver", 200),
        ("TESTSERVER:8460", 200),
        ("127.0.0.1:8460", 200),
        ("[::1]:8460", 200),
        ("evil.example", 421),
        ("testserver.evil.example", 421),
        ("testserver@evil.example", 421),
        ("", 421),
    ],
)
def test_only_known_names_are_answered(client: TestClient, host: str, status: int) -> None:
    assert client.get("/login", headers={"host": host}).status_code == status


def test_large_and_unmeasured_bodies_are_refused(operator: Visitor) -> None:
    client = operator.client
    large = client.post("/logout", content=b"a" * 70_000, headers=ORIGIN)
    odd = client.post("/logout", content=b"", headers=ORIGIN | {"content-length": "-1"})
    chunked = client.post("/logout", content=iter([b"a"]), headers=ORIGIN)
    assert (large.status_code, odd.status_code, chunked.status_code) == (413, 413, 411)


def test_long_heads_are_refused(client: TestClient) -> None:
    long_path = client.get(f"/login?{'a' * 17_000}")
    long_header = client.get("/login", headers={"x": "a" * 17_000})
    assert (long_path.status_code, long_header.status_code) == (431, 431)


def test_other_methods_are_refused(operator: Visitor) -> None:
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        assert operator.client.request(method, "/").status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_a_fault_of_the_store_is_told_without_its_text(viewer: Visitor, desk: Desk) -> None:
    desk.shelf.store.__exit__(None, None, None)
    answer = viewer.client.get("/")
    assert (answer.status_code, "服务日志" in answer.text) == (503, True)
    assert "auditor.sqlite" not in answer.text


def test_a_bug_is_answered_and_its_text_is_kept(
    viewer: Visitor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("rtsp://admin:invented@127.0.0.1/a")

    monkeypatch.setattr("auditor.web.pages.verdicts.part_of", broken)
    answer = viewer.client.get("/")
    assert answer.status_code == 500
    assert "invented" not in answer.text + "".join(capsys.readouterr())
