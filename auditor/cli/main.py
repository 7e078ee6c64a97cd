"""The program ``auditor``: verbs, error messages, exit codes.

0 all indicators met · 1 some not met · 2 usage or configuration · 3 inconclusive or
incomplete · 70 a bug of ours.  130 and 141 as every program: ended by Ctrl-C, or by a reader
that went away.
"""

import io
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import PurePath
from types import ModuleType

import typer

from auditor.cli import (
    alerts,
    check,
    declared,
    decode,
    demo,
    diff,
    discover,
    divisions,
    evidence,
    exclusions,
    feed,
    history,
    indicators,
    judge,
    oplog,
    profiles,
    registry,
    rollup,
    rules,
    run,
    sample,
    schedule,
    serve,
    store,
    web,
    worklist,
)
from auditor.cli.logs import Logs, configure_logs
from auditor.cli.options import EXIT_BUG, EXIT_PIPE, EXIT_USAGE
from auditor.errors import AuditorError
from auditor.render.plain_text import visible
from gb28181.errors import DataError

__all__ = ["application", "execute", "main"]

_HELP = """Measures indicator 4 (视频监控设施) of a smart community.

Probes every registered camera by ONVIF and RTSP, decodes a picture, judges every record and
counts the five rates. Reports go to reports/.

Examples:

\b
  auditor demo                             the invented community, end to end
  auditor run --allow-network 10.1.0.0/16  tonight's round over registry.csv
  auditor serve                            a round every night
  auditor schedule                         which nights were run or missed
  auditor check registry.csv               the records alone, no network
  auditor judge --round latest             last night judged again
  auditor diff 20260105 latest             new, fixed and lasting faults
  auditor history --nights 30              rates and cameras, night by night
  auditor store backup backup.sqlite       a copy of the database
  auditor evidence verify                  whether last night was altered
  auditor discover --interface 10.1.0.5    which devices of a segment answer
  auditor registry inspect registry.xlsx   what is recognised in a file
  auditor rules CODE-08                    what a rule asks, and its clause
  auditor profiles                         the schemes and their thresholds
  auditor indicators health_rate           how a rate is counted
  auditor exclusions check excused.csv     which excused cameras count
  auditor decode 37011600011326000001      what the digits of a code mean
  auditor rollup --by maker                kept results added up
  auditor divisions show 370902            what a division code is
  auditor declared check 完成情况.docx     the filled acceptance form
  auditor feed push                        hand results over to the platform
  auditor alerts test office               whether a channel can be reached
  auditor web                              a page for the team
"""


_VERBS = (
    *(run, serve, schedule, demo, check, judge, diff, history, worklist, rollup),
    *(discover, rules, decode, profiles, indicators),
)
_GROUPS = (
    *(registry, divisions, exclusions, declared, sample, feed, store, evidence, oplog, alerts),
    web,
)


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
    for verb in _VERBS:
        app.command(name=_name(verb), help=verb.HELP)(verb.command)
    for group in _GROUPS:
        app.add_typer(group.application(), name=_name(group))
    return app


def _name(verb: ModuleType) -> str:
    return verb.__name__.rpartition(".")[2]


def execute(arguments: Sequence[str]) -> int:
    """Run one command line and return the exit code; never raises.

    130 is the second Ctrl-C and 141 a reader of our output that went away.
    """
    configure_logs(Logs())
    _never_fail_on_characters()
    try:
        result = application()(list(arguments), prog_name="auditor", standalone_mode=False)
    except typer.TyperException as error:
        _tell_usage(error, arguments)
        return EXIT_USAGE
    except typer.Abort:
        return EXIT_USAGE
    except (AuditorError, DataError) as error:
        _tell(f"auditor: {visible(str(error))}")
        return EXIT_USAGE
    except (BrokenPipeError, SystemExit):  # typer and rich turn the first into the second
        _forget_output()
        return EXIT_PIPE
    except Exception as error:  # noqa: BLE001 - the last line of defence, with its own exit code
        _tell_bug(error)
        return EXIT_BUG
    return result if isinstance(result, int) else 0


def main() -> None:
    """Entry point of the console script."""
    sys.exit(execute(sys.argv[1:]))


def _never_fail_on_characters() -> None:
    """A terminal that lacks a character shows its escape: that is no reason to lose a result."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _forget_output() -> None:
    """What is still buffered goes nowhere, so that the interpreter's last flush is silent."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _tell_usage(error: typer.TyperException, arguments: Sequence[str]) -> None:
    """The fault and where to read on; without any argument the message is the help itself."""
    if not arguments:
        _tell(error.format_message())
        return
    known = {_name(verb) for verb in (*_VERBS, *_GROUPS)}
    verb = f"{arguments[0]} " if arguments[0] in known else ""
    message = visible(error.format_message()).rstrip(".")
    _tell(f"auditor: {message}; see: auditor {verb}--help")


def _tell_bug(error: Exception) -> None:
    """Type and place only: the text of an exception could quote a registry or a password."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{PurePath(last.filename).name}:{last.lineno}"
    _tell(f"auditor: internal error {type(error).__name__} at {place}; please report it")


def _tell(message: str) -> None:
    print(message, file=sys.stderr)  # noqa: T201 - the one message for the user


if __name__ == "__main__":
    main()
