import base64
from datetime import UTC, datetime, timedelta, timezone

import pytest
from lxml import etree
from zeep.wsse import UsernameToken

from probes.failure import FailureKind, ProbeError
from probes.onvif.token import security_header
from probes.target import Credential

CREDENTIAL = Credential("cameras", "admin<&>", "Inv3nted&密码")
NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
NONCE = b"0123456789abcdef"


def parts(header: str) -> dict[str, str]:
    element = etree.fromstring(header)
    return {etree.QName(part).localname: part.text or "" for part in element.iter("*")}


def test_the_header_is_what_zeep_would_make_of_the_same_nonce_and_time() -> None:
    made = etree.Element("{http://www.w3.org/2003/05/soap-envelope}Envelope")
    token = UsernameToken(  # type: ignore[no-untyped-call]  # zeep
        CREDENTIAL.username,
        CREDENTIAL.password,
        use_digest=True,
        nonce=NONCE.decode(),
        created=NOON,
        zulu_timestamp=True,
    )
    envelope, _ = token.apply(made, {})  # type: ignore[no-untyped-call]  # zeep
    (theirs,) = envelope.iter("{*}Security")
    ours = etree.fromstring(security_header(CREDENTIAL, nonce=NONCE, created=NOON))

    def told(element: etree._Element) -> list[tuple[str, str | None, list[tuple[object, object]]]]:
        return [
            (str(part.tag), part.text, sorted(part.attrib.items())) for part in element.iter("*")
        ]

    assert told(ours) == told(theirs)


def test_the_time_is_zulu_whatever_the_zone() -> None:
    china = NOON.astimezone(timezone(timedelta(hours=8)))
    header = security_header(CREDENTIAL, nonce=NONCE, created=china)
    assert parts(header)["Created"] == "2024-05-01T12:00:00Z"
    assert parts(header)["Nonce"] == base64.b64encode(NONCE).decode()


def test_the_password_itself_is_never_in_it() -> None:
    header = security_header(CREDENTIAL, nonce=NONCE, created=NOON)
    assert "Inv3nted" not in header


@pytest.mark.parametrize("name", ["ad\0min", "admin\x1b", "\ud800", "\uffff"])
def test_a_user_name_that_xml_cannot_carry_is_the_operators_to_correct(name: str) -> None:
    with pytest.raises(ProbeError) as caught:
        security_header(Credential("cameras", name, "x"), nonce=NONCE, created=NOON)
    assert caught.value.kind is FailureKind.SKIPPED
