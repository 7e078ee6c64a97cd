"""Behind a proxy that has TLS: browsers see https, this server sees http."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from auditor.config import Config, Web
from auditor.store.store import Store
from auditor.web.gate import Gate
from auditor.web.serve import Place, make_desk
from tests.auditor.web import team

PUBLIC = "https://audit.example"


@dataclass(frozen=True)
class Proxy:
    """Takes TLS away, as nginx does, and passes the Host header on."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        await self.app({**scope, "scheme": "http"}, receive, send)


@pytest.fixture
def browser(chosen: Config, clock: team.Clock, built: FastAPI) -> Iterator[TestClient]:
    web = Web.model_validate({**chosen.web.model_dump(), "public_url": PUBLIC})
    with Store(chosen.files.store) as store:
        desk = make_desk(chosen.model_copy(update={"web": web}), store, Place())
        built.state.desk = desk = replace(desk, clock=clock)
        with TestClient(Proxy(Gate(built, desk)), base_url=PUBLIC) as client:
            yield client


def sign_in(browser: TestClient, origin: str) -> int:
    found = re.search(r'name="csrf" value="([^"]+)"', browser.get("/login").text)
    assert found
    data = {"csrf": found[1], "name": "kan", "password": team.PASSWORD}
    headers = {"origin": origin}
    return browser.post("/login", data=data, headers=headers, follow_redirects=False).status_code


def test_a_form_of_the_public_address_is_ours_and_the_cookie_needs_tls(browser: TestClient) -> None:
    assert sign_in(browser, PUBLIC) == 303
    (cookie,) = (one for one in browser.cookies.jar if one.name == "__Host-auditor")
    assert cookie.secure
    answer = browser.get("/", follow_redirects=False)
    assert answer.status_code == 200
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize("origin", ["http://audit.example", "https://evil.example", "null"])
def test_a_form_of_any_other_is_not(browser: TestClient, origin: str) -> None:
    assert sign_in(browser, origin) == 403
