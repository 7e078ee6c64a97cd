"""Section ``[feed]`` of the configuration, and the destination that it makes with its secret.

The secret is found by name (`auditor.credentials`) and stands in no setting, log or table.
"""

import hashlib
import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from auditor.credentials import environment_name, load_credentials
from auditor.errors import ConfigError

__all__ = [
    "Auth",
    "Destination",
    "Feed",
    "checked_address",
    "destination",
    "is_loopback",
    "trusted",
]

_FORM = "write the platform's address such as https://platform.example/results"

Auth = Literal["none", "bearer", "hmac-sha256", "hmac-sm3"]


class Feed(BaseModel):
    """Where results go; without ``url`` nothing is handed over."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    url: str = ""
    auth: Auth = "bearer"
    credential: Annotated[str, Field(min_length=1, max_length=100)] = "platform"
    timeout_s: Annotated[float, Field(gt=0, le=120, allow_inf_nan=False)] = 15.0
    patience_s: Annotated[float, Field(ge=0, le=600, allow_inf_nan=False)] = 20.0
    ca_file: str = ""
    allow_http: bool = False

    @field_validator("url")
    @classmethod
    def _address(cls, value: str) -> str:
        return checked_address(value)

    @model_validator(mode="after")
    def _protected(self) -> Self:
        parts = urlsplit(self.url)
        if parts.scheme == "http" and not self.allow_http and not is_loopback(parts.hostname):
            raise ValueError("http shows the result and the token to everybody; use https")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """One platform, how it is asked, and with which secret."""

    url: str
    auth: Auth
    timeout_s: float
    ca_file: Path | None = None
    key_id: str = ""
    secret: str = field(default="", repr=False)


def destination(
    feed: Feed, *, credentials: str = "", environment: Mapping[str, str] | None = None
) -> Destination:
    """The platform of ``feed`` with its secret; ConfigError names what is missing."""
    if not feed.url:
        raise ConfigError("no platform is named; set url in section [feed], or give --url")
    key_id, secret = "", ""
    if feed.auth != "none":
        key_id, secret = _secret(
            feed, credentials, os.environ if environment is None else environment
        )
    if feed.auth == "hmac-sm3":
        _require_sm3()
    ca_file = Path(feed.ca_file) if feed.ca_file else None
    trusted(ca_file)
    return Destination(
        url=feed.url,
        auth=feed.auth,
        timeout_s=feed.timeout_s,
        ca_file=ca_file,
        key_id=key_id,
        secret=secret,
    )


def trusted(ca_file: Path | None) -> ssl.SSLContext:
    """Verifies certificates by ``ca_file``, or by this machine's authorities."""
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError as error:  # SSLError is one
        why = error.strerror or error
        raise ConfigError(f"{ca_file}: no certificates can be read ({why})") from error


def _secret(feed: Feed, credentials: str, environment: Mapping[str, str]) -> tuple[str, str]:
    name = feed.credential
    file = Path(credentials) if credentials else None
    found = load_credentials(frozenset({name}), file=file, environment=environment).get(name)
    if found is None or not found.password:
        raise ConfigError(
            f"feed: no secret for credential {name}; put it into {environment_name(name)} as "
            "keyid:secret, or into the credentials file"
        )
    if not f"{found.username}{found.password}".isascii() or not found.password.isprintable():
        raise ConfigError(f"feed: the secret of {name} has characters that no header can hold")
    if not found.username.isprintable():
        raise ConfigError(f"feed: the key id of {name} has characters that no header can hold")
    return found.username, found.password


def _require_sm3() -> None:
    try:
        hashlib.new("sm3")
    except ValueError:
        raise ConfigError(
            'feed: the OpenSSL of this Python has no SM3; use auth = "hmac-sha256"'
        ) from None


def checked_address(value: str) -> str:
    """``value`` if it is empty or an HTTP address without any secret; ValueError says why not.

    A secret in the address would end in the store and in every message.
    """
    if not value:
        return value
    if not value.isascii() or not value.isprintable() or " " in value:
        raise ValueError(_FORM)
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
        raise ValueError(_FORM)
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError("no user name, query or fragment; name a credential instead")
    return value


def is_loopback(host: str | None) -> bool:
    """Whether ``host`` is this machine and nothing else."""
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"
