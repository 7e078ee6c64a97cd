"""Everything that the pages share while the server runs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from auditor.config import Config
from auditor.web.journal import Journal
from auditor.web.limits import SignInLimit
from auditor.web.passwords import PasswordCheck
from auditor.web.reprobes import Reprobes
from auditor.web.sessions import Sessions
from auditor.web.shelf import Shelf
from auditor.web.users import UserBook

__all__ = ["Desk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """``secret`` signs what is remembered before anybody signed in; ``stopping`` ends streams.

    ``public_url`` is what browsers see where a proxy stands before this server, else empty;
    ``secure`` says that browsers come by TLS.
    """

    config: Config
    hosts: frozenset[str]
    secure: bool
    users: UserBook
    sessions: Sessions
    shelf: Shelf
    reprobes: Reprobes
    journal: Journal
    clock: Callable[[], datetime]
    secret: bytes
    public_url: str = ""
    stopping: Callable[[], bool] = lambda: False
    limit: SignInLimit = field(default_factory=SignInLimit)
    passwords: PasswordCheck = field(default_factory=PasswordCheck)
