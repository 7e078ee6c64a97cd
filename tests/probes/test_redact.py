"""No credential survives, whatever the form in which firmwares want it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from probes.redact import redact_uri, strip_userinfo


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rtsp://h/live", "rtsp://h/live"),
        ("rtsp://[::1]:554/live?channel=1", "rtsp://[::1]:554/live?channel=1"),
        ("rtsp://h:554/track@x", "rtsp://h:554/track@x"),
        ("rtsp://admin:12345@h:554/a", "rtsp://***@h:554/a"),
        ("rtsp://admin@h/a", "rtsp://***@h/a"),
        ("rtsp://admin:p@ss@h/a", "rtsp://***@h/a"),
        ("rtsp://admin:p/a?s#s@h/a", "rtsp://***@h/a"),
        ("rtsp://admin:my pass@h/a", "rtsp://***@h/a"),
        ("rtsp://h/a?user=u&password=p&channel=1", "rtsp://h/a?user=***&password=***&channel=1"),
        ("rtsp://h/user=admin&password=xx&channel=1.sdp", "rtsp://h/user=***&password=***&channel=1.sdp"),
        ("rtsp://h/user=admin_password=xx_channel=1", "rtsp://h/user=***_password=***_channel=1"),
        ("rtsp://h/a?Access_TOKEN=t", "rtsp://h/a?Access_TOKEN=***"),
        ("rtsp://h/a?psw%3Dsecret%26x=1", "rtsp://h/a?psw%3D***%26x=1"),
        ("cannot reach rtsp://u:p@h/a or rtsp://v:q@g/b", "cannot reach rtsp://***@h/a or rtsp://***@g/b"),
        ("rtsp://h/a?password=a'b\"c<d>&x=1", "rtsp://h/a?password=***&x=1"),
        ("", ""),
    ],
)  # fmt: skip
def test_secrets_are_masked_and_the_rest_stays(text: str, expected: str) -> None:
    assert redact_uri(text) == expected


@given(st.text())
def test_masking_twice_changes_nothing(text: str) -> None:
    once = redact_uri(text)
    assert redact_uri(once) == once


PIECES = st.sampled_from(
    ["rtsp:", "//", "@", ":", "/", "?", "&", "=", "user", "password", "_", "%3d", " ", "a", "[", "***", '"', "\n"]
)  # fmt: skip


@given(st.lists(PIECES).map("".join))
def test_masking_twice_changes_nothing_in_uri_like_texts(text: str) -> None:
    once = redact_uri(text)
    assert redact_uri(once) == once


SECRETS = st.text(alphabet="QWXZ0123:/?#@!$%'()*+,;[]-._~", min_size=1).map(lambda t: "Z" + t + "Q")


@given(SECRETS)
@example("Z@'Q")
def test_no_password_survives_in_front_of_a_host(password: str) -> None:
    assert redact_uri(f"rtsp://admin:{password}@cam/live") == "rtsp://***@cam/live"


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("rtsp://u:p@h/a", ("rtsp://h/a", True)),
        ("rtsp://u:p@q@h:1/a@b", ("rtsp://h:1/a@b", True)),
        ("rtsp://u:p/q@h/a", ("rtsp://h/a", True)),
        ("rtsp://h/a@b", ("rtsp://h/a@b", False)),
        ("no uri", ("no uri", False)),
    ],
)
def test_userinfo_is_stripped(uri: str, expected: tuple[str, bool]) -> None:
    assert strip_userinfo(uri) == expected


def test_a_secret_behind_a_masked_one_is_masked_too() -> None:
    assert "Zq9" not in redact_uri("rtsp://pass=#a&Zq9:@10.0.0.1/x")


@given(st.text("rtsp:/@?#&=*. pawd19", max_size=40))
def test_redacting_again_changes_nothing(text: str) -> None:
    once = redact_uri(text)
    assert redact_uri(once) == once
