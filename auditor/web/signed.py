"""Who is signed in: a session whose user still exists and has the same password and a role."""

from collections.abc import Mapping
from dataclasses import dataclass

from auditor.web.desk import Desk
from auditor.web.roles import Role
from auditor.web.sessions import Session

__all__ = ["Signed", "cookie_name", "signed_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A session, its user's present role, and the token that the browser holds."""

    session: Session
    role: Role
    token: str


def cookie_name(desk: Desk) -> str:
    """With TLS a prefix by which browsers refuse the cookie from anybody but this host."""
    return "__Host-auditor" if desk.secure else "auditor"


def signed_in(desk: Desk, cookies: Mapping[str, str], *, used: bool) -> Signed | None:
    """Who holds the cookie; a removed user or a changed password signs out everywhere."""
    token = cookies.get(cookie_name(desk), "")
    session = desk.sessions.find(token, desk.clock(), used=used) if token else None
    if session is None:
        return None
    user = desk.users.find(session.user)
    if user is None or user.password != session.password:
        desk.sessions.end(token)
        return None
    return Signed(session=session, role=user.role, token=token)
