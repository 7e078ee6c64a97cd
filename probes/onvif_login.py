"""The login of one attempt: anonymous until asked, then the form that the device wants.

A device that answers HTTP 401 with a digest challenge gets HTTP digest, whose hash holds no
time; any other refusal gets a WS-Security token.  Basic is never answered: the password must
not leave in clear.  When to stop is told by :mod:`probes.onvif.ladder`.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NoReturn

from probes.failure import FailureKind, ProbeError
from probes.onvif.clock import ClockAnswer
from probes.onvif.envelope import RefusedError
from probes.onvif.hosts import request_target
from probes.onvif.ladder import Rung, first_rung, second_rung
from probes.onvif.token import security_header
from probes.probe import LoginSigns
from probes.rtsp.digest import Challenge, authorization, choose, parse_challenges
from probes.target import Target

__all__ = ["Login"]


@dataclass(slots=True, kw_only=True)
class Login:
    """What was tried and how it fared.

    ``state`` is the payload's word.  ``is_allowed`` false means that the credential must not
    be sent, ``is_proved`` that another service of the device took it tonight.  ``now`` gives
    aware UTC time.  ``signs`` is told before the password leaves first, and when it was taken.
    """

    target: Target
    is_allowed: bool
    now: Callable[[], datetime]
    is_proved: bool = False
    signs: LoginSigns = field(default_factory=LoginSigns)
    clock: ClockAnswer = field(default_factory=ClockAnswer)
    offset: timedelta | None = None
    state: str = "anonymous"
    rung: Rung | None = None
    challenge: Challenge | None = None
    _tokens_refused: int = 0
    _count: int = 0
    _nonce_served: bool = False
    _was_stale: bool = False

    @property
    def form(self) -> str | None:
        """``http``, ``token`` or None."""
        if self.challenge is not None:
            return "http"
        return None if self.rung is None else "token"

    @property
    def can_begin(self) -> bool:
        """Whether a login is possible and none was sent yet."""
        return self.target.credential is not None and self.is_allowed and self.form is None

    def token(self) -> str:
        """The security header of the next message, empty without a token login."""
        if self.rung is None or self.target.credential is None:
            return ""
        return security_header(
            self.target.credential,
            nonce=secrets.token_bytes(16),
            created=self.now() + self.rung.offset,
        )

    def authorization(self, url: str) -> str | None:
        """The Authorization header of the next request to ``url``."""
        if self.challenge is None or self.target.credential is None:
            return None
        self._count += 1
        return authorization(
            self.challenge,
            self.target.credential,
            method="POST",
            uri=request_target(url),
            cnonce=secrets.token_hex(8),
            count=self._count,
        )

    def accepted(self) -> None:
        """A call was answered."""
        if self.form is not None:
            if self.state != "digest":
                self.signs.taken()
            self.state = "digest"
            self._nonce_served = True

    def refused(self, error: RefusedError) -> None:
        """Prepare the next login, or raise `ProbeError` because there must be none.

        authentication_required (nothing to send), login_withheld, authentication_rejected.
        """
        if self.form is None:
            self.begin(error)
        elif self.challenge is not None:
            self._renew(error, self.challenge)
        else:
            self._climb(error)

    def begin(self, error: RefusedError) -> None:
        """Choose the form of the first login by what the device asks for."""
        if self.target.credential is None:
            self.state = "missing"
            raise ProbeError(error.kind, f"{error.detail}; {self._why_missing}")
        if not self.is_allowed:
            self.state = "withheld"
            raise ProbeError(FailureKind.LOGIN_WITHHELD, "it was or may have been rejected tonight")
        self.signs.sent()
        self.challenge = _digest(error)
        if self.challenge is None:
            self.rung = first_rung(self.offset)

    @property
    def _why_missing(self) -> str:
        if self.target.credential_name is not None:
            return "the registered credential was not supplied"
        return "no credential is registered"

    def _climb(self, error: RefusedError) -> None:
        """Another time for the token, once, and only before any login was accepted."""
        rung = None
        if self.state != "digest" and self._tokens_refused == 0:
            rung = second_rung(self.clock, self.offset, error.refusal, proved=self.is_proved)
        if rung is None:
            self._reject(error)
        self._tokens_refused += 1
        self.rung = rung

    def _renew(self, error: RefusedError, used: Challenge) -> None:
        """A new nonce, where the old one served or is called stale: the password is not doubted.

        Stale counts once: a device that says it of every login would be sent many.
        """
        fresh = _digest(error)
        if fresh is None or fresh.nonce == used.nonce:
            self._reject(error)
        if not self._nonce_served:
            if self._was_stale or not fresh.stale:
                self._reject(error)
            self._was_stale = True
        self.challenge, self._count, self._nonce_served = fresh, 0, False

    def _reject(self, error: RefusedError) -> NoReturn:
        """Stop; a refusal after an acceptance may be a limit or a right that the account lacks."""
        before = "; the login was accepted before" if self.state == "digest" else ""
        self.state = "rejected"
        raise ProbeError(FailureKind.AUTHENTICATION_REJECTED, f"{error.detail}{before}")


def _digest(error: RefusedError) -> Challenge | None:
    """The strongest digest challenge; Basic is no choice."""
    offered = parse_challenges(error.refusal.challenges)
    return choose(challenge for challenge in offered if challenge.scheme == "digest")
