"""``auditor worklist``: a notice for each party that has something to repair."""

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from auditor.cli.kept_round import whole_report
from auditor.cli.options import EXIT_MET, Format, plain_console, print_json, working
from auditor.cli.recorded import record
from auditor.cli.settings import configuration
from auditor.cli.stores import existing_store
from auditor.errors import ConfigError, ReportError
from auditor.render.finding_files import write_aside
from auditor.render.notice_docx import render_notice
from auditor.render.plain_text import visible
from auditor.render.tables import Filled
from auditor.render.vocabulary.worklists import DOUBTFUL, WORK_ITEMS
from auditor.render.xlsx import render_xlsx
from auditor.store.store import LATEST, Store
from auditor.worklist.notice import By, Notice, notices
from auditor.worklist.pictures import NO_PICTURES, Pictures, notice_pictures
from auditor.worklist.responsible import kept_responsible

__all__ = ["HELP", "command"]

HELP = """Write work lists (整改通知单), one a responsible party.

Each is a letter (DOCX, A4) and a table (XLSX): what is wrong with which camera, what to do, by
which clause, the id that stays from night to night, room for signatures. Cameras that could
not be tested are listed apart and are no faults. Files go to a folder named after the round.

The letter has the camera's picture of the round beside its first fault, small, at most 100;
--no-pictures leaves them out. Pictures show what they show.

Phones and IP addresses are hidden; --unmasked writes them, and is recorded.

Exit codes: 0 written, 2 usage or store, 70 a bug.

Examples:

\b
  auditor worklist --round latest --deadline 2026-02-01
  auditor worklist --by community --output lists --as xlsx
  auditor worklist --format json
"""
_NAME = 24


class Kind(enum.StrEnum):
    """What is written."""

    DOCX = "docx"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A notice and its files."""

    number: str
    addressee: str
    items: int
    to_verify: int
    pictures: int
    files: tuple[str, ...]


def command(
    round_: Annotated[
        str, typer.Option("--round", help="A round's id, its beginning, or latest.")
    ] = LATEST,
    *,
    by: Annotated[By, typer.Option(help="Whom to address.")] = By.MAINTAINER,
    deadline: Annotated[
        str | None, typer.Option(metavar="DATE", help="Until when, such as 2026-02-01.")
    ] = None,
    to: Annotated[
        Path, typer.Option("--output", "-o", help="The folder.", show_default=True)
    ] = Path("worklists"),
    kinds: Annotated[
        list[Kind] | None, typer.Option("--as", help="Only this kind; repeatable. [both]")
    ] = None,
    unmasked: Annotated[
        bool, typer.Option("--unmasked", help="With phones and IP addresses.")
    ] = False,
    pictures: Annotated[
        bool, typer.Option("--pictures/--no-pictures", help="Pictures in the letter.")
    ] = True,
    store: Annotated[str | None, typer.Option(help="The database: a file or a URL.")] = None,
    config: Annotated[
        Path | None, typer.Option(help="Configuration, TOML. [auditor.toml if there is one]")
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="Output format.")] = Format.TEXT,
) -> int:
    """Write; see HELP."""
    until = _day(deadline)
    place = existing_store(store, config)
    with working("writing"), Store(place) as opened:
        report = whole_report(opened, round_)
        named = kept_responsible(opened, report.provenance.round_id)
        told = notices(report, named, by=by, deadline=until, unmasked=unmasked)
        if unmasked:
            log = configuration(config).files.operations
            details = {"by": by.value, "output": str(to)}
            record(log, "worklist --unmasked", report.provenance.round_id, details)
        folder = to / report.provenance.round_id
        shelf = Path(configuration(config).files.reports) if pictures else None
        written = tuple(_write(notice, folder, kinds or list(Kind), shelf) for notice in told)
    _print(written, output)
    return EXIT_MET


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ConfigError(f"--deadline: {text!r} is no day; write 2026-02-01") from error


def _write(notice: Notice, folder: Path, kinds: list[Kind], shelf: Path | None) -> Written:
    """``shelf`` is the folder of reports, in which the pictures lie; None for no pictures."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReportError(f"{folder}: cannot be made ({error.strerror}); check the path") from error
    paths = []
    pictures = notice_pictures(notice, shelf) if shelf and Kind.DOCX in kinds else NO_PICTURES
    for kind, content in _contents(notice, kinds, pictures):
        path = folder / f"{_stem(notice)}.{kind}"
        with write_aside(path) as file:
            file.write(content)
        paths.append(str(path))
    return Written(
        number=notice.number,
        addressee=notice.addressee,
        items=len(notice.items),
        to_verify=len(notice.doubtful),
        pictures=len(pictures.shown),
        files=tuple(paths),
    )


def _contents(notice: Notice, kinds: list[Kind], pictures: Pictures) -> Iterator[tuple[str, bytes]]:
    if Kind.DOCX in kinds:
        yield Kind.DOCX.value, render_notice(notice, pictures)
    if Kind.XLSX in kinds:
        tables = (
            Filled(table=WORK_ITEMS, lines=notice.items),
            Filled(table=DOUBTFUL, lines=notice.doubtful),
        )
        at = datetime.combine(notice.issued_on, time(), UTC)
        yield Kind.XLSX.value, render_xlsx(tables, made_at=at)


def _stem(notice: Notice) -> str:
    """The number, and of the name what is harmless in a file name."""
    name = re.sub(r"[^0-9A-Za-z\u4e00-\u9fff]+", "_", notice.addressee).strip("_")[:_NAME]
    number = re.sub(r"\D+", "-", notice.number).strip("-")
    return f"整改通知单-{number}-{name}".rstrip("-")


def _print(written: tuple[Written, ...], output: Format) -> None:
    if output is Format.JSON:
        print_json(TypeAdapter(tuple[Written, ...]), written)
        return
    lines = [
        f"{one.number} {one.addressee}: {one.items} to repair, {one.to_verify} to verify: "
        f"{', '.join(one.files)}"
        for one in written
    ]
    text = "\n".join(map(visible, lines)) or "nothing to repair"
    plain_console().print(text, soft_wrap=True)
