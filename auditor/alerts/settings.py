"""Section ``[alerts]`` of the configuration: who is told, how, and how often.

Secrets are not settings: a bot's key, a signing secret and a mail password are named here and
read by `auditor.credentials`.  What is worth telling is left to `auditor.alerts.decision`.
"""

from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from auditor.feed.settings import Auth, checked_address, is_loopback

__all__ = ["Alerts", "Channel"]

_ADDRESS = r"^[^\s<>,;:@]{1,64}@[^\s<>,;:@]{1,190}$"

Kind = Literal["webhook", "wecom", "dingtalk", "smtp"]
Mailbox = Annotated[str, Field(pattern=_ADDRESS)]

_BOTS = {
    "wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send",
    "dingtalk": "https://oapi.dingtalk.com/robot/send",
}
_COMMON = frozenset({"name", "kind", "credential", "ca_file", "timeout_s", "max_per_hour"})
_OWN = {
    "webhook": frozenset({"url", "auth"}),
    "wecom": frozenset({"url", "form"}),
    "dingtalk": frozenset({"url"}),
    "smtp": frozenset({"host", "port", "security", "sender", "recipients"}),
}
_NEEDED = {
    "webhook": ("url",),
    "wecom": ("credential",),
    "dingtalk": ("credential",),
    "smtp": ("host", "sender", "recipients"),
}


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Channel(_Section):
    """One receiver.

    ``credential`` names the secret: ``keyid:secret`` of a webhook, ``anything:key`` of a 企业微信
    bot, ``token:secret`` of a 钉钉 bot, ``user:password`` of a mail server.  ``url`` is never one
    with a key in it.
    """

    name: Annotated[str, Field(pattern=r"^[\w-]{1,40}$")]
    kind: Kind
    credential: Annotated[str, Field(max_length=100)] = ""
    url: str = ""
    auth: Auth = "hmac-sha256"
    form: Literal["markdown", "text"] = "markdown"
    host: Annotated[str, Field(pattern=r"^[0-9A-Za-z.:_-]{0,253}$")] = ""
    port: Annotated[int, Field(ge=1, le=65_535)] = 465
    security: Literal["tls", "starttls", "none"] = "tls"
    sender: Mailbox | Literal[""] = ""
    recipients: Annotated[tuple[Mailbox, ...], Field(max_length=50, strict=False)] = ()
    ca_file: str = ""
    timeout_s: Annotated[float, Field(gt=0, le=60, allow_inf_nan=False)] = 10.0
    max_per_hour: Annotated[int, Field(ge=1, le=100)] = 6

    @field_validator("url")
    @classmethod
    def _address(cls, value: str) -> str:
        return checked_address(value)

    @model_validator(mode="after")
    def _agreeing(self) -> Self:
        missing = [key for key in self._needed if not getattr(self, key)]
        if missing:
            raise ValueError(f"{self.kind} needs {missing[0]}")
        strange = sorted(self.model_fields_set - _COMMON - _OWN[self.kind])
        if strange:
            raise ValueError(f"{self.kind} has no {strange[0]}")
        return self

    @model_validator(mode="after")
    def _protected(self) -> Self:
        parts = urlsplit(self.url)
        if parts.scheme == "http" and not is_loopback(parts.hostname):
            raise ValueError("http shows the alert to everybody; use https")
        if self.security == "none" and not is_loopback(self.host):
            raise ValueError('security = "none" shows the alert to everybody; use "starttls"')
        if self.security == "none" and self.credential:
            raise ValueError("a password is sent with TLS only; leave credential out")
        return self

    @property
    def _needed(self) -> tuple[str, ...]:
        signed = self.kind == "webhook" and self.auth != "none"
        return (*_NEEDED[self.kind], *(("credential",) if signed else ()))

    @property
    def address(self) -> str:
        """Where an HTTP channel posts to, without any secret."""
        return self.url or _BOTS.get(self.kind, "")


class Alerts(_Section):
    """Who is told, and from when on something is worth it.

    ``drop_points``: percentage points that a rate must fall by; ``group_failures``: cameras that
    must newly fail; ``repeat_h``: the same alert is not told again before.
    """

    drop_points: Annotated[int, Field(ge=1, le=100)] = 5
    group_failures: Annotated[int, Field(ge=1, le=100_000)] = 3
    repeat_h: Annotated[float, Field(ge=0, le=720, allow_inf_nan=False)] = 20.0
    channels: Annotated[tuple[Channel, ...], Field(max_length=20, strict=False)] = ()

    @field_validator("channels")
    @classmethod
    def _distinct(cls, value: tuple[Channel, ...]) -> tuple[Channel, ...]:
        names = [channel.name for channel in value]
        twice = next((name for name in names if names.count(name) > 1), "")
        if twice:
            raise ValueError(f"two channels are called {twice!r}")
        return value
