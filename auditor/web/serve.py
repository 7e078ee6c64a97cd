"""The server: what is refused before it starts, its limits, and its end in order."""

import contextlib
import os
import secrets
import signal
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from auditor.config import Config
from auditor.errors import ConfigError
from auditor.model import RoundKind
from auditor.store.store import Store
from auditor.web.app import pages
from auditor.web.desk import Desk
from auditor.web.gate import Gate
from auditor.web.hosts import host_of, is_loopback
from auditor.web.journal import Journal
from auditor.web.protocol import impatient
from auditor.web.reprobes import Reprobes
from auditor.web.runner import PROGRAM, Runner
from auditor.web.sessions import Sessions
from auditor.web.shelf import Shelf
from auditor.web.users import UserBook

__all__ = ["Place", "check", "gated", "make_desk", "runner_of", "serve"]

_HEADER_BYTES = 16 * 1024
_AT_ONCE = 200
_KEEP_ALIVE_S = 15
_GRACE_S = 5
_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where it listens; ``insecure`` was said when another address has no TLS."""

    address: str = "127.0.0.1"
    port: int = 8460
    certificate: Path | None = None
    key: Path | None = None
    insecure: bool = False

    @property
    def url(self) -> str:
        """The address to type."""
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"{'https' if self.certificate else 'http'}://{host}:{self.port}/"


def check(config: Config, place: Place) -> None:
    """Refuse (ConfigError) to start without users, or in clear where others can listen."""
    if not UserBook(Path(config.web.users)).users():
        raise ConfigError(
            f"{config.web.users}: nobody can sign in yet; "
            "run: auditor web user add NAME --role administer"
        )
    if (place.certificate is None) != (place.key is None):
        raise ConfigError("--tls-cert and --tls-key are given together")
    if not is_loopback(place.address) and place.certificate is None and not place.insecure:
        raise ConfigError(
            f"--address {place.address}: others on the network could read passwords; "
            "give --tls-cert and --tls-key, or --insecure behind a proxy that has TLS"
        )
    _check_certificate(place)


def make_desk(
    config: Config, store: Store, place: Place, stopping: Callable[[], bool] = lambda: False
) -> Desk:
    """What the pages share, on an open store."""
    web = config.web
    return Desk(
        config=config,
        hosts=_hosts(config, place),
        secure=place.certificate is not None or bool(web.public_url),
        public_url=web.public_url,
        users=UserBook(Path(web.users)),
        sessions=Sessions(
            idle=timedelta(minutes=web.idle_minutes), longest=timedelta(hours=web.session_hours)
        ),
        shelf=Shelf(store, Path(config.files.reports)),
        reprobes=Reprobes(folder=Path(web.queue), per_hour=web.reprobes_per_hour),
        journal=Journal(Path(config.files.operations)),
        clock=lambda: datetime.now(UTC),
        secret=secrets.token_bytes(32),
        stopping=stopping,
    )


def _hosts(config: Config, place: Place) -> frozenset[str]:
    public = host_of(config.web.public_url.removeprefix("https://"))
    named = {name.lower() for name in (place.address, public, *config.web.hosts) if name}
    return _LOCAL_NAMES | named


def gated(desk: Desk, *, config: Path | None = None, program: tuple[str, ...] = PROGRAM) -> ASGIApp:
    """The pages behind their gate, with the queue worked on."""
    runner = runner_of(desk.reprobes, desk.shelf, desk.clock, config=config, program=program)
    return Gate(pages(desk, runner), desk)


def runner_of(
    queue: Reprobes,
    shelf: Shelf,
    clock: Callable[[], datetime],
    *,
    config: Path | None,
    program: tuple[str, ...] = PROGRAM,
) -> Runner:
    """What works on the queue; it finds a re-probe's round on the shelf."""
    return Runner(
        queue=queue,
        config=config,
        clock=clock,
        newest=lambda community, since: _newest(shelf, community, since),
        reports=shelf.folder,
        program=program,
    )


def serve(
    config: Config,
    place: Place,
    *,
    file: Path | None,
    started: Callable[[str], None],
    program: tuple[str, ...] = PROGRAM,
) -> None:
    """Serve until SIGTERM or Ctrl-C; ``started`` is told the address when it can be used."""
    check(config, place)
    with contextlib.ExitStack() as stack:
        listening = stack.enter_context(_socket(place))
        store = stack.enter_context(Store(config.files.store))
        server: uvicorn.Server
        desk = make_desk(config, store, place, lambda: server.should_exit)
        server = uvicorn.Server(_settings(gated(desk, config=file, program=program), place))
        for number in (signal.SIGINT, signal.SIGTERM):
            # The server ends in order, then raises the signal anew for whoever called it.
            old = signal.signal(number, lambda *_: None)
            stack.callback(signal.signal, number, old)
        started(place.url)
        server.run(sockets=[listening])


def _newest(shelf: Shelf, community: str, since: datetime) -> str:
    found = (
        one.id
        for one in shelf.rounds(community)
        if one.kind is RoundKind.ADHOC and one.ended_at and one.started_at >= since
    )
    return next(found, "")


def _settings(app: ASGIApp, place: Place) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=impatient(),
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_AT_ONCE,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_GRACE_S,
        h11_max_incomplete_event_size=_HEADER_BYTES,
        ssl_certfile=place.certificate,
        ssl_keyfile=place.key,
    )


def _socket(place: Place) -> socket.socket:
    family = socket.AF_INET6 if ":" in place.address else socket.AF_INET
    try:
        return socket.create_server((place.address, place.port), family=family, backlog=128)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else type(error).__name__
        raise ConfigError(
            f"{place.address} port {place.port}: cannot listen ({why}); choose another --port"
        ) from error


def _check_certificate(place: Place) -> None:
    if place.certificate is None or place.key is None:
        return
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(
            place.certificate, place.key, password=_no_password
        )
    except (OSError, ssl.SSLError, ValueError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise ConfigError(
            f"{place.certificate}, {place.key}: no usable certificate and key ({why})"
        ) from error


def _no_password() -> str:
    raise ValueError("the key has a password")
