"""What was said is kept within its bounds, and no secret of it."""

import base64
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from probes import rtsp_frame
from probes.engine import Engine
from probes.exchange import MAX_BYTES, MAX_MESSAGES, Exchange
from probes.failure import FailureKind
from probes.rtsp.message import Response
from probes.scope import Scope
from probes.target import Credential

NAMES = (
    *("Authorization", "WWW-Authenticate", "Session", "Server", "Content-Base", "Location"),
    *("Transport", "Set-Cookie", "X-Nonce", "Public", "Warning", "Date", "Proxy-Authenticate"),
)
PLACES = ("", "Digest ", "Basic ", "rtsp://admin:", "rtsp://h/a?x=", 'Digest nonce="', "a;b=")
ENDS = ("", "@127.0.0.1/live", "&channel=1", '", realm="r"', " and more")
# A beginning and an end that none of our own words have.
passwords = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=30).map(
    lambda text: f"Zq{text}9X"
)
spelled = st.sampled_from(
    (
        lambda one: one,
        quote,
        lambda one: quote(one, safe=""),
        lambda one: base64.b64encode(f"admin:{one}".encode()).decode(),
    )
)


def said(password: str, name: str, value: str) -> str:
    """Everything that is kept when ``value`` stands in every position."""
    exchange = Exchange(Credential("c", "admin", password))
    exchange.asks("DESCRIBE", value, {name: value})
    exchange.answers(Response(401, value, ((name.lower(), value), (value.lower(), value))))
    exchange.answers(Response(401, "", ((value, "1"),)))
    exchange.notes(f"HTTP 401 {value}")
    return "\n".join(exchange.told())


@given(passwords, st.sampled_from(NAMES), st.sampled_from(PLACES), st.sampled_from(ENDS), spelled)
@example("Zq@'9X", "Server", "rtsp://admin:", "@127.0.0.1/live", quote)
def test_no_password_survives_in_any_place(
    password: str, name: str, start: str, end: str, spell: Any
) -> None:
    secret = spell(password)
    told = said(password, name, f"{start}{secret}{end}")
    assert password not in told
    assert secret not in told


@given(passwords, st.sampled_from(PLACES), st.integers(0, 400))
def test_nothing_of_it_is_left_where_a_line_is_cut(password: str, start: str, length: int) -> None:
    told = said(password, "Server", f"{'y' * length}{start}{password}{'y' * 400}")
    assert "Zq" not in told


@given(st.text("abcdef0123456789", min_size=8))
def test_logins_sessions_and_unknown_headers_keep_no_value(value: str) -> None:
    exchange = Exchange()
    exchange.answers(
        Response(
            401,
            "Unauthorized",
            (
                ("www-authenticate", f'Digest realm="r", nonce="Z{value}"'),
                ("session", f"Z{value};timeout=60"),
                ("x-nonce", f"Z{value}"),
            ),
        )
    )
    exchange.asks("PLAY", "rtsp://h/", {"Authorization": f'Digest response="Z{value}"'})
    assert exchange.told() == (
        "< RTSP 401 Unauthorized\nwww-authenticate: digest ***\nsession: ***\nx-nonce: ***",
        "> PLAY rtsp://h/\nauthorization: digest ***",
    )


def test_only_the_last_messages_are_kept() -> None:
    exchange = Exchange()
    for number in range(50):
        exchange.asks("DESCRIBE", f"rtsp://h/{number}", {})
    assert exchange.told() == tuple(
        f"> DESCRIBE rtsp://h/{number}" for number in range(50 - MAX_MESSAGES, 50)
    )


@given(st.lists(st.text(max_size=2000), max_size=30), st.lists(st.text(max_size=900), max_size=60))
def test_it_is_bounded_and_one_line_a_header(texts: list[str], values: list[str]) -> None:
    exchange = Exchange()
    for text in texts:
        exchange.answers(Response(200, text, tuple(("server", value) for value in values)))
    told = exchange.told()
    assert sum(len(one.encode()) for one in told) <= MAX_BYTES
    assert len(told) <= MAX_MESSAGES
    assert all(line.isprintable() for one in told for line in one.split("\n"))


def test_the_secret_is_in_no_repr() -> None:
    exchange = Exchange(Credential("c", "admin", "Inv3nted"))
    exchange.asks("PLAY", "rtsp://admin:Inv3nted@h/", {})
    assert "Inv3nted" not in repr(exchange)


@pytest.fixture
def engine(decoder: Any, new_context: Any) -> Engine:
    return Engine(Scope.parse(["127.0.0.0/8"]), decoder, new_context().now)


async def test_a_refused_camera_s_exchange_is_kept(
    behaviour: Any, start: Any, engine: Engine
) -> None:
    target = await start(behaviour(auth="Digest", accepts=False))
    seen, _ = await engine.attempt(rtsp_frame.build(), target, attempt=1)
    assert seen.failure is not None
    assert seen.failure.kind is FailureKind.AUTHENTICATION_REJECTED
    first = [message.split("\n")[0] for message in seen.exchange]
    assert first == [
        f"> DESCRIBE {target.stream_uri}",
        "< RTSP 401 X",
        f"> DESCRIBE {target.stream_uri}",
        "< RTSP 401 X",
    ]
    assert "authorization: digest ***" in seen.exchange[2]
    assert "www-authenticate: digest ***" in seen.exchange[1]
    assert target.credential.password not in "".join(seen.exchange)


async def test_of_a_stream_that_played_nothing_is_kept(
    behaviour: Any, start: Any, engine: Engine
) -> None:
    target = await start(behaviour(status={"SETUP": 453}))
    failed, _ = await engine.attempt(rtsp_frame.build(), target, attempt=1)
    assert failed.exchange[-1].startswith("< RTSP 453")
    closed = replace(target, stream_uri="rtsp://127.0.0.1:1/")
    refused, _ = await engine.attempt(rtsp_frame.build(), closed, attempt=1)
    assert (refused.failure is not None, refused.exchange) == (True, ())
