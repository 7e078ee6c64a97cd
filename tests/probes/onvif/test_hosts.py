from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.onvif.hosts import STREAM_SCHEMES, XADDR_SCHEMES, rewrite_host, same_host


@pytest.mark.parametrize(
    ("uri", "registered", "expected"),
    [
        ("rtsp://127.0.0.5/live", "127.0.0.5", ("rtsp://127.0.0.5/live", None)),
        (
            "rtsp://127.0.0.99:8554/live?a=1&b=2#t",
            "127.0.0.5",
            ("rtsp://127.0.0.5:8554/live?a=1&b=2#t", "127.0.0.99"),
        ),
        (
            "rtsp://admin:p@ss@127.0.0.99/live",
            "127.0.0.5",
            ("rtsp://127.0.0.5/live", "127.0.0.99"),
        ),
        ("RTSPS://CAM.Local:322/", "cam.local", ("rtsps://cam.local:322/", None)),
        ("http://[::1]:80/onvif", "::1", ("http://[::1]:80/onvif", None)),
        ("http://[0:0::1]/onvif", "[::1]", ("http://[::1]/onvif", None)),
        ("http://[::2]/onvif", "127.0.0.5", ("http://127.0.0.5/onvif", "::2")),
        ("http://127.0.0.5/onvif", "::1", ("http://[::1]/onvif", "127.0.0.5")),
        ("rtsp://:554/live", "127.0.0.5", ("rtsp://127.0.0.5:554/live", None)),
        ("rtsp:///live", "127.0.0.5", ("rtsp://127.0.0.5/live", None)),
        ("  rtsp://127.0.0.5/a\n", "127.0.0.5", ("rtsp://127.0.0.5/a", None)),
        ("rtsp://127.0.0.5", "127.0.0.5", ("rtsp://127.0.0.5", None)),
        ("rtsp://127.0.0.5?x=a@b", "127.0.0.5", ("rtsp://127.0.0.5?x=a@b", None)),
        ("http://cam.local./onvif", "cam.local", ("http://cam.local/onvif", None)),
    ],
)
def test_only_the_host_changes_and_the_userinfo_goes(
    uri: str, registered: str, expected: tuple[str, str | None]
) -> None:
    assert rewrite_host(uri, registered) == expected


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "/onvif/media_service",
        "127.0.0.5:8554/live",
        "file:///etc/passwd",
        "gopher://127.0.0.5/",
        "rtsp:live",
        "rtsp://127.0.0.5:port/live",
        "rtsp://127.0.0.5:70000/live",
        "rtsp://[::1/live",
        "rtsp://::1:554/live",
        "rtsp://127.0.0.5/a b",
        "rtsp://127.0.0.5/a\r\nHost: x",
        "rtsp://127.0.0.5/" + "a" * 2048,
        "rtsp://admin:12/3@127.0.0.5/live",
    ],
)
def test_a_uri_that_cannot_be_rewritten_is_refused(uri: str) -> None:
    with pytest.raises(ValueError, match="the URI"):
        rewrite_host(uri, "127.0.0.5")


@pytest.mark.parametrize(
    ("uri", "schemes"),
    [("http://127.0.0.5/live", STREAM_SCHEMES), ("rtsp://127.0.0.5/onvif", XADDR_SCHEMES)],
)
def test_a_scheme_of_the_other_kind_is_refused(uri: str, schemes: frozenset[str]) -> None:
    with pytest.raises(ValueError, match="scheme is none of"):
        rewrite_host(uri, "127.0.0.5", schemes=schemes)


def test_the_refusal_does_not_quote_the_uri() -> None:
    with pytest.raises(ValueError) as caught:
        rewrite_host("rtsp://admin:Inv3nted@[127.0.0.5/live", "127.0.0.5")
    assert "Inv3nted" not in str(caught.value)
    assert caught.value.__suppress_context__


_HOSTS = st.one_of(
    st.ip_addresses(v=4).map(str),
    st.ip_addresses(v=6).map(lambda ip: f"[{ip}]"),
    st.from_regex(r"[a-z][a-z0-9]{0,8}(\.[a-z]{1,5})?", fullmatch=True),
)
_TAILS = st.from_regex(r"(/[a-zA-Z0-9._~&=-]{0,12}){0,3}(\?[a-z=&0-9]{1,9})?", fullmatch=True)


@given(
    scheme=st.sampled_from(sorted(STREAM_SCHEMES | XADDR_SCHEMES)),
    host=_HOSTS,
    port=st.one_of(st.none(), st.integers(0, 65535)),
    tail=_TAILS,
    registered=_HOSTS,
)
def test_the_rewritten_uri_names_the_registered_host_and_stays(
    scheme: str, host: str, port: int | None, tail: str, registered: str
) -> None:
    written = "" if port is None else f":{port}"
    rewritten, advertised = rewrite_host(f"{scheme}://u:p@{host}{written}{tail}", registered)
    assert rewritten == f"{scheme}://{registered}{written}{tail}"
    assert (advertised is None) == same_host(host, registered)
    assert rewrite_host(rewritten, registered) == (rewritten, None)


@given(st.text(), st.sampled_from(["", "rtsp://", "http://a:b@"]))
def test_no_text_leads_to_another_host(text: str, prefix: str) -> None:
    with suppress(ValueError):
        rewritten, _ = rewrite_host(prefix + text, "127.0.0.5")
        assert urlsplit(rewritten).hostname == "127.0.0.5"
