"""Who took or refused which password this night: a refused one is not sent again.

Channels of one recorder share its port and its account: thirty wrong logins in a night would
lock the account for everybody.  Within one attempt the probes keep to one login by themselves.

A login that no device took yet is written down before it leaves (`LoginNotes`), so that one whose
answer was lost with our process is not sent again.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from probes.failure import FailureKind
from probes.observation import Observation
from probes.onvif_device import OnvifDevice
from probes.probe import LoginSigns
from probes.rtsp_describe import StreamDescription
from probes.rtsp_frame import RtspFrame
from probes.target import Target

__all__ = ["LoginNotes", "Logins", "is_refusal", "service_of"]

Account = tuple[str, str, str]
Place = tuple[str, str]

_REFUSALS = frozenset({FailureKind.AUTHENTICATION_REJECTED, FailureKind.ACCOUNT_LOCKED})
_REFUSING = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_STREAM, _ONVIF = "rtsp", "onvif_device"
_RTSP = frozenset({"rtsp_frame", "rtsp_confirm", "rtsp_udp", "rtsp_sub", "rtsp_describe"})
_ANSWERS = (RtspFrame, StreamDescription)


@dataclass(frozen=True, slots=True)
class LoginNotes:
    """Who writes down that a login of a target is sent in a try, and that it was taken.

    Both are given the target's key, the service and the number of the try.
    """

    sends: Callable[[str, str, int], None]
    taken: Callable[[str, str, int], None]


@dataclass(slots=True)
class Logins:
    """The logins of a round, by service address (host and port) and account."""

    notes: LoginNotes | None = field(default=None, repr=False, compare=False)

    _refused: set[Account] = field(default_factory=set, repr=False)
    _accepted: set[tuple[Account, str]] = field(default_factory=set, repr=False)
    _limited: set[Place] = field(default_factory=set)
    _closed: set[Place] = field(default_factory=set)

    def may_send(self, target: Target, probe: str) -> bool:
        """Whether ``probe`` may log in at ``target``.

        After a refusal only where the same service took the login: the password is right
        there, and one forbidden channel must not hide the others of its recorder.
        """
        account, service = _account(target), service_of(probe)
        if account is None:
            return True
        if (target.key, service) in self._closed:
            return False
        return account not in self._refused or (account, service) in self._accepted

    def is_proved(self, target: Target, probe: str) -> bool:
        """Whether the device took the login tonight, so that the password is right.

        The stream's word counts for ``probe`` of either service.  That of ONVIF counts for the
        stream alone: to ONVIF itself a login that it took once says nothing new.
        """
        account = _account(target)
        services = (_STREAM, _ONVIF) if service_of(probe) == _STREAM else (_STREAM,)
        return account is not None and any((account, one) in self._accepted for one in services)

    def signs(self, target: Target, probe: str, *, attempt: int) -> LoginSigns:
        """What ``probe`` tells of its login: nothing where the service took it before."""
        account, service = _account(target), service_of(probe)
        if self.notes is None or account is None or (account, service) in self._accepted:
            return LoginSigns()
        noted = (target.key, service, attempt)
        return LoginSigns(
            functools.partial(self.notes.sends, *noted), functools.partial(self.notes.taken, *noted)
        )

    def recall(self, target: Target, service: str, *, taken: bool) -> None:
        """Learn of a login that was sent and whose attempt is not known.

        One that was not taken, as far as we know, may have been refused: that is as good as a
        refusal.
        """
        account = _account(target)
        if account is None:
            return
        if taken:
            self._accepted.add((account, service))
        else:
            self._refused.add(account)
            self._closed.add((target.key, service))

    def note(self, target: Target, seen: Observation[object]) -> None:
        """Learn from an attempt at ``target``."""
        account, service = _account(target), service_of(seen.probe)
        if account is None:
            return
        place = (target.key, service)
        if _logged_in(seen.payload):
            self._accepted.add((account, service))
        if seen.failure is not None and seen.failure.kind in _REFUSALS:
            self._refused.add(account)
            self._closed.add(place)
        elif _is_limit(seen):
            self._note_limit(account, place, is_proved=self.is_proved(target, seen.probe))

    def _note_limit(self, account: Account, place: Place, *, is_proved: bool) -> None:
        """A right password may be sent once more; one that nobody took was judged for tonight."""
        if not is_proved:
            self._refused.add(account)
        if not is_proved or place in self._limited:
            self._closed.add(place)
        self._limited.add(place)


def is_refusal(seen: Observation[object]) -> bool:
    """Whether a login was refused, for whatever reason: it must not be forgotten."""
    return (seen.failure is not None and seen.failure.kind in _REFUSALS) or _is_limit(seen)


def _is_limit(seen: Observation[object]) -> bool:
    """Whether a login was refused for want of a free place, as far as can be told."""
    if seen.failure is None or seen.failure.kind is not FailureKind.SESSION_LIMIT:
        return False
    frame = seen.payload
    if not isinstance(frame, _ANSWERS) or frame.auth_scheme is None:
        return False
    return frame.status_code in _REFUSING


def service_of(probe: str) -> str:
    """Whose login ``probe`` makes.

    The second client logs in where the first one did: a refusal of one counts for all.
    """
    return _STREAM if probe in _RTSP else probe


def _logged_in(payload: object) -> bool:
    if isinstance(payload, _ANSWERS):
        return payload.login_accepted
    return isinstance(payload, OnvifDevice) and payload.login == "digest"


def _account(target: Target) -> Account | None:
    """None without a credential; behind address translation each port is a device of its own."""
    if target.credential is None:
        return None
    uri = target.stream_uri or target.onvif_uri or target.host
    service = uri.partition("//")[2].partition("/")[0].lower()
    return service, target.credential.username, target.credential.password
