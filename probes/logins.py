"""Who took or refused which password this night: a refused one is not sent again.

Channels of one recorder share its port and its account: thirty wrong logins in a night would
lock the account for everybody.  Within one attempt the probes keep to one login by themselves.
"""

from dataclasses import dataclass, field

from probes.failure import FailureKind
from probes.observation import Observation
from probes.onvif_device import OnvifDevice
from probes.rtsp_frame import RtspFrame
from probes.target import Target

__all__ = ["Logins"]

_REFUSALS = frozenset({FailureKind.AUTHENTICATION_REJECTED, FailureKind.ACCOUNT_LOCKED})

Account = tuple[str, str, str]
_RTSP = frozenset({"rtsp_frame", "rtsp_confirm", "rtsp_udp"})


@dataclass(slots=True)
class Logins:
    """The logins of a round, by service address (host and port) and account."""

    _refused: set[Account] = field(default_factory=set, repr=False)
    _accepted: set[tuple[Account, str]] = field(default_factory=set, repr=False)
    _closed: set[tuple[str, str]] = field(default_factory=set)

    def may_send(self, target: Target, probe: str) -> bool:
        """Whether ``probe`` may log in at ``target``.

        After a refusal only where the same service took the login: the password is right
        there, and one forbidden channel must not hide the others of its recorder.
        """
        account, service = _account(target), _service(probe)
        if account is None or account not in self._refused:
            return True
        return (account, service) in self._accepted and (target.key, service) not in self._closed

    def is_proved(self, target: Target) -> bool:
        """Whether the device's stream took the login tonight, so that the password is right."""
        account = _account(target)
        return account is not None and (account, "rtsp") in self._accepted

    def note(self, target: Target, seen: Observation[object]) -> None:
        """Learn from an attempt at ``target``."""
        account, service = _account(target), _service(seen.probe)
        if account is None:
            return
        if seen.failure is None and _logged_in(seen.payload):
            self._accepted.add((account, service))
        elif seen.failure and seen.failure.kind in _REFUSALS:
            self._refused.add(account)
            self._closed.add((target.key, service))


def _service(probe: str) -> str:
    """The second client logs in where the first one did: a refusal of one counts for all."""
    return "rtsp" if probe in _RTSP else probe


def _logged_in(payload: object) -> bool:
    if isinstance(payload, RtspFrame):
        return payload.auth_scheme is not None
    return isinstance(payload, OnvifDevice) and payload.login == "digest"


def _account(target: Target) -> Account | None:
    """None without a credential; behind address translation each port is a device of its own."""
    if target.credential is None:
        return None
    uri = target.stream_uri or target.onvif_uri or target.host
    service = uri.partition("//")[2].partition("/")[0].lower()
    return service, target.credential.username, target.credential.password
