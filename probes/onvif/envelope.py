"""What comes back: a SOAP envelope, a fault in it, or something that is neither.

Faults are read here and not by zeep, which fails on a fault code whose prefix is undeclared
and does not know a SOAP 1.1 fault; both are met in the field.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from lxml.etree import QName, _Element

from probes.failure import FailureKind, ProbeError

__all__ = ["EnvelopeGate", "SoapFaultError"]

_SOAP_12 = "http://www.w3.org/2003/05/soap-envelope"
_SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/"

# ONVIF Core, "General faults" (ter:*), and WSS 1.0 clause 12 (wsse:*).
_KINDS = {
    "NotAuthorized": FailureKind.AUTHENTICATION_REQUIRED,
    "SenderNotAuthorized": FailureKind.AUTHENTICATION_REQUIRED,
    "FailedAuthentication": FailureKind.AUTHENTICATION_REQUIRED,
    "InvalidSecurity": FailureKind.AUTHENTICATION_REQUIRED,
    "InvalidSecurityToken": FailureKind.AUTHENTICATION_REQUIRED,
    "ActionNotSupported": FailureKind.NOT_SUPPORTED,
    "OptionalActionNotImplemented": FailureKind.NOT_SUPPORTED,
    "UnknownAction": FailureKind.NOT_SUPPORTED,
    "NoProfile": FailureKind.NOT_FOUND,
}
# Some firmwares send a bare "Sender" code and say it only in words.
_REFUSALS = ("notauthorized", "unauthorized", "authorityfailure")
_CODE = re.compile(r"(?:[^:\s]*:)?([A-Za-z][A-Za-z0-9]{0,63})")
_MAX_CODES = 4
# A recorder with 256 full profiles sends some 20,000 elements.  zeep needs seconds of
# processor time for 60,000 attributes, and meanwhile every other attempt would stand still.
_MAX_ELEMENTS = 40_000
_MAX_ATTRIBUTES = 64


class SoapFaultError(ProbeError):
    """A fault that the device sent; its detail is the fault's codes, never its prose."""


class Operation(Protocol):
    """What is read of a zeep operation."""

    name: str


@dataclass(frozen=True, slots=True)
class EnvelopeGate:
    """A zeep plugin: lets SOAP 1.2 answers pass, raises `ProbeError` for the rest.

    ``heard`` is called when the peer has spoken SOAP, be it by a fault.
    """

    heard: Callable[[], None]

    def ingress(
        self, envelope: _Element, headers: object, operation: Operation
    ) -> tuple[_Element, object]:
        """Check an answer; called by zeep once the XML is parsed."""
        namespace = _soap_namespace(envelope)
        if namespace is None:
            raise ProbeError(FailureKind.PROTOCOL_ERROR, "the answer is not a SOAP envelope")
        self.heard()
        _check_size(envelope)
        fault = next(envelope.iter(f"{{{namespace}}}Fault"), None)
        if fault is not None:
            raise _fault_error(fault)
        if namespace == _SOAP_11:
            raise ProbeError(FailureKind.PROTOCOL_ERROR, "the answer is SOAP 1.1")
        _check_response(envelope, f"{operation.name}Response")
        return envelope, headers

    def egress(
        self, envelope: _Element, headers: object, _operation: object, _options: object
    ) -> tuple[_Element, object]:
        """Leave a request as it is; called by zeep."""
        return envelope, headers


def _soap_namespace(envelope: _Element) -> str | None:
    """The SOAP version's namespace, None for HTML and other documents."""
    name = QName(envelope)
    if name.localname != "Envelope" or name.namespace not in {_SOAP_11, _SOAP_12}:
        return None
    return name.namespace


def _check_size(envelope: _Element) -> None:
    """Refuse what would keep the parser busy at the expense of other cameras."""
    for count, element in enumerate(envelope.iter("*")):
        if count >= _MAX_ELEMENTS or len(element.attrib) > _MAX_ATTRIBUTES:
            raise ProbeError(FailureKind.PROTOCOL_ERROR, "the answer has too many parts")


def _check_response(envelope: _Element, expected: str) -> None:
    """Refuse another body: zeep would read it as an answer without values, e.g. no profiles."""
    body = next(envelope.iterfind(f"{{{_SOAP_12}}}Body"), None)
    if body is None or len(body) == 0 or QName(body[0]).localname != expected:
        raise ProbeError(FailureKind.PROTOCOL_ERROR, f"the answer is no {expected}")


def _fault_error(fault: _Element) -> SoapFaultError:
    """The failure that a fault stands for; the most specific known code decides."""
    codes = list(_codes(fault))[:_MAX_CODES]
    detail = "SOAP fault " + ("/".join(codes) or "without a code")
    kinds = [_KINDS[code] for code in codes if code in _KINDS]
    if kinds:
        return SoapFaultError(kinds[-1], detail)
    if _refuses_in_words(fault):
        return SoapFaultError(FailureKind.AUTHENTICATION_REQUIRED, detail)
    return SoapFaultError(FailureKind.PROTOCOL_ERROR, detail)


def _codes(fault: _Element) -> Iterator[str]:
    """Local names of the codes, outermost first (SOAP 1.2 Code/Value, SOAP 1.1 faultcode)."""
    for element in (*fault.iterfind("{*}Code"), *fault.iterfind("faultcode")):
        for value in element.iter("{*}Value", "faultcode"):
            found = _CODE.fullmatch((value.text or "").strip())
            if found:
                yield found.group(1)


def _refuses_in_words(fault: _Element) -> bool:
    """Whether the reason says that the sender is not authorized."""
    reasons = fault.iter("{*}Text", "faultstring")
    words = "".join(reason.text or "" for reason in reasons).lower().replace(" ", "")
    return any(refusal in words for refusal in _REFUSALS)
