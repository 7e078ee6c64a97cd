"""Sign-in, sessions, forms: what is refused, and that refusals look alike."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from auditor.oplog.file import entries
from auditor.web.access import early_token
from auditor.web.app import pages
from auditor.web.desk import Desk
from auditor.web.gate import Gate
from auditor.web.passwords import PasswordCheck
from auditor.web.roles import Role
from auditor.web.users import with_user, without_user
from tests.auditor.web import team
from tests.auditor.web.conftest import ORIGIN, Visitor


def test_the_right_password_opens_the_pages(visitor: Visitor, desk: Desk) -> None:
    answer = visitor.sign_in("kan")
    assert (answer.status, answer.location) == (303, "/")
    assert team.COMMUNITY in visitor.client.get("/").text
    logged = [(one.who, one.verb, one.details) for one in entries(desk.journal.path)]
    assert logged == [("kan", "web sign-in", {"from": "127.0.0.99", "role": "view"})]


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor: Visitor) -> None:
    client = visitor.client
    form = {"csrf": visitor.token("/login"), "name": "kan", "password": team.PASSWORD}
    answer = client.post("/login", data=form, headers=ORIGIN, follow_redirects=False)
    cookies = dict(
        re.findall(r"(auditor\w*)=([^;]*)", ",".join(answer.headers.get_list("set-cookie")))
    )
    session = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("auditor="))
    assert re.fullmatch(r"auditor=[\w-]{43}; HttpOnly; Path=/; SameSite=strict", session)
    assert len(cookies["auditor"]) == 43


def test_with_tls_cookies_are_bound_to_it(desk: Desk) -> None:
    secure = replace(desk, secure=True)
    with TestClient(Gate(pages(secure), secure), base_url="https://testserver") as client:
        found = re.search(r'name="csrf" value="([^"]+)"', client.get("/login").text)
        assert found is not None
        form = {"csrf": found[1], "name": "kan", "password": team.PASSWORD}
        origin = {"origin": "https://testserver"}
        answer = client.post("/login", data=form, headers=origin, follow_redirects=False)
    cookie = answer.headers.get_list("set-cookie")[0]
    assert cookie.startswith("__Host-auditor=")
    assert cookie.endswith("; HttpOnly; Path=/; SameSite=strict; Secure")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_an_unknown_user_and_a_wrong_password_get_one_answer(
    visitor: Visitor, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[bool] = []
    matches = PasswordCheck.matches

    def counted(self: PasswordCheck, stored: str | None, password: str) -> bool:
        checked.append(stored is None)
        return matches(self, stored, password)

    monkeypatch.setattr(PasswordCheck, "matches", counted)
    wrong, unknown = visitor.sign_in("kan", "x" * 12), visitor.sign_in("nobody", "x" * 12)
    assert wrong == unknown
    assert (wrong.status, "用户名或口令不正确" in wrong.text) == (401, True)
    assert checked == [False, True]  # the same work is done for both
    assert [one.verb for one in entries(desk.journal.path)] == ["web sign-in refused"] * 2


def test_after_five_tries_nobody_gets_in_for_a_quarter_of_an_hour(
    visitor: Visitor, clock: team.Clock
) -> None:
    statuses = [visitor.sign_in("kan", "wrong password").status for _ in range(6)]
    assert statuses == [401] * 5 + [429]
    assert visitor.sign_in("kan").status == 429  # the right one says nothing either
    assert visitor.sign_in("cao").status == 303  # a colleague at the same address
    visitor.post("/logout")
    clock.now += timedelta(minutes=15)
    assert visitor.sign_in("kan").status == 303


def test_right_passwords_are_not_counted(visitor: Visitor) -> None:
    for _ in range(7):
        assert visitor.sign_in("kan").status == 303
        visitor.post("/logout")


def test_a_session_ends_when_it_is_idle(viewer: Visitor, clock: team.Clock) -> None:
    for _ in range(3):
        clock.now += timedelta(minutes=29)
        assert viewer.client.get("/", follow_redirects=False).status_code == 200
    clock.now += timedelta(minutes=30)
    assert viewer.client.get("/", follow_redirects=False).headers["location"] == "/login"


def test_a_session_ends_after_its_longest_time(viewer: Visitor, clock: team.Clock) -> None:
    for _ in range(30):
        clock.now += timedelta(minutes=20)
        last = viewer.client.get("/", follow_redirects=False).status_code
    assert last == 303


def test_signing_out_ends_the_session_on_the_server(viewer: Visitor) -> None:
    cookie = viewer.client.cookies["auditor"]
    assert viewer.post("/logout").location == "/login"
    viewer.client.cookies.set("auditor", cookie)
    assert viewer.client.get("/", follow_redirects=False).status_code == 303


def test_a_removed_user_is_signed_out(viewer: Visitor, desk: Desk) -> None:
    desk.users.change(lambda users: without_user(users, "kan"))
    assert viewer.client.get("/", follow_redirects=False).status_code == 303


def test_a_new_password_signs_out(viewer: Visitor, desk: Desk) -> None:
    other = team.user("cao", Role.OPERATE).password
    changed = team.user("kan", Role.VIEW).model_copy(update={"password": other})
    desk.users.change(lambda users: with_user(users, changed))
    assert viewer.client.get("/", follow_redirects=False).status_code == 303


def test_a_made_up_cookie_opens_nothing(client: TestClient) -> None:
    for value in ("", "x", "a" * 43, "é", '"'):
        answer = client.get(
            "/", headers={b"cookie": f"auditor={value}".encode()}, follow_redirects=False
        )
        assert answer.status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "http://evil.example"},
        {"origin": "https://testserver"},
        {"origin": "http://testserver:81"},
        {"origin": "http://testserver.evil.example"},
    ],
)
def test_a_form_of_another_origin_is_refused(operator: Visitor, headers: dict[str, str]) -> None:
    data = {"csrf": operator.token()}
    path = f"/rounds/{team.LAST}/cameras/2/reprobe"
    answer = operator.client.post(path, data=data, headers=headers)
    assert (answer.status_code, "不是由本页面提交" in answer.text) == (403, True)


@pytest.mark.parametrize("token", ["", "x", "令牌"])
def test_a_form_without_its_token_is_refused(operator: Visitor, desk: Desk, token: str) -> None:
    path = f"/rounds/{team.LAST}/cameras/2/reprobe"
    answer = operator.client.post(path, data={"csrf": token}, headers=ORIGIN)
    assert (answer.status_code, "表单已失效" in answer.text) == (403, True)
    assert desk.reprobes.all() == ()


def test_another_session_s_token_is_refused(operator: Visitor, desk: Desk) -> None:
    with TestClient(Gate(pages(desk), desk)) as client:
        other = Visitor(client)
        other.sign_in("guan")
        answer = operator.post(f"/rounds/{team.LAST}/cameras/2/reprobe", csrf=other.token())
    assert answer.status == 403


def test_a_sign_in_form_without_its_cookie_is_refused(visitor: Visitor) -> None:
    token = visitor.token("/login")
    visitor.client.cookies.clear()
    data = {"csrf": token, "name": "kan", "password": team.PASSWORD}
    answer = visitor.client.post("/login", data=data, headers=ORIGIN, follow_redirects=False)
    assert answer.status_code == 403


def test_files_and_many_fields_are_no_forms(operator: Visitor) -> None:
    file = operator.client.post("/logout", files={"csrf": b"a"}, headers=ORIGIN)
    many = operator.client.post(
        "/logout", data={f"f{number}": "x" for number in range(50)}, headers=ORIGIN
    )
    assert (file.status_code, many.status_code) == (400, 400)


def test_a_broken_file_of_users_lets_nobody_in(viewer: Visitor, tmp_path: Path) -> None:
    (tmp_path / "users.toml").write_text("no toml at all", encoding="utf-8")
    answer = viewer.client.get("/")
    assert (answer.status_code, "users.toml" in answer.text) == (503, False)


def test_no_token_is_taken_for_a_telephone(visitor: Visitor, desk: Desk) -> None:
    for number in range(200):
        visitor.client.cookies.clear()
        visitor.client.cookies.set("auditor_form", f"form-{number}")
        assert visitor.token("/login") == early_token(desk, f"form-{number}")
