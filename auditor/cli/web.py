"""``auditor web``: the page for the team, and who may sign in.

The pages are the extra ``web``; what they need is loaded when it is used, and not before.
"""

import getpass
import importlib
import importlib.util
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter

from auditor.cli.options import EXIT_MET, Format, plain_console, print_json
from auditor.cli.settings import configuration
from auditor.errors import ConfigError
from auditor.oplog.file import account
from auditor.web.journal import Journal
from auditor.web.roles import Role

__all__ = ["HELP", "add", "application", "listed", "password", "remove", "serve"]

HELP = """Serve a page for the team, who sign in.

It shows verdicts, rounds, cameras and findings, and listens on this machine
only, unless told otherwise. SIGTERM or Ctrl-C
ends it in order. Needs the extra web:
pip install 'video-surveillance-auditor[web]'

Examples:

\b
  auditor web user add li --role administer
  auditor web --config auditor.toml
  auditor web --address 10.1.0.2 --tls-cert web.pem --tls-key web.key
"""
_USER = """Who may sign in to the page, and as what.

Passwords are asked for on the terminal, or read as one line from a pipe.

Examples:

\b
  auditor web user add li --role operate
  auditor web user list
"""
_ADD = """Add a user; the password is asked for.

Examples:

\b
  auditor web user add li --role operate
  auditor web user add wang --role view < password.txt
"""
_LIST = """List users and roles.

Examples:

\b
  auditor web user list --format json
"""
_REMOVE = """Remove a user, who is signed out at once.

Examples:

\b
  auditor web user remove li
"""
_RENEW = """Set a new password; the user is signed out at once.

Examples:

\b
  auditor web user password li
"""

_NEEDED = ("fastapi", "uvicorn", "argon2", "python_multipart")
_LONGEST_LINE = 1000

Settings = Annotated[
    Path | None, typer.Option(help="Configuration, TOML. [auditor.toml if there is one]")
]
Name = Annotated[str, typer.Argument(help="The user's name.")]
As = Annotated[Role, typer.Option(help="What the user may do.")]


def application() -> typer.Typer:
    """The verb, which serves by itself, and the group of users below it."""
    app = typer.Typer(help=HELP, invoke_without_command=True, rich_markup_mode=None)
    app.callback()(serve)
    users = typer.Typer(help=_USER, no_args_is_help=True, rich_markup_mode=None)
    users.command(name="add", help=_ADD)(add)
    users.command(name="list", help=_LIST)(listed)
    users.command(name="remove", help=_REMOVE)(remove)
    users.command(name="password", help=_RENEW)(password)
    app.add_typer(users, name="user")
    return app


def serve(
    context: typer.Context,
    *,
    config: Settings = None,
    address: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port.")] = 8460,
    tls_cert: Annotated[Path | None, typer.Option(help="Certificate chain, PEM.")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="Its private key, PEM.")] = None,
    insecure: Annotated[
        bool, typer.Option("--insecure", help="Another address without TLS all the same.")
    ] = False,
) -> int:
    """Serve; see HELP."""
    if context.invoked_subcommand is not None:
        return EXIT_MET
    module = _loaded("auditor.web.serve")
    place = module.Place(
        address=address, port=port, certificate=tls_cert, key=tls_key, insecure=insecure
    )
    if insecure and tls_cert is None:
        _tell("warning: without TLS, passwords can be read by others on the network")
    module.serve(
        configuration(config),
        place,
        file=config,
        started=lambda url: _tell(f"auditor web: {url} (Ctrl-C ends it)"),
    )
    return EXIT_MET


def add(name: Name, *, role: As = Role.VIEW, config: Settings = None) -> int:
    """Add a user; see _ADD."""
    users, book = _users(config)
    if book.find(name) is not None:
        raise ConfigError(f"user {name} exists; see: auditor web user password")
    user = users.new_user(name, role, _asked())
    _noted(config, "web user add", name, role=role.value)
    book.change(lambda known: users.with_user(known, user))
    return EXIT_MET


def listed(
    *,
    config: Settings = None,
    output: Annotated[Format, typer.Option("--format", help="Output format.")] = Format.TEXT,
) -> int:
    """List users; see _LIST."""
    _, book = _users(config)
    rows = [{"name": user.name, "role": user.role.value} for user in book.users()]
    if output is Format.JSON:
        print_json(TypeAdapter(list[dict[str, str]]), rows)
    else:
        plain_console().print("\n".join(f"{row['name']}  {row['role']}" for row in rows))
    return EXIT_MET


def remove(name: Name, *, config: Settings = None) -> int:
    """Remove a user; see _REMOVE."""
    users, book = _users(config)
    users.without_user(book.users(), name)  # refused before it is logged
    _noted(config, "web user remove", name)
    book.change(lambda known: users.without_user(known, name))
    return EXIT_MET


def password(name: Name, *, config: Settings = None) -> int:
    """Set a password; see _RENEW."""
    users, book = _users(config)
    known = book.find(name)
    if known is None:
        raise ConfigError(f"no user {name}; see: auditor web user list")
    user = users.new_user(name, known.role, _asked())
    _noted(config, "web user password", name)
    book.change(lambda others: users.with_user(others, user))
    return EXIT_MET


def _users(config: Path | None) -> tuple[Any, Any]:
    """The module of users, and the book of the configured file."""
    users = _loaded("auditor.web.users")
    return users, users.UserBook(Path(configuration(config).web.users))


def _loaded(name: str) -> Any:
    """A module of the pages; ConfigError when the extra is not installed."""
    missing = [one for one in _NEEDED if importlib.util.find_spec(one) is None]
    if missing:
        raise ConfigError(
            f"auditor web needs {', '.join(missing)}; install video-surveillance-auditor[web]"
        )
    return importlib.import_module(name)


def _noted(config: Path | None, verb: str, subject: str, **details: str) -> None:
    journal = Journal(Path(configuration(config).files.operations))
    now = datetime.now(UTC)
    journal.note(now, who=account(), source="terminal", verb=verb, subject=subject, **details)


def _asked() -> str:
    """The password: twice on a terminal, else the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline(_LONGEST_LINE).rstrip("\r\n")
    first, second = (getpass.getpass(text) for text in ("Password: ", "Again: "))
    if first != second:
        raise ConfigError("the two passwords differ; nothing was changed")
    return first


def _tell(message: str) -> None:
    plain_console(stderr=True).print(message, soft_wrap=True)
