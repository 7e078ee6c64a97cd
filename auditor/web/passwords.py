"""Passwords as argon2id hashes.  The same work is done for a user that nobody knows."""

import functools
import threading

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from auditor.errors import ConfigError

__all__ = ["SHORTEST", "PasswordCheck", "hash_password", "is_hash"]

SHORTEST = 12
_LONGEST = 200
_AT_ONCE = 2  # each check takes 64 MB: many sign-ins at once must not take all memory


def hash_password(password: str) -> str:
    """The hash of a new password; ConfigError when it is too short or too long."""
    if not SHORTEST <= len(password) <= _LONGEST:
        raise ConfigError(f"a password has {SHORTEST} to {_LONGEST} characters; choose another")
    return _hasher().hash(password)


def is_hash(text: str) -> bool:
    """Whether ``text`` has the form of an argon2id hash."""
    return text.startswith("$argon2id$")


class PasswordCheck:
    """Compares passwords with hashes, a few at once."""

    def __init__(self) -> None:
        self._places = threading.BoundedSemaphore(_AT_ONCE)

    def matches(self, stored: str | None, password: str) -> bool:
        """Whether ``password`` is the one of ``stored``; None takes as long and is never right."""
        with self._places:
            try:
                _hasher().verify(stored or _nobody(), password[:_LONGEST])
            except (Argon2Error, InvalidHashError):
                return False
        return stored is not None


@functools.cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@functools.cache
def _nobody() -> str:
    """A hash of the same cost whose password is not used by anybody."""
    return _hasher().hash("nobody has this password")
