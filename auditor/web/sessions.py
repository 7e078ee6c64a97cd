"""Who is signed in.  Sessions live in memory: a restart signs everybody out.

A token has 256 random bits and is kept as a hash only.  Time is an argument.
"""

import hashlib
import secrets
import threading
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

__all__ = ["Session", "Sessions"]

_MOST = 1000
_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """``password`` is the hash of the user's password at sign-in: a new one ends the session."""

    user: str
    password: str
    csrf: str
    began_at: datetime
    seen_at: datetime


@dataclass(slots=True, kw_only=True)
class Sessions:
    """Sessions end when nobody used them for ``idle``, and at the latest after ``longest``."""

    idle: timedelta
    longest: timedelta
    _open: dict[str, Session] = field(default_factory=dict, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def begin(self, user: str, password: str, now: datetime) -> str:
        """Sign in and return the token, which is told once."""
        token = secrets.token_urlsafe(_BYTES)
        session = Session(
            user=user,
            password=password,
            csrf=secrets.token_urlsafe(_BYTES),
            began_at=now,
            seen_at=now,
        )
        with self._lock:
            self._drop_ended(now)
            while len(self._open) >= _MOST:
                del self._open[min(self._open, key=lambda key: self._open[key].seen_at)]
            self._open[_key(token)] = session
        return token

    def find(self, token: str, now: datetime, *, used: bool = True) -> Session | None:
        """The session of a token, unless it has ended; ``used`` keeps it from being idle."""
        key = _key(token)
        with self._lock:
            session = self._open.get(key)
            if session is None or self._has_ended(session, now):
                self._open.pop(key, None)
                return None
            if used:
                self._open[key] = replace(session, seen_at=now)
        return session

    def end(self, token: str) -> None:
        """Sign out."""
        with self._lock:
            self._open.pop(_key(token), None)

    def _drop_ended(self, now: datetime) -> None:
        ended = [key for key, one in self._open.items() if self._has_ended(one, now)]
        for key in ended:
            del self._open[key]

    def _has_ended(self, session: Session, now: datetime) -> bool:
        return now - session.seen_at >= self.idle or now - session.began_at >= self.longest


def _key(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
