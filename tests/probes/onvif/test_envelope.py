from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml import etree

from probes.failure import FailureKind, ProbeError
from probes.onvif.envelope import EnvelopeGate, SoapFaultError

CLOCK = SimpleNamespace(name="GetSystemDateAndTime")
MESSAGES = Path(__file__).parent / "messages"


class Ears:
    """Counts how often an answer was heard."""

    def __init__(self) -> None:
        self.count = 0

    def hear(self) -> None:
        self.count += 1


def message(name: str) -> etree._Element:
    return etree.fromstring((MESSAGES / name).read_bytes(), etree.XMLParser(recover=True))


@pytest.mark.parametrize(
    ("name", "kind", "detail"),
    [
        (
            "fault_not_authorized.xml",
            FailureKind.AUTHENTICATION_REQUIRED,
            "SOAP fault Sender/NotAuthorized",
        ),
        (
            "fault_undeclared_prefix.xml",
            FailureKind.AUTHENTICATION_REQUIRED,
            "SOAP fault Sender/NotAuthorized",
        ),
        ("fault_in_words_only.xml", FailureKind.AUTHENTICATION_REQUIRED, "SOAP fault Sender"),
        (
            "fault_soap11.xml",
            FailureKind.AUTHENTICATION_REQUIRED,
            "SOAP fault FailedAuthentication",
        ),
        (
            "fault_action_not_supported.xml",
            FailureKind.NOT_SUPPORTED,
            "SOAP fault Receiver/ActionNotSupported",
        ),
        (
            "fault_no_profile.xml",
            FailureKind.NOT_FOUND,
            "SOAP fault Sender/InvalidArgVal/NoProfile",
        ),
        ("fault_unknown_code.xml", FailureKind.PROTOCOL_ERROR, "SOAP fault Receiver/Action"),
        ("fault_empty.xml", FailureKind.PROTOCOL_ERROR, "SOAP fault without a code"),
        ("fault_code_with_blanks.xml", FailureKind.PROTOCOL_ERROR, "SOAP fault Sender"),
    ],
)
def test_a_fault_is_named_by_its_codes_alone(name: str, kind: FailureKind, detail: str) -> None:
    ears = Ears()
    with pytest.raises(SoapFaultError) as caught:
        EnvelopeGate(ears.hear).ingress(message(name), {}, CLOCK)
    assert (caught.value.kind, caught.value.detail, ears.count) == (kind, detail, 1)


def test_a_good_answer_passes_untouched() -> None:
    ears, envelope = Ears(), message("clock_right.xml")
    assert EnvelopeGate(ears.hear).ingress(envelope, {}, CLOCK) == (envelope, {})
    assert ears.count == 1


@pytest.mark.parametrize(
    ("name", "detail", "heard"),
    [
        ("html_page.html", "the answer is not a SOAP envelope", 0),
        ("answer_in_soap11.xml", "the answer is SOAP 1.1", 1),
        ("body_empty.xml", "the answer is no GetSystemDateAndTimeResponse", 1),
        ("profiles_none.xml", "the answer is no GetSystemDateAndTimeResponse", 1),
        ("nested_too_deep.xml", "the answer is no GetSystemDateAndTimeResponse", 1),
    ],
)
def test_something_else_is_refused(name: str, detail: str, heard: int) -> None:
    ears = Ears()
    with pytest.raises(ProbeError) as caught:
        EnvelopeGate(ears.hear).ingress(message(name), {}, CLOCK)
    assert not isinstance(caught.value, SoapFaultError)
    assert (caught.value.detail, ears.count) == (detail, heard)


@pytest.mark.parametrize(
    "flood",
    [
        "<a/>" * 40_001,
        "<a {}/>".format(" ".join(f'a{number}="1"' for number in range(65))),
    ],
)
def test_a_flood_of_parts_is_refused(flood: str) -> None:
    text = (MESSAGES / "clock_right.xml").read_text("utf-8")
    envelope = etree.fromstring(text.replace("</env:Body>", flood + "</env:Body>").encode())
    with pytest.raises(ProbeError, match="the answer has too many parts"):
        EnvelopeGate(Ears().hear).ingress(envelope, {}, CLOCK)


def test_a_request_passes_untouched() -> None:
    envelope = message("clock_right.xml")
    assert EnvelopeGate(Ears().hear).egress(envelope, {"a": "b"}, None, None) == (
        envelope,
        {"a": "b"},
    )
