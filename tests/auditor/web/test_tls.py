"""TLS as browsers meet it: a real server on loopback with a certificate made for this test."""

import contextlib
import http.client
import os
import re
import signal
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.auditor.cli.test_main import PROGRAM
from tests.auditor.web import team
from tests.probes.certificates import make_identity

CONFIG = """
[files]
store = "{0}/auditor.sqlite"
reports = "{0}/reports"
operations = "{0}/operations.log"
[web]
users = "{0}/users.toml"
queue = "{0}/queue"
"""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_identity(tmp_path_factory.mktemp("tls"), names="IP:127.0.0.1").file


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory, certificate: Path) -> Iterator[int]:
    """The verb itself with both options; it must end in order."""
    folder = tmp_path_factory.mktemp("web")
    team.settle(folder)
    (folder / "auditor.toml").write_text(CONFIG.format(folder), encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        number: int = free.getsockname()[1]
    options = [f"--tls-cert={certificate}", f"--tls-key={certificate.with_name('key.pem')}"]
    command = [*PROGRAM, "web", f"--config={folder}/auditor.toml", f"--port={number}", *options]
    with (
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ) as child,
        contextlib.ExitStack() as stack,
    ):
        stack.callback(child.kill)  # a fault must not leave it
        assert child.stderr is not None
        assert f"https://127.0.0.1:{number}/" in child.stderr.readline()
        yield number
        child.send_signal(signal.SIGTERM)
        assert child.wait(30) == 0


def asked(
    port: int, trusted: ssl.SSLContext, method: str, path: str, **headers: str
) -> tuple[http.client.HTTPResponse, str]:
    body = headers.pop("body", None)
    client = http.client.HTTPSConnection("127.0.0.1", port, context=trusted, timeout=30)
    try:
        client.request(method, path, body, headers)
        answer = client.getresponse()
        return answer, answer.read().decode()
    finally:
        client.close()


def test_the_handshake_is_a_modern_one_and_the_certificate_is_checked(
    port: int, certificate: Path
) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate))
    with (
        socket.create_connection(("127.0.0.1", port), 30) as plain,
        trusting.wrap_socket(plain, server_hostname="127.0.0.1") as secured,
    ):
        assert secured.version() == "TLSv1.3"
    with (
        socket.create_connection(("127.0.0.1", port), 30) as plain,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        ssl.create_default_context().wrap_socket(plain, server_hostname="127.0.0.1")


def test_clear_text_gets_no_page(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), 30) as plain:
        plain.sendall(b"GET /login HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert not plain.recv(100).startswith(b"HTTP/1.1 200")


def test_somebody_signs_in_over_it_with_a_cookie_for_tls_alone(
    port: int, certificate: Path
) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate))
    page, text = asked(port, trusting, "GET", "/login")
    token = re.search(r'name="csrf" value="([^"]+)"', text)
    assert token is not None
    form = urlencode({"csrf": token[1], "name": "kan", "password": team.PASSWORD})
    answer, _ = asked(
        port,
        trusting,
        "POST",
        "/login",
        body=form,
        **{
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"https://127.0.0.1:{port}",
            "Cookie": str(page.headers["set-cookie"]).partition(";")[0],
        },
    )
    cookie = next(c for c in answer.headers.get_all("set-cookie", []) if "__Host-auditor=" in c)
    assert (answer.status, "; Secure" in cookie) == (303, True)
    home, text = asked(port, trusting, "GET", "/", Cookie=cookie.partition(";")[0])
    assert (home.status, team.COMMUNITY in text) == (200, True)
    assert home.headers["strict-transport-security"] == "max-age=31536000"
