"""A mail server on loopback (aiosmtpd) that records what it gets and refuses as it is told."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd import smtp
from aiosmtpd.smtp import AuthResult, Envelope, Session


@dataclass(slots=True)
class MailServer:
    port: int = 0
    mails: list[Envelope] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    refused: frozenset[str] = frozenset()

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: smtp.SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address in self.refused:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: smtp.SMTP, _session: Session, envelope: Envelope
    ) -> str:
        reply = self.replies.pop(0) if self.replies else "250 OK"
        if reply.startswith("250"):
            self.mails.append(envelope)
        return reply

    def authenticate(
        self, _server: smtp.SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.login == b"auditor")


@contextmanager
def mail_server(
    *replies: str,
    tls: ssl.SSLContext | None = None,
    starttls: ssl.SSLContext | None = None,
    refused: frozenset[str] = frozenset(),
) -> Iterator[MailServer]:
    """A running server; ends with the block."""
    there = MailServer(replies=list(replies), refused=refused)
    secured = tls is not None or starttls is not None

    def protocol() -> smtp.SMTP:
        return smtp.SMTP(
            there,
            hostname="mail.example",
            loop=loop,
            tls_context=starttls,
            require_starttls=starttls is not None,
            authenticator=there.authenticate if secured else None,
            auth_require_tls=tls is None,
        )

    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(loop.create_server(protocol, "127.0.0.1", 0, ssl=tls))
    there.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield there
    finally:
        asyncio.run_coroutine_threadsafe(_close(server), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _close(server: asyncio.Server) -> None:
    """Also what sessions have begun, so that nothing is left to the loop's end."""
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
