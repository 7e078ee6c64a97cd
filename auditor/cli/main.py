"""The program ``auditor``: verbs, error messages, exit codes.

0 all indicators met · 1 some not met · 2 usage or configuration · 3 inconclusive or
incomplete · 70 a bug of ours.
"""

import sys
import traceback
from collections.abc import Sequence
from pathlib import PurePath

import click
import structlog
import typer

from auditor.cli import check, decode, demo, rules, run
from auditor.cli.options import EXIT_BUG, EXIT_USAGE
from auditor.errors import AuditorError

__all__ = ["application", "execute", "main"]

_HELP = """Measures indicator 4 (视频监控设施) of a smart community.

Probes every registered camera by ONVIF and RTSP, decodes a picture, judges every record and
counts the five rates. Reports go to reports/.

Examples:

  auditor demo                                  the invented community, end to end

  auditor run --allow-network 10.1.0.0/16       tonight's round over registry.csv

  auditor check registry.csv                    the records alone, no network

  auditor decode 37011600011326000001           what the digits of a code mean
"""


def application() -> typer.Typer:
    """Build the command line."""
    app = typer.Typer(
        name="auditor",
        help=_HELP,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    for verb in (run, demo, check, rules, decode):
        app.command(name=verb.__name__.rpartition(".")[2], help=verb.HELP)(verb.command)
    return app


def execute(arguments: Sequence[str]) -> int:
    """Run one command line; returns the exit code and never raises but for KeyboardInterrupt."""
    _log_to_stderr()
    try:
        result = application()(list(arguments), standalone_mode=False)
    except click.UsageError as error:
        error.show()
        return EXIT_USAGE
    except click.exceptions.Abort:
        return EXIT_USAGE
    except AuditorError as error:
        print(f"auditor: {error}", file=sys.stderr)  # noqa: T201 - the one message for the user
        return EXIT_USAGE
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:  # noqa: BLE001 - the last line of defence, with its own exit code
        _tell_bug(error)
        return EXIT_BUG
    return result if isinstance(result, int) else 0


def main() -> None:
    """Entry point of the console script."""
    sys.exit(execute(sys.argv[1:]))


def _log_to_stderr() -> None:
    """Standard output belongs to results, so that ``--format json`` can be piped."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _tell_bug(error: Exception) -> None:
    """Type and place only: the text of an exception could quote a registry or a password."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{PurePath(last.filename).name}:{last.lineno}"
    message = f"auditor: internal error {type(error).__name__} at {place}; please report it"
    print(message, file=sys.stderr)  # noqa: T201 - the one message for the user
