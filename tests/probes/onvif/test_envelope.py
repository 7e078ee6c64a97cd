import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.failure import FailureKind, ProbeError
from probes.onvif.answers import hostname, identity, media_xaddr, ntp_setting, scopes, services
from probes.onvif.clock import read_clock
from probes.onvif.envelope import (
    Refusal,
    RefusedError,
    SoapFaultError,
    parse_envelope,
    refusal_of,
    response_of,
)
from probes.onvif.media_answers import (
    media2_profiles,
    media_profiles,
    on_screen_texts,
    stream_uri,
)
from tests.probes.onvif.stub_camera import MESSAGES

CLOCK = "GetSystemDateAndTimeResponse"
CAPTURES = sorted(path.name for path in MESSAGES.iterdir())


def read(name: str, expected: str = CLOCK) -> object:
    return response_of(parse_envelope((MESSAGES / name).read_bytes()), expected)


@pytest.mark.parametrize(
    ("name", "detail", "refusal"),
    [
        ("fault_not_authorized.xml", "SOAP fault Sender/NotAuthorized", Refusal()),
        ("fault_undeclared_prefix.xml", "SOAP fault Sender/NotAuthorized", Refusal()),
        ("fault_in_words_only.xml", "SOAP fault Sender", Refusal()),
        ("fault_soap11.xml", "SOAP fault FailedAuthentication", Refusal()),
        (
            "fault_time_check_failed.xml",
            "SOAP fault Sender/NotAuthorized",
            Refusal(blames_time=True),
        ),
        (
            "fault_message_expired.xml",
            "SOAP fault Sender/MessageExpired",
            Refusal(blames_time=True),
        ),
        (
            "fault_attempts_left.xml",
            "SOAP fault Sender/NotAuthorized",
            Refusal(counts_attempts=True),
        ),
    ],
)
def test_a_refusal_tells_its_codes_and_its_reason(name: str, detail: str, refusal: Refusal) -> None:
    with pytest.raises(RefusedError) as caught:
        read(name)
    assert (caught.value.detail, caught.value.refusal) == (detail, refusal)
    assert caught.value.kind is FailureKind.AUTHENTICATION_REQUIRED


@pytest.mark.parametrize(
    ("name", "kind", "detail"),
    [
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
    with pytest.raises(SoapFaultError) as caught:
        read(name)
    assert (caught.value.kind, caught.value.detail) == (kind, detail)


@pytest.mark.parametrize(
    ("name", "detail"),
    [
        ("html_page.html", "the answer is not a SOAP envelope"),
        ("plain_text.txt", "the answer is not a SOAP envelope"),
        ("entity_bomb.xml", "the answer has a document type"),
        ("external_entity.xml", "the answer has a document type"),
        ("billion_laughs_utf16.xml", "the answer has a document type"),
        ("body_empty.xml", "the answer is no GetSystemDateAndTimeResponse"),
        ("profiles_none.xml", "the answer is no GetSystemDateAndTimeResponse"),
        ("nested_too_deep.xml", "the answer is no GetSystemDateAndTimeResponse"),
    ],
)
def test_something_else_is_refused(name: str, detail: str) -> None:
    with pytest.raises(ProbeError) as caught:
        read(name)
    assert not isinstance(caught.value, SoapFaultError | RefusedError)
    assert (caught.value.kind, caught.value.detail) == (FailureKind.PROTOCOL_ERROR, detail)


def test_an_answer_in_soap_1_1_is_read() -> None:
    assert read("answer_in_soap11.xml") is not None


@pytest.mark.parametrize(
    "flood",
    [
        "<a/>" * 40_001,
        "<a {}/>".format(" ".join(f'a{number}="1"' for number in range(65))),
    ],
)
def test_a_flood_of_parts_is_refused(flood: str) -> None:
    text = (MESSAGES / "clock_right.xml").read_text("utf-8")
    root = parse_envelope(text.replace("</env:Body>", flood + "</env:Body>").encode())
    with pytest.raises(ProbeError, match="the answer has too many parts"):
        response_of(root, CLOCK)


def test_a_refusal_by_http_is_read_for_its_words_where_it_has_any() -> None:
    told = (MESSAGES / "fault_attempts_left.xml").read_bytes()
    assert refusal_of(told, ("Digest",)) == Refusal(challenges=("Digest",), counts_attempts=True)
    for body in (b"", b"<html>", (MESSAGES / "clock_right.xml").read_bytes()):
        assert refusal_of(body, ()) == Refusal()


READERS = (
    read_clock,
    identity,
    services,
    media_xaddr,
    hostname,
    scopes,
    ntp_setting,
    stream_uri,
    on_screen_texts,
    lambda answer: media_profiles(answer, limit=8),
    lambda answer: media2_profiles(answer, limit=8),
)


def survive(body: bytes) -> None:
    """Whatever comes, it ends in values or in a `ProbeError`; every reader takes any element."""
    try:
        root = parse_envelope(body)
    except ProbeError:
        return
    for element in root.iter("*"):
        for reader in READERS:
            reader(element)
    try:
        response_of(root, CLOCK)
    except ProbeError:
        return


def mutants(body: bytes, count: int) -> Iterator[bytes]:
    """The same damages in every run."""
    chance = random.Random(len(body))
    for _ in range(count):
        broken = bytearray(body)
        for _ in range(chance.randrange(1, 6)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        yield bytes(broken)


@pytest.mark.parametrize("name", [name for name in CAPTURES if name != "nested_too_deep.xml"])
def test_every_capture_is_survived_whole_cut_short_and_damaged(name: str) -> None:
    body = (MESSAGES / name).read_bytes()
    survive(body)
    for end in range(0, len(body), max(1, len(body) // 40)):
        survive(body[:end])
    for mutant in mutants(body, 40):
        survive(mutant)


@given(st.binary(max_size=400))
def test_any_bytes_are_survived(body: bytes) -> None:
    survive(body)
    survive(b"<Envelope><Body>" + body)
