"""How often a credential may be sent to one camera: once, so that no account gets locked.

A second try is made only when the server says that the nonce, not the password, was the
trouble.  The arithmetic is left to :mod:`probes.rtsp.digest`.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from probes.failure import FailureKind, ProbeError
from probes.probe import LoginSigns
from probes.rtsp.digest import Challenge, authorization, choose, parse_challenges
from probes.rtsp.message import Response
from probes.rtsp_answer import says_full, says_locked
from probes.target import Credential

__all__ = ["Login"]

_REFUSALS = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.LOCKED})


@dataclass(slots=True, kw_only=True)
class Login:
    """The state of authentication of one attempt; it outlives redirects.

    ``was_accepted`` tells of the latest request, ``is_proved`` of any: the password is right.
    ``proved_before`` says that the device took the same login tonight, in another attempt.
    ``signs`` is told before the first request that carries the password, and when it was taken.
    """

    credential: Credential | None
    is_allowed: bool
    proved_before: bool = False
    signs: LoginSigns = field(default_factory=LoginSigns)
    new_cnonce: Callable[[], str] = field(default=lambda: secrets.token_hex(8), repr=False)
    challenge: Challenge | None = None
    was_accepted: bool = False
    is_proved: bool = False
    _count: int = 0
    _cnonce: str = field(default="", repr=False)
    _renewed: bool = False

    def header(self, method: str, uri: str) -> dict[str, str]:
        """Return the Authorization header, nothing before the first challenge."""
        if self.challenge is None or self.credential is None:
            return {}
        self._count += 1
        # One for all requests with this nonce (RFC 7616 3.4.2): randomness costs a system call.
        self._cnonce = self._cnonce or self.new_cnonce()
        value = authorization(
            self.challenge,
            self.credential,
            method=method,
            uri=uri,
            cnonce=self._cnonce,
            count=self._count,
        )
        return {"Authorization": value}

    def take_answer(self, response: Response) -> bool:
        """Learn from ``response``; True when the request should be sent again.

        Raises ProbeError: authentication_required (no credential), login_withheld,
        authentication_rejected, account_locked, session_limit (a login that was right before, or
        the device's own words), not_supported (no scheme that we can answer).
        """
        if response.status in _REFUSALS:
            self._hear(response)
        if response.status != HTTPStatus.UNAUTHORIZED:
            is_error = response.status >= HTTPStatus.BAD_REQUEST
            self.was_accepted |= self.challenge is not None and not is_error
            self._note_proof()
            return False
        fresh = choose(parse_challenges(response.all("www-authenticate")))
        if self.challenge is None:
            self.challenge = self._begin(fresh)
        else:
            self.challenge = self._renew(fresh, self.challenge)
        return True

    def _note_proof(self) -> None:
        if self.was_accepted and not self.is_proved:
            self.is_proved = True
            self.signs.taken()

    def forbidden(self) -> ProbeError:
        """What a 403 means: after a login a refusal of the account, which must not be sent again.

        A password that was right before is not what is refused.
        """
        if self._is_right:
            return ProbeError(FailureKind.SESSION_LIMIT, "RTSP 403 after an accepted login")
        sent = self.challenge is not None
        kind = FailureKind.AUTHENTICATION_REJECTED if sent else FailureKind.AUTHENTICATION_REQUIRED
        return ProbeError(kind, "RTSP 403")

    @property
    def _is_right(self) -> bool:
        """Whether the password that was sent is known to be right."""
        return self.is_proved or (self.proved_before and self.challenge is not None)

    def _hear(self, refusal: Response) -> None:
        """Raise what the device says of its refusal in words."""
        told = f"RTSP {refusal.status}"
        if says_locked(refusal):
            raise ProbeError(FailureKind.ACCOUNT_LOCKED, f"{told}: locked")
        if says_full(refusal):
            raise ProbeError(FailureKind.SESSION_LIMIT, f"{told}: its connections are used up")

    def _begin(self, fresh: Challenge | None) -> Challenge:
        if self.credential is None:
            raise ProbeError(FailureKind.AUTHENTICATION_REQUIRED, "no credential is known")
        if not self.is_allowed:
            raise ProbeError(FailureKind.LOGIN_WITHHELD, "it was or may have been rejected tonight")
        if fresh is None:
            raise ProbeError(FailureKind.NOT_SUPPORTED, "no supported authentication scheme")
        self.signs.sent()
        return fresh

    def _renew(self, fresh: Challenge | None, used: Challenge) -> Challenge:
        """Accept a new nonce: once for a stale one, and after each login that was right.

        Some cameras give a nonce for one request only.  Basic never follows digest, else a
        server could ask for the password in clear after all.
        """
        if not self._is_excused(fresh) or fresh is None or fresh.nonce == used.nonce:
            raise self._refusal(fresh, used)
        self._renewed = True
        self.was_accepted = False
        self._count, self._cnonce = 0, ""
        return fresh

    def _refusal(self, fresh: Challenge | None, used: Challenge) -> ProbeError:
        """Tell a wrong password from a right one that is refused later.

        Some recorders answer 401 when their connections are used up.
        """
        is_weaker = fresh is None or (fresh.scheme == "basic" and used.scheme != "basic")
        if self._is_right and not is_weaker:
            detail = "the login was accepted before and is refused now"
            return ProbeError(FailureKind.SESSION_LIMIT, detail)
        return ProbeError(FailureKind.AUTHENTICATION_REJECTED, "the login was not accepted")

    def _is_excused(self, fresh: Challenge | None) -> bool:
        if fresh is None or fresh.scheme == "basic":
            return False
        return self.was_accepted or (fresh.stale and not self._renewed)
