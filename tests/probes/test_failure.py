"""The closed list: stored values never change, and ours are told from the camera's."""

import pytest

from probes.failure import FailureKind, ProbeError

CAMERAS = [
    "dns_failed",
    "connection_refused",
    "connection_timed_out",
    "host_unreachable",
    "connection_reset",
    "tls_failed",
    "response_timed_out",
    "authentication_required",
    "authentication_rejected",
    "account_locked",
    "session_limit",
    "not_found",
    "not_supported",
    "protocol_error",
    "no_media",
    "wrong_media",
    "not_decodable",
    "first_frame_timed_out",
]
OURS = [
    "address_not_allowed",
    "login_withheld",
    "resource_exhausted",
    "no_route",
    "decoder_crashed",
    "interrupted",
    "skipped",
    "bug",
]


def test_values_are_stored_and_so_never_change() -> None:
    assert [kind.value for kind in FailureKind] == [*CAMERAS, *OURS]


def test_ours_say_nothing_about_the_camera() -> None:
    assert [kind.value for kind in FailureKind if kind.is_ours] == OURS


@pytest.mark.parametrize(
    ("detail", "text"), [("", "not_found"), ("RTSP 404", "not_found: RTSP 404")]
)
def test_a_probe_error_reads_as_kind_and_detail(detail: str, text: str) -> None:
    error = ProbeError(FailureKind.NOT_FOUND, detail)
    assert (str(error), error.kind, error.detail) == (text, FailureKind.NOT_FOUND, detail)
