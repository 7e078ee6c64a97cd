"""Whose certificate is taken: any by default, a trusted or a pinned one when asked."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from probes.failure import FailureKind, ProbeError
from probes.rtsp_client import Limits, open_session
from probes.rtsp_tls import TlsPolicy, Trust
from tests.probes.certificates import Identity, make_identity


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    return make_identity(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def play(identity: Identity, behaviour: Any, new_context: Any, start: Any) -> Callable[..., Any]:
    """Play a TLS camera under ``policy``; return its dialogue and what it was asked."""

    async def run(policy: TlsPolicy) -> Any:
        camera = behaviour(tls=identity.context, auth="Basic")
        limits = Limits(tls=policy)
        try:
            async with open_session(await start(camera), new_context(), limits=limits) as session:
                await session.play()
                return session.dialogue, camera
        except ProbeError as error:
            return error, camera

    return run


async def test_any_certificate_is_taken_and_reported(identity: Identity, play: Any) -> None:
    dialogue, _ = await play(TlsPolicy())
    certificate = dialogue.certificate
    assert certificate.sha256 == hashlib.sha256(identity.der).hexdigest()
    assert (certificate.self_signed, certificate.names_host) == (True, True)
    assert dialogue.status_code == 200


@pytest.mark.parametrize(
    "form", [str, str.upper, lambda pin: ":".join(pin[at : at + 2] for at in range(0, 64, 2))]
)
async def test_a_pinned_certificate_is_taken(form: Any, identity: Identity, play: Any) -> None:
    pin = form(hashlib.sha256(identity.der).hexdigest())
    dialogue, _ = await play(TlsPolicy(trust=Trust.PINNED, pins=frozenset({pin})))
    assert dialogue.status_code == 200


@pytest.mark.parametrize(
    ("policy", "word"),
    [
        (TlsPolicy(trust=Trust.PINNED, pins=frozenset({"ab" * 32})), "pinned"),
        (TlsPolicy(trust=Trust.PINNED), "pinned"),
        (TlsPolicy(trust=Trust.SYSTEM), "not trusted"),
    ],
)
async def test_another_certificate_is_refused_before_a_word_is_said(
    policy: TlsPolicy, word: str, play: Any
) -> None:
    error, camera = await play(policy)
    assert error.kind is FailureKind.TLS_FAILED
    assert word in error.detail
    assert camera.requests == []


async def test_a_trusted_authority_is_asked_for_the_registered_host(
    identity: Identity, play: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(identity.file))
    dialogue, _ = await play(TlsPolicy(trust=Trust.SYSTEM))
    assert dialogue.status_code == 200
    other = make_identity(tmp_path, names="DNS:another.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(other.file))
    error, _ = await play(TlsPolicy(trust=Trust.SYSTEM))
    assert "not trusted" in error.detail
