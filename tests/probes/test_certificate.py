"""What a certificate says, read leniently and without trust."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.certificate import Certificate, read_certificate
from tests.probes.certificates import make_identity


@pytest.fixture(scope="module")
def der(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    names = "DNS:gate.example,DNS:*.cams.example,IP:127.0.0.1,IP:0:0:0:0:0:0:0:1,email:a@b.c"
    return make_identity(tmp_path_factory.mktemp("certificate"), names=names).der


def test_a_self_signed_certificate_is_read(der: bytes) -> None:
    found = read_certificate(der, host="127.0.0.1")
    assert found.not_after is not None
    assert timedelta(days=29) < found.not_after - datetime.now(UTC) < timedelta(days=31)
    assert found == Certificate(
        sha256=hashlib.sha256(der).hexdigest(),
        not_after=found.not_after,
        self_signed=True,
        names_host=True,
    )


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("GATE.example", True),
        ("a.cams.example", True),
        ("b.a.cams.example", False),
        ("cams.example", False),
        ("[::1]", True),
        ("127.0.0.2", False),
        ("camera", False),
    ],
)
def test_names_are_compared_with_the_registered_host(
    host: str, der: bytes, *, expected: bool
) -> None:
    assert read_certificate(der, host=host).names_host is expected


def test_without_alternative_names_the_common_name_counts(tmp_path: Path) -> None:
    der = make_identity(tmp_path, names="").der
    assert read_certificate(der, host="camera").names_host is True


def test_another_issuer_and_old_times_are_told(der: bytes) -> None:
    other = der.replace(b"camera", b"cinema", 1)
    assert read_certificate(other, host="camera").self_signed is False
    _, end = (match.start() for match in re.finditer(rb"\x17\x0d[0-9]{12}Z", der))
    old = der[: end + 2] + b"990101000000Z" + der[end + 15 :]
    assert read_certificate(old, host="camera").not_after == datetime(1999, 1, 1, tzinfo=UTC)


def test_what_cannot_be_read_keeps_its_fingerprint(der: bytes) -> None:
    for size in range(len(der)):
        found = read_certificate(der[:size], host="camera")
        assert found == Certificate(sha256=hashlib.sha256(der[:size]).hexdigest())
    long = der + bytes(70000)
    assert read_certificate(long, host="camera").self_signed is None


@given(st.binary(max_size=400))
def test_any_bytes_are_survived(data: bytes) -> None:
    assert len(read_certificate(data, host="camera").sha256) == 64


@given(at=st.integers(0), value=st.integers(0, 255))
def test_a_changed_byte_is_survived(at: int, value: int, der: bytes) -> None:
    number = at % len(der)
    changed = der[:number] + bytes([value]) + der[number + 1 :]
    assert read_certificate(changed, host="camera").names_host in (True, False, None)
