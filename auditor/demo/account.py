"""The one account that all simulated cameras share; invented anew for every run."""

import secrets
from dataclasses import dataclass, field

__all__ = ["Account"]


@dataclass(frozen=True, slots=True)
class Account:
    """A user name and password; neither appears in a repr."""

    username: str = field(repr=False)
    password: str = field(repr=False)

    @classmethod
    def generate(cls) -> "Account":
        """A random account: nothing in the demonstration has a password worth knowing."""
        return cls(f"demo-{secrets.token_hex(4)}", secrets.token_urlsafe(18))
