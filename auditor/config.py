"""Settings: one TOML file, checked whole; an unknown key is an error, not a surprise.

Secrets are not settings: a credential is named here and read by `auditor.credentials`.
"""

import difflib
import re
import tomllib
from datetime import time
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from auditor.alerts.settings import Alerts, Channel
from auditor.criteria import RuleSet
from auditor.errors import ConfigError
from auditor.feed.settings import Feed
from auditor.health.settings import Health
from auditor.schedule.spread import Pace
from auditor.schedule.window import Window, clock_time
from probes.onvif.hosts import STREAM_SCHEMES
from probes.redact import redact_uri
from probes.rtsp_tls import TlsPolicy, Trust
from probes.scope import Scope

__all__ = [
    "Audit",
    "Config",
    "Control",
    "ControlTarget",
    "Files",
    "Probing",
    "Records",
    "Rtsps",
    "Schedule",
    "Web",
    "load_config",
]

_MAX_BYTES = 1 << 20
_PUBLIC_URL = re.compile(r"https://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::[0-9]{1,5})?/?")


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Files(_Section):
    """Where things are read from and written to; relative to the working directory.

    ``store`` is a file, or the URL of a PostgreSQL database without a password; ``operations``
    is the log of operations.
    """

    registry: str = "registry.csv"
    key_locations: str = "key_locations.csv"
    reports: str = "reports"
    store: str = "auditor.sqlite"
    credentials: str = ""
    exclusions: str = ""
    waivers: str = ""
    operations: str = "operations.jsonl"

    @field_validator("*")
    @classmethod
    def _possible(cls, value: str) -> str:
        if "\0" in value:
            raise ValueError("a file name cannot hold a NUL character")
        return value


class Audit(_Section):
    """What is judged: the scheme's profile and, in a registry of several, the community."""

    profile: str = "shandong-growth"
    community: str = ""


