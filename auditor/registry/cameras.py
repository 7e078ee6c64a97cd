"""One row of the registry's frame as a `Camera`: what to dial, and where it belongs.

The frame holds no secret any more, and nor does the camera; whether an address may be dialled
at all is decided here.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from auditor.records import Camera, DeviceStatus
from auditor.registry.columns import normalise
from auditor.registry.redaction import redact_address
from probes.redact import redact_uri, strip_userinfo

__all__ = ["DIALLED", "camera", "is_doubtful"]

DIALLED = ("onvif_uri", "stream_uri", "sub_stream_uri")
"""The columns whose addresses are dialled."""

_YES = frozenset({"是", "1", "y", "yes", "true", "√", "✓", "✔"})
_NO = frozenset({"否", "0", "n", "no", "false", "×", "✗", "✘"})
_MASK = "***"


def is_doubtful(text: str) -> bool:
    """Whether it is unsure where user name and password end in an address as written.

    An @ may be left when they are left out, or the address may read differently once its
    secrets are masked.  What follows could be the password's, or the host: such an address must
    not be dialled.
    """
    stripped = text.strip()
    bare, had_secret = strip_userinfo(stripped)
    if had_secret and "@" in bare:
        return True
    masked = _dialled(redact_address(stripped))
    return masked is not None and masked != _dialled(stripped)


def camera(row: Mapping[str, Any]) -> Camera:
    """The camera of a row of the frame of `auditor.registry.registry.Registry`."""
    onvif, stream, sub_stream = (
        None if row[f"{name}_doubtful"] else _uri(_text(row, name)) for name in DIALLED
    )
    public = normalise(_text(row, "public_video"))
    return Camera(
        row=row["row"],
        device_code=_text(row, "device_code"),
        name=_text(row, "name"),
        division=_text(row, "division"),
        longitude=_text(row, "longitude"),
        latitude=_text(row, "latitude"),
        point_type=_text(row, "point_type").strip(),
        status=DeviceStatus(row["device_status"]),
        networking=_text(row, "networking").strip(),
        address=_text(row, "address"),
        maker=_text(row, "maker").strip(),
        community=_text(row, "community").strip(),
        key_location_id=_text(row, "key_location_id"),
        public_video=True if public in _YES else False if public in _NO else None,
        host=_host(stream) or _host(onvif) or _text(row, "ipv4").strip(),
        onvif_uri=onvif,
        stream_uri=stream,
        credential=_text(row, "credential").strip(),
        sub_stream_uri=sub_stream,
    )


def _text(row: Mapping[str, Any], name: str) -> str:
    """A column that the file does not have says nothing."""
    return row[name] or ""


def _uri(text: str) -> str | None:
    """The address to dial, or None."""
    return None if is_doubtful(text) else _dialled(text.strip())


def _dialled(text: str) -> str | None:
    """What ``text`` says without user name and password; the mask in front of the host, too.

    An address with a secret further back is no address: it cannot be dialled without the
    secret, which was taken out.
    """
    if "//" in text:
        bare, _ = strip_userinfo(text)
    else:
        bare = text[text.rfind("@") + 1 :]
    return bare if bare and _MASK not in bare and redact_uri(bare) == bare else None


def _host(uri: str | None) -> str | None:
    try:
        return urlsplit(uri).hostname if uri else None
    except ValueError:
        return None
