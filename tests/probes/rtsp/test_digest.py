"""Challenges and answers; the expected values are those of RFC 2617 3.5 and RFC 7616 3.9.1."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.rtsp.digest import Challenge, authorization, choose, parse_challenges
from probes.target import Credential

RFC_2617 = (
    'Digest realm="testrealm@host.com", qop="auth,auth-int", '
    'nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"'
)
RFC_7616 = (
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, '
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", '
    'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
)


def answer(header: str, password: str, uri: str, cnonce: str) -> str:
    (challenge,) = parse_challenges([header])
    return authorization(
        challenge,
        Credential("c", "Mufasa", password),
        method="GET",
        uri=uri,
        cnonce=cnonce,
        count=1,
    )


def test_the_example_of_rfc_2617() -> None:
    written = answer(RFC_2617, "Circle Of Life", "/dir/index.html", "0a4f113b")
    assert 'response="6629fae49393a05397450978507c4ef1"' in written
    assert 'qop=auth, nc=00000001, cnonce="0a4f113b"' in written
    assert 'opaque="5ccc069c403ebaf9f0171e9517f40e41"' in written
    assert "algorithm" not in written


def test_the_example_of_rfc_7616() -> None:
    cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
    written = answer(RFC_7616, "Circle of Life", "/dir/index.html", cnonce)
    expected = "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    assert f'response="{expected}"' in written
    assert "algorithm=SHA-256" in written


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def test_without_qop_the_form_of_rfc_2069_is_used() -> None:
    response = md5(f"{md5('Mufasa:r:p')}:n:{md5('GET:/')}")
    assert answer('Digest realm="r", nonce="n"', "p", "/", "c") == (
        f'Digest username="Mufasa", realm="r", nonce="n", uri="/", response="{response}"'
    )


@pytest.mark.parametrize("qop", ["", ', qop="auth"'])
def test_a_session_key_holds_both_nonces(qop: str) -> None:
    """RFC 7616 3.4.2."""
    key = md5(f"{md5('Mufasa:r:p')}:n:c")
    middle = "00000001:c:auth:" if qop else ""
    response = md5(f"{key}:n:{middle}{md5('GET:/')}")
    written = answer(f'Digest realm="r", nonce="n", algorithm=MD5-sess{qop}', "p", "/", "c")
    assert f'response="{response}", algorithm=MD5-sess' in written
    assert written.endswith('cnonce="c"')


def test_basic_and_its_bare_form() -> None:
    credential = Credential("c", "u", "p")
    expected = Challenge(scheme="basic", realm="r")
    assert parse_challenges(['Basic realm="r"']) == (expected,)
    assert parse_challenges(["basic"]) == (Challenge(scheme="basic"),)
    written = authorization(expected, credential, method="M", uri="/", cnonce="", count=1)
    assert (written, expected.label) == ("Basic dTpw", "basic")


def test_several_challenges_in_one_header_and_escapes() -> None:
    header = r'Digest realm="a\"b", nonce=n, stale=TRUE, Basic realm="c, d"'
    assert parse_challenges([header]) == (
        Challenge(scheme="digest", realm='a"b', nonce="n", stale=True),
        Challenge(scheme="basic", realm="c, d"),
    )


@pytest.mark.parametrize(
    ("headers", "label"),
    [
        (["Basic realm=r", "Digest realm=r, nonce=n"], "digest-md5"),
        (["Digest realm=r, nonce=n", "Digest realm=r, nonce=n, algorithm=sha-256"], "digest-sha-256"),
        (["Digest realm=r, nonce=n, qop=auth-int", "Basic realm=r"], "basic"),
        (["Digest realm=r, nonce=n, algorithm=MD5-sess", "Basic realm=r"], "digest-md5-sess"),
        (["Digest realm=r, nonce=n, algorithm=SHA-512-256"], None),
        (["Digest realm=\ufffd, nonce=n"], None),
        (["Digest realm=r"], None),
        (["Bearer realm=r"], None),
        (["realm=r"], None),
        ([], None),
    ],
)  # fmt: skip
def test_the_strongest_usable_challenge_is_chosen(headers: list[str], label: str | None) -> None:
    chosen = choose(parse_challenges(headers))
    assert (chosen.label if chosen else None) == label


@given(st.lists(st.text(alphabet='Digest Basic="\\,ab\t\n-0', max_size=300)))
def test_any_header_is_read_without_error(headers: list[str]) -> None:
    assert len(parse_challenges(headers)) <= sum(map(len, headers))
