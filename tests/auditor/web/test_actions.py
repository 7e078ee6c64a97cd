"""Re-probes, waivers, users, the operation log."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from auditor.oplog.file import entries
from auditor.waivers_file import read_waivers
from auditor.web.desk import Desk
from auditor.web.reprobes import ReprobeState
from tests.auditor.render import builders
from tests.auditor.web import team
from tests.auditor.web.conftest import Visitor

CAMERA = f"/rounds/{team.LAST}/cameras/2"
CODE = builders.camera(2).device_code
WAIVER = {"rule": "CODE-08", "owner": "张三", "reason": '"待更换"\\', "expires": "2026-12-31"}


def test_a_re_probe_waits_in_the_queue(operator: Visitor, desk: Desk) -> None:
    answer = operator.post(f"{CAMERA}/reprobe")
    assert (answer.status, answer.location) == (303, "/reprobes")
    (found,) = desk.reprobes.all()
    asked = (found.device_code, found.community, found.who, found.asked_at, found.state)
    assert asked == (CODE, team.COMMUNITY, "cao", team.NOW, ReprobeState.WAITING)
    assert CODE in operator.client.get("/reprobes").text
    last = list(entries(desk.journal.path))[-1]
    assert (last.who, last.verb, last.subject) == ("cao", "web re-probe", CODE)


@pytest.mark.parametrize(("code", "told"), [(0, "画面正常"), (1, "画面不正常"), (3, "未能测出")])
def test_what_came_of_a_re_probe_is_told_in_words(
    operator: Visitor, desk: Desk, code: int, told: str
) -> None:
    operator.post(f"{CAMERA}/reprobe")
    (one,) = desk.reprobes.all()
    ended = replace(one, state=ReprobeState.ENDED, exit_code=code, round_id=team.LAST)
    desk.reprobes.write(ended)
    shown = operator.client.get("/reprobes").text

    assert f">{told}<" in shown
    assert "退出码" not in shown


def test_a_camera_waits_once(operator: Visitor, desk: Desk) -> None:
    statuses = [operator.post(f"{CAMERA}/reprobe").status for _ in range(2)]
    assert (statuses, len(desk.reprobes.all())) == ([303, 409], 1)


def test_re_probes_are_limited_by_the_hour(operator: Visitor, clock: team.Clock) -> None:
    paths = [f"/rounds/{team.LAST}/cameras/{row}/reprobe" for row in (2, 3, 4)]
    assert [operator.post(path).status for path in paths] == [303, 303, 429]
    clock.now += timedelta(hours=1)
    operator.sign_in("cao")
    assert operator.post(paths[2]).status == 303


@pytest.mark.parametrize("path", [f"{CAMERA}/reprobe", f"{CAMERA}/waive"])
def test_who_only_looks_cannot_act_by_a_direct_post(
    viewer: Visitor, desk: Desk, tmp_path: Path, path: str
) -> None:
    answer = viewer.post(path, **WAIVER)
    assert (answer.status, "您的角色不能进行此操作" in answer.text) == (403, True)
    assert (desk.reprobes.all(), (tmp_path / "waivers.toml").exists()) == ((), False)


def test_a_waiver_is_added_to_the_file(operator: Visitor, desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "waivers.toml"
    path.write_text(
        '# ours\n[[waivers]]\nrule = "CODE-08"\ncommunity = "别处"\nreason = "a"\nowner = "b"\nexpires = "2026-12-01"',
        encoding="utf-8",
    )
    answer = operator.post(f"{CAMERA}/waive", at=CAMERA, **WAIVER)
    assert (answer.status, answer.location) == (303, f"{CAMERA}?told=waived")
    assert "下一轮检测判定时生效" in operator.client.get(answer.location).text
    old, new = read_waivers(path).waivers
    assert path.read_text(encoding="utf-8").startswith("# ours\n")
    told = (new.rule, new.device_code, new.reason, new.owner, new.expires.isoformat())
    assert (old.community, told) == ("别处", ("CODE-08", CODE, '"待更换"\\', "张三", "2026-12-31"))
    last = list(entries(desk.journal.path))[-1]
    assert (last.verb, last.subject, last.details["code"]) == ("web waive", "CODE-08", CODE)


@pytest.mark.parametrize(
    ("changes", "status", "told"),
    [
        ({"rule": "CODE-09"}, 409, "没有可豁免的此项问题"),
        ({"rule": ""}, 409, "没有可豁免的此项问题"),
        ({"owner": " "}, 409, "理由、责任人必填"),
        ({"reason": "长" * 201}, 409, "不超过 200 字"),
        ({"expires": "2026-11-23"}, 400, "到期日"),
        ({"expires": "2036-11-23"}, 400, "到期日"),
        ({"expires": "soon"}, 400, "到期日"),
    ],
)
def test_a_waiver_that_lacks_something_changes_nothing(
    operator: Visitor, tmp_path: Path, changes: dict[str, str], status: int, told: str
) -> None:
    answer = operator.post(f"{CAMERA}/waive", **WAIVER | changes)
    assert (answer.status, told in answer.text) == (status, True)
    assert not (tmp_path / "waivers.toml").exists()


def test_the_same_waiver_is_not_added_twice(operator: Visitor, tmp_path: Path) -> None:
    statuses = [operator.post(f"{CAMERA}/waive", **WAIVER).status for _ in range(2)]
    assert (statuses, len(read_waivers(tmp_path / "waivers.toml").waivers)) == ([303, 409], 1)


def test_a_broken_file_of_waivers_stays_as_it_is(operator: Visitor, tmp_path: Path) -> None:
    path = tmp_path / "waivers.toml"
    path.write_text("waivers = []", encoding="utf-8")
    assert operator.post(f"{CAMERA}/waive", **WAIVER).status == 409
    assert path.read_text(encoding="utf-8") == "waivers = []"


def test_nothing_is_done_that_cannot_be_logged(
    operator: Visitor, desk: Desk, tmp_path: Path
) -> None:
    token = operator.token()
    desk.journal.path.unlink()
    desk.journal.path.mkdir()
    for action in ("reprobe", "waive"):
        answer = operator.post(f"{CAMERA}/{action}", **WAIVER, csrf=token)
        assert answer.status == 503
    assert (desk.reprobes.all(), (tmp_path / "waivers.toml").exists()) == ((), False)


def test_users_change_role_and_leave(administrator: Visitor, desk: Desk) -> None:
    assert administrator.post("/users/kan/role", role="operate").location == "/users"
    assert administrator.post("/users/cao/remove").location == "/users"
    assert [(u.name, u.role.value) for u in desk.users.users()] == [
        ("guan", "administer"),
        ("kan", "operate"),
    ]


@pytest.mark.parametrize(
    ("path", "role", "status"),
    [
        ("/users/guan/role", "view", 409),
        ("/users/guan/remove", "", 409),
        ("/users/kan/role", "owner", 400),
        ("/users/nobody/remove", "", 404),
    ],
)
def test_the_last_administrator_stays(
    administrator: Visitor, desk: Desk, path: str, role: str, status: int
) -> None:
    assert administrator.post(path, role=role).status == status
    assert desk.users.users() == team.team()


def test_the_operation_log_is_shown_and_checked(administrator: Visitor) -> None:
    shown = administrator.client.get("/operations").text
    assert "√ 校验通过" in shown
    assert "127.0.0.99" in shown


def test_a_changed_log_is_told(administrator: Visitor, desk: Desk) -> None:
    path = desk.journal.path
    path.write_bytes(re.sub(rb'"who":"guan"', b'"who":"kan"', path.read_bytes()))
    assert "× 校验未通过" in administrator.client.get("/operations").text


def test_a_form_of_an_expired_session_does_nothing_and_says_how_to_go_on(
    operator: Visitor, desk: Desk, clock: team.Clock, tmp_path: Path
) -> None:
    token = operator.token()
    clock.now += timedelta(minutes=31)
    for action in ("reprobe", "waive"):
        answer = operator.post(f"{CAMERA}/{action}", csrf=token, **WAIVER)
        assert (answer.status, 'href="/login"' in answer.text) == (401, True)
    assert (desk.reprobes.all(), (tmp_path / "waivers.toml").exists()) == ((), False)


def test_a_form_that_is_sent_twice_at_once_counts_once(
    operator: Visitor, desk: Desk, tmp_path: Path
) -> None:
    token = operator.token()
    with ThreadPoolExecutor(4) as hands:
        for action in ("reprobe", "waive"):
            sent = [
                hands.submit(operator.post, f"{CAMERA}/{action}", csrf=token, **WAIVER)
                for _ in range(4)
            ]
            assert sorted(one.result().status for one in sent) == [303, 409, 409, 409]
    assert len(desk.reprobes.all()) == 1
    assert len(read_waivers(tmp_path / "waivers.toml").waivers) == 1