class Records(_Section):
    """What records are judged by beside the standard; files, empty for none.

    ``sheet`` is the sheet of a workbook.

    ``naming`` is a naming profile (a packaged name or a .toml file), empty for the scheme's own.
    ``rule_sets`` are switched on beside the base ones.
    """

    rule_sets: tuple[RuleSet, ...] = ()
    naming: str = ""
    column_map: str = ""
    sheet: str = ""
    local_codes: str = ""
    access_units: str = ""
    counties: str = ""
    boundaries: str = ""
    community_areas: str = ""
    second_list: str = ""
    anchors: str = ""

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that is named."""
        own = self.naming if self.naming.endswith(".toml") else ""
        names = (own, self.column_map, self.local_codes, self.access_units, self.counties)
        more = (self.boundaries, self.community_areas, self.second_list, self.anchors)
        return tuple(Path(name) for name in (*names, *more) if name)

    @field_validator("rule_sets", mode="before")
    @classmethod
    def _sets(cls, value: object) -> object:
        if not isinstance(value, list | tuple):
            raise ValueError('write a list, for example ["ga1400"]')  # noqa: TRY004 - pydantic reports ValueError only
        known = [item.value for item in RuleSet]
        strangers = [item for item in value if item not in known]
        if strangers:
            raise ValueError(f"no rule set {strangers[0]!r}; known: {', '.join(known)}")
        return tuple(RuleSet(item) for item in value)


class Probing(_Section):
    """How cameras are probed.

    ``tries`` is the number of conclusive tries before a camera counts as failed and
    ``retry_spacing_s`` the least time between the beginnings of two passes.  ``first_frame_s``
    is the limit for the first picture: no official value exists, platforms use 15-30 s.
    ``key_patience_s`` is how long a key picture is waited for before a gradual refresh is taken.
    ``per_subnet`` sessions run at once in one IPv4 subnet of ``subnet_prefix`` bits, and only so
    many streams that ``stream_mbps`` each fit into ``uplink_mbps`` (Mbit/s, no limit without).
    ``second_clients`` is how many processes of the second client confirm at once.
    ``read_overlay`` has name and clock read in the picture (the extra ``ocr``).  ``shake_share``
    percent of the cameras, in turn, are watched for a trembling picture.
    """

    allowed_networks: tuple[str, ...] = ()
    tries: Annotated[int, Field(ge=1, le=20)] = 3
    retry_spacing_s: Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)] = 600.0
    first_frame_s: Annotated[float, Field(gt=0, le=120, allow_inf_nan=False)] = 15.0
    key_patience_s: Annotated[float, Field(ge=0, le=120, allow_inf_nan=False)] = 6.0
    concurrency: Annotated[int, Field(ge=1, le=512)] = 64
    per_subnet: Annotated[int, Field(ge=1, le=512)] = 32
    subnet_prefix: Annotated[int, Field(ge=8, le=32)] = 24
    uplink_mbps: Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)] | None = None
    stream_mbps: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] = 4.0
    second_clients: Annotated[int, Field(ge=1, le=32)] = 4
    read_overlay: bool = False
    shake_share: Annotated[int, Field(strict=True, ge=0, le=100)] = 0

    @field_validator("allowed_networks", mode="before")
    @classmethod
    def _networks(cls, value: object) -> object:
        if not isinstance(value, list | tuple):
            raise ValueError('write a list, for example ["10.1.0.0/16"]')  # noqa: TRY004 - pydantic reports ValueError only
        return tuple(value)

    @field_validator("allowed_networks")
    @classmethod
    def _parsable(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        Scope.parse(value)
        return value


class Rtsps(_Section):
    """Whose certificate is taken of a camera that speaks RTSP over TLS.

    ``any`` takes and reports each, ``system`` asks this machine's authorities for the registered
    host, ``pinned`` takes those whose SHA-256 fingerprints are listed.
    """

    trust: Literal["any", "system", "pinned"] = "any"
    pins: tuple[str, ...] = ()

    @field_validator("pins", mode="before")
    @classmethod
    def _fingerprints(cls, value: object) -> object:
        if not isinstance(value, list | tuple):
            raise ValueError("write a list of SHA-256 fingerprints")  # noqa: TRY004 - pydantic reports ValueError only
        return tuple(value)

    @field_validator("pins")
    @classmethod
    def _hexadecimal(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for pin in value:
            if not re.fullmatch(r"[0-9A-Fa-f]{64}", pin.replace(":", "")):
                raise ValueError(f"{pin!r} is not the 64 hexadecimal digits of SHA-256")
        return value

    @model_validator(mode="after")
    def _agreeing(self) -> Self:
        if bool(self.pins) != (self.trust == "pinned"):
            raise ValueError('pins are listed with trust = "pinned", and only then')
        return self

    @property
    def policy(self) -> TlsPolicy:
        """The same, as the probe takes it."""
        return TlsPolicy(trust=Trust(self.trust), pins=frozenset(self.pins))


class ControlTarget(_Section):
    """A stream that the operator knows to be good, and the name of its credential."""

    uri: str
    credential: str = ""

    @field_validator("uri")
    @classmethod
    def _stream(cls, value: str) -> str:
        """A password in the file would end in backups; the text itself is not repeated."""
        parts = urlsplit(value)
        if parts.scheme not in STREAM_SCHEMES or not parts.hostname or parts.port == 0:
            raise ValueError("write a stream address such as rtsp://10.1.0.9/live")
        if redact_uri(value) != value:
            raise ValueError("no user name or password here; name a credential instead")
        return value


class Control(_Section):
    """Control targets: when one of them gives no picture, the round condemns no camera."""

    targets: Annotated[tuple[ControlTarget, ...], Field(max_length=20, strict=False)] = ()


class Schedule(_Section):
    """When a night is, and how its tries are spread over it.

    ``window`` is in ``time_zone``.  ``deadline`` is the time of day, in the window, at which a
    nightly round ends, empty for the window's end.  ``reprobe_at`` is when a round that has a
    deadline makes its last pass, over those without a good picture; empty for as soon as
    ``retry_spacing_s`` allows.  ``pace`` ``spread`` spreads visits and passes over the time until
    the deadline.
    """

    window: str = "22:00-05:00"
    time_zone: str = "Asia/Shanghai"
    deadline: str = ""
    reprobe_at: str = ""
    pace: Annotated[Pace, Field(strict=False)] = Pace.FAST

    @property
    def hours(self) -> Window:
        """The window with its zone."""
        return Window.parse(self.window, self.time_zone)

    @property
    def ends_by(self) -> time | None:
        """The deadline as a time of day."""
        return clock_time(self.deadline) if self.deadline else None

    @property
    def reprobes_at(self) -> time | None:
        """``reprobe_at`` as a time of day."""
        return clock_time(self.reprobe_at) if self.reprobe_at else None

    @model_validator(mode="after")
    def _possible(self) -> Self:
        hours = self.hours
        for name, clock in (("deadline", self.ends_by), ("reprobe_at", self.reprobes_at)):
            if clock is not None and not hours.has(clock):
                raise ValueError(f"{name} {clock:%H:%M} is not in the window {self.window}")
        ends, last = self.ends_by or hours.ends, self.reprobes_at
        if last is not None and hours.age(last) >= hours.age(ends):
            raise ValueError(
                f"reprobe_at {last:%H:%M} is not before the round's end at {ends:%H:%M}"
            )
        return self


class Web(_Section):
    """The page for the team (`auditor web`); files are relative to the working directory.

    ``public_url`` is the address that browsers see behind a proxy that has TLS, ``hosts`` are
    further names by which they reach it.  ``queue`` is the folder of re-probes.
    """

    users: str = "web-users.toml"
    queue: str = "reprobes"
    public_url: str = ""
    hosts: Annotated[tuple[str, ...], Field(max_length=50, strict=False)] = ()
    idle_minutes: Annotated[int, Field(ge=1, le=1440)] = 30
    session_hours: Annotated[int, Field(ge=1, le=72)] = 10
    reprobes_per_hour: Annotated[int, Field(ge=0, le=1000)] = 12

    @field_validator("public_url")
    @classmethod
    def _https(cls, url: str) -> str:
        """Empty, or ``https://host`` with or without a port; kept without a slash at its end."""
        if url and not _PUBLIC_URL.fullmatch(url):
            raise ValueError("write the address that browsers see, such as https://audit.example")
        return url.rstrip("/").lower()


