"""``auditor web``: users by the command line, what is refused before it starts, its end in order."""

import contextlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from auditor.cli.main import execute
from auditor.oplog.file import entries, verify
from auditor.web.roles import Role
from auditor.web.users import UserBook, new_user
from tests.auditor.cli.test_main import PROGRAM
from tests.auditor.web import team

Told = pytest.CaptureFixture[str]


@pytest.fixture
def config(tmp_path: Path) -> str:
    """The option that names a configuration with files of its own."""
    web = {"users": "users.toml", "queue": "queue"}
    lines = [f'{key} = "{tmp_path / name}"' for key, name in web.items()]
    files = f'[files]\nstore = "{tmp_path}/auditor.sqlite"\nreports = "{tmp_path}/reports"\n'
    files += f'operations = "{tmp_path}/operations.log"\n'
    path = tmp_path / "auditor.toml"
    path.write_text(files + "[web]\n" + "\n".join(lines), encoding="utf-8")
    return f"--config={path}"


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_users_are_added_listed_and_removed(
    config: str, tmp_path: Path, capsys: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, role in (("li", "administer"), ("王", "view")):
        typed(monkeypatch, f"{team.PASSWORD}\n")
        assert execute(["web", "user", "add", name, "--role", role, config]) == 0
    assert execute(["web", "user", "list", config, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"name": "li", "role": "administer"},
        {"name": "王", "role": "view"},
    ]
    assert execute(["web", "user", "remove", "王", config]) == 0
    assert execute(["web", "user", "list", config]) == 0
    assert capsys.readouterr().out == "li  administer\n"
    path = tmp_path / "users.toml"
    assert (path.stat().st_mode & 0o777, team.PASSWORD in path.read_text()) == (0o600, False)
    logged = [(one.verb, one.subject) for one in entries(tmp_path / "operations.log")]
    assert logged == [("web user add", "li"), ("web user add", "王"), ("web user remove", "王")]
    assert verify(tmp_path / "operations.log").intact


def test_a_password_is_replaced(
    config: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = UserBook(tmp_path / "users.toml")
    book.change(lambda _: team.team())
    before = book.find("kan")
    typed(monkeypatch, "another password\n")
    assert execute(["web", "user", "password", "kan", config]) == 0
    after = book.find("kan")
    assert before is not None
    assert after is not None
    assert (before.role, before.password != after.password) == (after.role, True)


@pytest.mark.parametrize(
    ("arguments", "password", "message"),
    [
        (["add", "li"], "short\n", "a password has 12 to 200 characters; choose another"),
        (["add", "li"], "", "a password has 12 to 200 characters; choose another"),
        (
            ["add", "../x"],
            "x" * 12,
            "a name has 1 to 40 letters, digits, '.', '_' or '-'; choose another",
        ),
        (["add", "kan"], "x" * 12, "user kan exists; see: auditor web user password"),
        (["password", "no"], "x" * 12, "no user no; see: auditor web user list"),
        (["remove", "no"], "", "no user no; see: auditor web user list"),
        (
            ["remove", "guan"],
            "",
            "the last user with the role administer must stay; add another first",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_not_logged(
    config: str,
    tmp_path: Path,
    capsys: Told,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    password: str,
    message: str,
) -> None:
    UserBook(tmp_path / "users.toml").change(lambda _: team.team())
    typed(monkeypatch, password)
    assert execute(["web", "user", *arguments, config]) == 2
    assert capsys.readouterr().err == f"auditor: {message}\n"
    assert not (tmp_path / "operations.log").exists()


def test_a_file_that_others_can_read_is_refused(config: str, tmp_path: Path, capsys: Told) -> None:
    path = tmp_path / "users.toml"
    path.write_text("", encoding="utf-8")
    path.chmod(0o644)
    assert execute(["web", "user", "list", config]) == 2
    assert (
        capsys.readouterr().err == f"auditor: {path}: others can access it; run: chmod 600 {path}\n"
    )


def test_without_users_it_says_how_to_make_one(config: str, tmp_path: Path, capsys: Told) -> None:
    assert execute(["web", config]) == 2
    assert capsys.readouterr().err == (
        f"auditor: {tmp_path}/users.toml: nobody can sign in yet; "
        "run: auditor web user add NAME --role administer\n"
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ["--address=127.0.0.1", "--tls-cert=a.pem"],
            "--tls-cert and --tls-key are given together",
        ),
        (
            ["--address=0.0.0.0"],
            (
                "--address 0.0.0.0: others on the network could read passwords; "
                "give --tls-cert and --tls-key, or --insecure behind a proxy that has TLS"
            ),
        ),
        (
            ["--tls-cert=/absent/a.pem", "--tls-key=/absent/b.pem"],
            "/absent/a.pem, /absent/b.pem: no usable certificate and key (No such file or directory)",
        ),
    ],
)
def test_it_does_not_start_where_passwords_could_be_read(
    config: str, tmp_path: Path, capsys: Told, options: list[str], message: str
) -> None:
    UserBook(tmp_path / "users.toml").change(lambda _: team.team())
    assert execute(["web", config, *options]) == 2
    assert capsys.readouterr().err == f"auditor: {message}\n"


def test_a_port_that_is_taken_is_told(config: str, tmp_path: Path, capsys: Told) -> None:
    UserBook(tmp_path / "users.toml").change(lambda _: team.team())
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert execute(["web", config, f"--port={port}"]) == 2
    told = capsys.readouterr().err
    assert told == (
        f"auditor: 127.0.0.1 port {port}: cannot listen (Address already in use); "
        "choose another --port\n"
    )


def test_without_the_extra_it_says_what_to_install(
    config: str, capsys: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditor.cli.web._NEEDED", ("fastapi", "absent_package"))
    for arguments in (["web"], ["web", "user", "list"]):
        assert execute([*arguments, config]) == 2
        assert capsys.readouterr().err == (
            "auditor: auditor web needs absent_package; install video-surveillance-auditor[web]\n"
        )


def test_the_verb_serves_and_ends_in_order(config: str, tmp_path: Path) -> None:
    book = UserBook(tmp_path / "users.toml")
    book.change(lambda _: (new_user("li", Role.VIEW, team.PASSWORD),))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [*PROGRAM, "web", config, f"--port={port}"]
    with (
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ) as child,
        contextlib.ExitStack() as stack,
    ):
        stack.callback(child.kill)  # a fault must not leave it
        assert child.stderr is not None
        assert (
            child.stderr.readline() == f"auditor web: http://127.0.0.1:{port}/ (Ctrl-C ends it)\n"
        )
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
            assert answer.url == f"http://127.0.0.1:{port}/login"
            assert "server" not in answer.headers
        with pytest.raises(urllib.error.HTTPError) as long_head:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/{'a' * 100_000}", timeout=30)
        long_head.value.close()
        assert long_head.value.code == 431
        child.send_signal(signal.SIGTERM)
        assert child.wait(30) == 0
        assert child.stderr.read() == ""
