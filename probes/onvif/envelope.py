"""What comes back: a SOAP envelope, a fault in it, or something that is neither.

Read by lxml and not by zeep, which fails on a fault code whose prefix is undeclared, does not
know a SOAP 1.1 fault, drops answers whose namespace is not the schema's, and needs ten times
as long.  What stands in an answer is left to the readers of answers.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from probes.failure import FailureKind, ProbeError
from probes.onvif.xml import children, dig, local_name

__all__ = [
    "Refusal",
    "RefusedError",
    "SoapFaultError",
    "parse_envelope",
    "refusal_of",
    "response_of",
]

# ONVIF Core, "General faults" (ter:*), and WSS 1.0 clause 12 (wsse:*).
_KINDS = {
    "NotAuthorized": FailureKind.AUTHENTICATION_REQUIRED,
    "SenderNotAuthorized": FailureKind.AUTHENTICATION_REQUIRED,
    "FailedAuthentication": FailureKind.AUTHENTICATION_REQUIRED,
    "InvalidSecurity": FailureKind.AUTHENTICATION_REQUIRED,
    "InvalidSecurityToken": FailureKind.AUTHENTICATION_REQUIRED,
    "MessageExpired": FailureKind.AUTHENTICATION_REQUIRED,
    "ActionNotSupported": FailureKind.NOT_SUPPORTED,
    "OptionalActionNotImplemented": FailureKind.NOT_SUPPORTED,
    "UnknownAction": FailureKind.NOT_SUPPORTED,
    "NoProfile": FailureKind.NOT_FOUND,
}
# Some firmwares send a bare "Sender" code and say it only in words.
_REFUSALS = re.compile(r"notauthorized|unauthorized|authorityfailure|timecheckfailed")
# "Wsse authorized time check failed", "message expired", "timestamp out of range".
_TIME_WORDS = re.compile(r"time ?check|time ?stamp|expired|clock|replay")
# "You still have 22 attempt(s)", "user is locked": the password itself was judged.
_COUNT_WORDS = re.compile(r"attempt|tries|retr(?:y|ies)|lock(?:ed|out)|illegal")
_CODE = re.compile(r"(?:[^:\s]*:)?([A-Za-z][A-Za-z0-9]{0,63})")
_MAX_CODES = 4
_MAX_WORDS = 1000
# A recorder with 256 full profiles sends some 20,000 elements; more than these are no answer.
_MAX_ELEMENTS = 40_000
_MAX_ATTRIBUTES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What a refusal says of its reason.

    ``challenges`` are WWW-Authenticate values.  ``blames_time`` is true when it names the
    time as the reason, ``counts_attempts`` when it counts attempts or names a lock.
    """

    challenges: tuple[str, ...] = ()
    blames_time: bool = False
    counts_attempts: bool = False


class RefusedError(ProbeError):
    """The device wants a login, or another one (authentication_required)."""

    def __init__(self, detail: str, refusal: Refusal | None = None) -> None:
        super().__init__(FailureKind.AUTHENTICATION_REQUIRED, detail)
        self.refusal = refusal or Refusal()


class SoapFaultError(ProbeError):
    """A fault that is no refusal; its detail is the fault's codes, never its prose."""


def parse_envelope(body: bytes) -> _Element:
    """The root of a SOAP message; `ProbeError` (protocol_error) for anything else.

    SOAP 1.2 part 1, clause 5 forbids a DTD in a message, so nothing good is lost by refusing
    it.  Unclosed tags are closed where that can be done, as other clients do.
    """
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise ProbeError(FailureKind.PROTOCOL_ERROR, "the answer has a document type")
    try:
        root = etree.fromstring(body, _parser())
    except (etree.LxmlError, ValueError):
        root = None
    if root is None or local_name(root) != "Envelope":
        raise ProbeError(FailureKind.PROTOCOL_ERROR, "the answer is not a SOAP envelope")
    if root.getroottree().docinfo.internalDTD is not None:  # one in another encoding
        raise ProbeError(FailureKind.PROTOCOL_ERROR, "the answer has a document type")
    return root


@functools.cache
def _parser() -> etree.XMLParser:
    """Made once: making one takes as long as reading an answer."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )


def response_of(root: _Element, expected: str) -> _Element:
    """The element ``expected`` of the body; `RefusedError`, `SoapFaultError`, `ProbeError`.

    Another body is refused: it would read as an answer without values, e.g. no profiles.
    """
    _check_size(root)
    body = dig(root, "Body")
    fault = dig(body, "Fault")
    if fault is not None:
        raise _fault_error(fault)
    response = next(children(body, expected), None)
    if response is None:
        raise ProbeError(FailureKind.PROTOCOL_ERROR, f"the answer is no {expected}")
    return response


def refusal_of(body: bytes, challenges: tuple[str, ...]) -> Refusal:
    """What the body of an HTTP 401 or 403 adds to its challenges; most have none."""
    try:
        fault = dig(parse_envelope(body), "Body", "Fault")
    except ProbeError:
        fault = None
    return Refusal(challenges=challenges) if fault is None else _refusal(fault, challenges)


def _check_size(root: _Element) -> None:
    """Refuse what would keep the process busy at the expense of other cameras."""
    for count, element in enumerate(root.iter("*")):
        if count >= _MAX_ELEMENTS or len(element.attrib) > _MAX_ATTRIBUTES:
            raise ProbeError(FailureKind.PROTOCOL_ERROR, "the answer has too many parts")


def _fault_error(fault: _Element) -> ProbeError:
    """The failure that a fault stands for; the most specific known code decides."""
    codes = list(_codes(fault))[:_MAX_CODES]
    detail = "SOAP fault " + ("/".join(codes) or "without a code")
    kinds = [_KINDS[code] for code in codes if code in _KINDS]
    in_words = _REFUSALS.search(_words(fault).replace(" ", ""))
    kind = kinds[-1] if kinds else FailureKind.PROTOCOL_ERROR
    if kind is FailureKind.AUTHENTICATION_REQUIRED or (not kinds and in_words):
        return RefusedError(detail, _refusal(fault, ()))
    return SoapFaultError(kind, detail)


def _refusal(fault: _Element, challenges: tuple[str, ...]) -> Refusal:
    words = f"{_words(fault)} {' '.join(_codes(fault)).lower()}"
    return Refusal(
        challenges=challenges,
        blames_time=_TIME_WORDS.search(words) is not None,
        counts_attempts=_COUNT_WORDS.search(words) is not None,
    )


def _codes(fault: _Element) -> Iterator[str]:
    """Local names of the codes, outermost first (SOAP 1.2 Code/Value, SOAP 1.1 faultcode)."""
    for element in (*children(fault, "Code"), *children(fault, "faultcode")):
        for value in element.iter("*"):
            found = _CODE.fullmatch((value.text or "").strip())
            if found and local_name(value) in {"Value", "faultcode"}:
                yield found.group(1)


def _words(fault: _Element) -> str:
    """The reasons in lower case; only looked into, never kept."""
    reasons = (part for part in fault.iter("*") if local_name(part) in {"Text", "faultstring"})
    return " ".join(part.text or "" for part in reasons)[:_MAX_WORDS].lower()
