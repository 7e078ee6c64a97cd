"""The pages in this process, without a socket; `Visitor` is a browser that knows forms."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from auditor.config import Config
from auditor.store.store import Store
from auditor.web.app import pages
from auditor.web.desk import Desk
from auditor.web.gate import Gate
from tests.auditor.web import team

ORIGIN = {"origin": "http://testserver"}


@dataclass
class Visitor:
    """What a browser does with a form: the hidden token and the origin go along."""

    client: TestClient

    def token(self, path: str = "/") -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self.client.get(path).text)
        return found[1] if found else ""

    def post(self, path: str, at: str = "/", **fields: str) -> "Answer":
        data = {"csrf": self.token(at)} | fields
        answer = self.client.post(path, data=data, headers=ORIGIN, follow_redirects=False)
        return Answer(answer.status_code, answer.headers.get("location", ""), answer.text)

    def sign_in(self, name: str, password: str = team.PASSWORD) -> "Answer":
        return self.post("/login", "/login", name=name, password=password)


@dataclass
class Answer:
    status: int
    location: str
    text: str


@pytest.fixture
def clock() -> team.Clock:
    return team.Clock()


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once and copied, since a store takes its time."""
    folder = tmp_path_factory.mktemp("team")
    team.settle(folder)
    return folder


@pytest.fixture(scope="session")
def built() -> FastAPI:
    """The routes, put together once; each test gives them its own desk."""
    return pages(cast("Desk", None))


@pytest.fixture
def chosen(settled: Path, tmp_path: Path) -> Config:
    shutil.copytree(settled, tmp_path, dirs_exist_ok=True)
    return team.config(tmp_path, reprobes_per_hour=2)


@pytest.fixture
def desk(chosen: Config, clock: team.Clock) -> Iterator[Desk]:
    with Store(chosen.files.store) as store:
        yield team.desk(chosen, store, clock)


@pytest.fixture
def client(desk: Desk, built: FastAPI) -> Iterator[TestClient]:
    built.state.desk = desk
    with TestClient(Gate(built, desk), client=("127.0.0.99", 50000)) as client:
        yield client


@pytest.fixture
def visitor(client: TestClient) -> Visitor:
    return Visitor(client)


@pytest.fixture
def viewer(visitor: Visitor) -> Visitor:
    visitor.sign_in("kan")
    return visitor


@pytest.fixture
def operator(visitor: Visitor) -> Visitor:
    visitor.sign_in("cao")
    return visitor


@pytest.fixture
def administrator(visitor: Visitor) -> Visitor:
    visitor.sign_in("guan")
    return visitor
