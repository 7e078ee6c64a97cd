"""The login: a WS-Security UsernameToken with a password digest, made anew for each call."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lxml.etree import _Element
from zeep.wsse import UsernameToken

from probes.target import Credential

__all__ = ["DigestToken"]


@dataclass(frozen=True, slots=True)
class DigestToken:
    """Signs envelopes with the device's own time: ``now()`` (aware UTC) plus ``offset``.

    A nonce serves once, so each call gets its own.
    """

    credential: Credential
    now: Callable[[], datetime] = field(repr=False)
    offset: timedelta

    def apply(self, envelope: _Element, headers: dict[str, str]) -> tuple[_Element, dict[str, str]]:
        """Add the security header; called by zeep before sending."""
        token = UsernameToken(  # type: ignore[no-untyped-call]  # zeep leaves it unannotated
            self.credential.username,
            self.credential.password,
            use_digest=True,
            # zeep overwrites the zone instead of converting, hence UTC; and some firmwares
            # refuse "+00:00", hence "Z".
            created=self.now() + self.offset,
            zulu_timestamp=True,
        )
        token.apply(envelope, headers)  # type: ignore[no-untyped-call]  # same
        return envelope, headers

    def verify(self, envelope: _Element) -> None:
        """Nothing to verify: ONVIF answers are not signed; called by zeep."""
