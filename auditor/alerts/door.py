"""A channel with its secret, found by name; nothing else of the program ever holds the two.

Sending is left to `auditor.alerts.web` and `auditor.alerts.post_office`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from auditor.alerts.settings import Channel
from auditor.credentials import environment_name, load_credentials
from auditor.errors import ConfigError
from auditor.feed.settings import Destination, trusted
from probes.target import Credential

__all__ = ["Door", "open_door"]

_BOT_KEY = re.compile(r"[0-9A-Za-z_-]{8,200}")
_NO_SECRET = Credential("", "", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """``login`` is empty where a channel needs none."""

    channel: Channel
    login: Credential

    @property
    def destination(self) -> Destination:
        """Where an HTTP channel posts to; the bots' keys go into the query, not into headers."""
        channel = self.channel
        signed = channel.kind == "webhook"
        return Destination(
            url=channel.address,
            auth=channel.auth if signed else "none",
            timeout_s=channel.timeout_s,
            ca_file=self.ca_file,
            key_id=self.login.username if signed else "",
            secret=self.login.username if channel.kind == "dingtalk" else self.login.password,
        )

    @property
    def ca_file(self) -> Path | None:
        """Authorities instead of this machine's."""
        return Path(self.channel.ca_file) if self.channel.ca_file else None


def open_door(channel: Channel, *, credentials: str, environment: Mapping[str, str]) -> Door:
    """The channel with its secret; ConfigError names what is missing, never a value."""
    if channel.ca_file:
        trusted(Path(channel.ca_file))
    if not channel.credential:
        return Door(channel=channel, login=_NO_SECRET)
    name = channel.credential
    file = Path(credentials) if credentials else None
    login = load_credentials(frozenset({name}), file=file, environment=environment).get(name)
    if login is None or not login.password:
        raise ConfigError(
            f"alerts: no secret for credential {name} of channel {channel.name}; put it into "
            f"{environment_name(name)} or into the credentials file"
        )
    _check(channel, login)
    return Door(channel=channel, login=login)


def _check(channel: Channel, login: Credential) -> None:
    """A whole address pasted as a key would be sent to a wrong place, or shown."""
    key = login.username if channel.kind == "dingtalk" else login.password
    if channel.kind in ("wecom", "dingtalk") and not _BOT_KEY.fullmatch(key):
        part = "key=" if channel.kind == "wecom" else "access_token="
        raise ConfigError(
            f"alerts: the secret of {login.name} is no bot's key; give only what stands after "
            f"{part} in the bot's address"
        )
    if not f"{login.username}{login.password}".isprintable():
        raise ConfigError(f"alerts: the secret of {login.name} has characters that cannot be sent")
    if channel.kind == "webhook" and not f"{login.username}{login.password}".isascii():
        raise ConfigError(f"alerts: the secret of {login.name} has characters no header can hold")
