"""Logs, configured in one place: one line an event, text or JSON, to stderr or to a file.

No credential, no address with user information and no control character gets into a line,
whoever logs it.  Rotation is left to logrotate: the file is opened for each line, so nobody has to be told.
"""

import contextlib
import enum
import logging
import re
import sys
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import structlog
import typer

from auditor.errors import AuditorError, ConfigError
from auditor.render.plain_text import shorten, visible
from probes.redact import redact_uri

__all__ = [
    "LogFileOption",
    "LogFormat",
    "LogFormatOption",
    "LogLevel",
    "LogLevelOption",
    "Logs",
    "configure_logs",
    "logged_faults",
]

_LONGEST = 1000
_DEEPEST = 4
# What a mapping looks like once it became text.
_QUOTED = re.compile(
    r"""(["'][\w-]*(?:password|secret|token|authorization)[\w-]*["']\s*[:=]\s*)(["']).*?\2""",
    re.IGNORECASE,
)
_SECRET_NAMES = ("password", "secret", "token", "authorization", "credential", "userinfo")


class LogFormat(enum.StrEnum):
    """Text is for people, JSON for machines."""

    TEXT = "text"
    JSON = "json"


class LogLevel(enum.StrEnum):
    """From every camera's visit to nothing but our own faults."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


LogFormatOption = Annotated[LogFormat | None, typer.Option(help="Form of the log. [text]")]
LogLevelOption = Annotated[
    LogLevel | None, typer.Option(help="Least level. [error; info with a form or file]")
]
LogFileOption = Annotated[Path | None, typer.Option(help="Where the log goes. [stderr]")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Logs:
    """What the options asked for; without any only faults of ours are logged, as text."""

    form: LogFormat | None = None
    level: LogLevel | None = None
    file: Path | None = None

    @property
    def lowest(self) -> LogLevel:
        """Who asks for a form or a file wants to read of the round."""
        asked = self.form is not None or self.file is not None
        return self.level or (LogLevel.INFO if asked else LogLevel.ERROR)

    @property
    def arguments(self) -> list[str]:
        """The same as options, for a process that we begin."""
        given = {"--log-format": self.form, "--log-level": self.level, "--log-file": self.file}
        return [text for name, value in given.items() if value for text in (name, str(value))]


def configure_logs(logs: Logs) -> None:
    """Let every event of this program go where ``logs`` says.

    zeep logs whatever a device says wrongly, with a traceback: that is the probe's to tell.
    """
    logging.getLogger("zeep").setLevel(logging.CRITICAL)
    sink = _Sink(_to_stderr if logs.file is None else _to_file(logs.file))
    rendered: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if logs.form is LogFormat.JSON
        else structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"])
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _harmless,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            rendered,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logs.lowest.value),
        logger_factory=lambda *_: sink,
        cache_logger_on_first_use=False,
    )


@contextlib.contextmanager
def logged_faults() -> Iterator[None]:
    """An error that ends a round stands in the log, too: its message is made for the operator."""
    try:
        yield
    except AuditorError as error:
        log = structlog.get_logger(__name__)
        log.warning("round_failed", kind=type(error).__name__, message=str(error))
        raise


@dataclass(frozen=True, slots=True)
class _Sink:
    """Takes finished lines, whatever their level."""

    msg: Callable[[str], None]

    def __getattr__(self, _: str) -> Callable[[str], None]:
        return self.msg


def _to_stderr(line: str) -> None:
    """Standard output belongs to results.  The stream of the moment, as `print` takes it."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - the log itself


def _to_file(path: Path) -> Callable[[str], None]:
    """Each line is one appending write to the file of that name, whoever moved the one before."""

    def append(line: str) -> None:
        try:
            with path.open("ab", buffering=0) as file:
                file.write(line.encode("utf-8", "backslashreplace") + b"\n")
        except OSError:
            _to_stderr(line)  # a full disk of logs is no reason to lose a night

    try:
        with path.open("ab"):
            return append
    except OSError as error:
        raise ConfigError(
            f"--log-file {path}: cannot be written ({error.strerror}); check the path"
        ) from error


def _harmless(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """The last word before rendering: every text bounded, redacted and visible."""
    return {_text(key): _value(key, value, _DEEPEST) for key, value in event.items()}


def _value(key: str, value: object, depth: int) -> object:
    if any(name in key.casefold() for name in _SECRET_NAMES):
        return "***"
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping) and depth:
        return {_text(str(k)): _value(str(k), v, depth - 1) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset) and depth:
        return [_value("", item, depth - 1) for item in value]
    return _text(value if isinstance(value, str) else repr(value))


def _text(text: str) -> str:
    return shorten(visible(_QUOTED.sub(r"\1***", redact_uri(text))), _LONGEST)