class Config(_Section):
    """The whole configuration."""

    audit: Audit = Audit()
    files: Files = Files()
    probing: Probing = Probing()
    rtsps: Rtsps = Rtsps()
    records: Records = Records()
    control: Control = Control()
    schedule: Schedule = Schedule()
    health: Health = Health()
    feed: Feed = Feed()
    alerts: Alerts = Alerts()
    web: Web = Web()


def load_config(path: Path) -> Config:
    """Read and check ``path``; ConfigError names the key, the value's fault and the remedy."""
    try:
        with path.open("rb") as file:
            text = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    if len(text) > _MAX_BYTES:
        raise ConfigError(f"{path}: larger than 1 MB; this is no configuration file")
    try:
        return Config.model_validate(tomllib.loads(text.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 text; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    except ValidationError as error:
        raise ConfigError(f"{path}: {_explain(error)}") from error


def _explain(error: ValidationError) -> str:
    """The first fault, with the nearest valid name when a key is unknown."""
    fault = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in fault["loc"])
    if fault["type"] != "extra_forbidden":
        return f"{place}: {fault['msg'].removeprefix('Value error, ')}"
    known = _known(tuple(str(part) for part in fault["loc"][:-1]))
    near = difflib.get_close_matches(str(fault["loc"][-1]), known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"known keys: {', '.join(known)}"
    return f"unknown key {place}; {hint}"


def _known(parents: tuple[str, ...]) -> list[str]:
    """The keys beside the unknown one; every item of a list has the keys of the first."""
    one = ControlTarget(uri="rtsp://127.0.0.1/")
    channel = Channel(name="x", kind="webhook", auth="none", url="http://127.0.0.1/")
    section: object = Config(control=Control(targets=(one,)), alerts=Alerts(channels=(channel,)))
    for parent in parents:
        section = section[0] if isinstance(section, tuple) else getattr(section, parent)
    return sorted(type(section).model_fields) if isinstance(section, BaseModel) else []
