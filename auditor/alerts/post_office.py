"""One notice as a mail: TLS from the start or by STARTTLS, certificates always verified.

A login is never sent without TLS (`auditor.alerts.settings` refuses it).  What follows the
greeting has one deadline, also for a server that drips.
"""

import contextlib
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator

from auditor.alerts.door import Door
from auditor.alerts.forms import mail
from auditor.alerts.model import Notice
from auditor.alerts.web import Sent
from auditor.feed.settings import trusted
from auditor.render.plain_text import shorten, visible

__all__ = ["send_mail"]

_SHOWN = 160
_TRY_AGAIN = range(400, 500)


def send_mail(door: Door, notice: Notice) -> Sent:
    """Send once; never raises for a server.  A recipient who is refused is told as a flaw."""
    channel, login = door.channel, door.login
    message = mail(notice, sender=channel.sender, recipients=channel.recipients)
    try:
        with _session(door) as server:
            if login.password:
                server.login(login.username, login.password)
            refused = server.send_message(message)
    except smtplib.SMTPRecipientsRefused:
        return Sent(done=False, answer="every recipient was refused")
    except smtplib.SMTPResponseException as error:
        again = error.smtp_code in _TRY_AGAIN
        return Sent(done=False, again=again, answer=f"the server answered {error.smtp_code}")
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return Sent(done=False, again=not isinstance(error, ssl.SSLError), answer=_reason(error))
    if refused:
        flaw = f"{len(refused)} of {len(channel.recipients)} recipients were refused"
        return Sent(done=True, answer="taken by the mail server", flaw=flaw)
    return Sent(done=True, answer="taken by the mail server")


@contextlib.contextmanager
def _session(door: Door) -> Iterator[smtplib.SMTP]:
    channel = door.channel
    limit = channel.timeout_s
    if channel.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            channel.host, channel.port, timeout=limit, context=trusted(door.ca_file)
        )
    else:
        server = smtplib.SMTP(channel.host, channel.port, timeout=limit)
    with _cut_after(server, limit), server:
        if channel.security == "starttls":
            server.starttls(context=trusted(door.ca_file))
        yield server


@contextlib.contextmanager
def _cut_after(server: smtplib.SMTP, seconds: float) -> Iterator[None]:
    """A limit for each read would let a server drip for ever."""

    def cut() -> None:
        sock = server.sock
        if sock is not None:
            with contextlib.suppress(OSError):
                # The plain socket's own: SSLSocket.shutdown would pull TLS from under a read.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _reason(error: Exception) -> str:
    """Type and system's words only: a server's text may repeat what it was told."""
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "no answer in time"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate is not trusted: {error.verify_message}"
    why = error.strerror if isinstance(error, OSError) and error.strerror else ""
    return shorten(visible(f"{type(error).__name__} {why}".strip()), _SHOWN)
