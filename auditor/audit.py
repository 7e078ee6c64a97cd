"""One night: read → plan → probe → judge → count → store → report.

The one place where the stages meet.  It knows addresses and files, not who listens there.
"""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from auditor.errors import ConfigError, ReportError
from auditor.inputs import Inputs
from auditor.judge import judge_round
from auditor.judged import JudgedRound
from auditor.model import Provenance
from auditor.notes import notes
from auditor.picture_view import EarlierPictures, earlier_pictures
from auditor.record_check import prepared
from auditor.render.write import prepare_folder, write_reports
from auditor.report import Built, build_report
from auditor.schedule.plan import plan
from auditor.schedule.round import Round, Watcher
from auditor.schedule.shelf import PictureShelf
from auditor.store.store import NewRound, Store
from gb28181.divisions import division_table
from probes import rtsp_frame
from probes.engine import Engine
from probes.picture.pool import DecodePool
from probes.scope import Scope
from probes.target import Credential, Target
from probes.visit import ProbeSet

__all__ = ["Audit", "new_round_id", "run_audit"]

DISTRIBUTION = "video-surveillance-auditor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """How: networks, limits, credentials, and where the results go."""

    networks: tuple[str, ...]
    tries: int
    retry_spacing_s: float
    first_frame_s: float
    concurrency: int
    store: Path
    reports: Path
    credentials: dict[str, Credential] = field(repr=False)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


def new_round_id(now: datetime) -> str:
    """Sortable by time and unlikely to meet another: ``20260105T140000Z-1a2b3c``."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


async def run_audit(
    inputs: Inputs, audit: Audit, *, watcher: Watcher, stop: asyncio.Event
) -> Built:
    """Run the round and write its reports; ``stop`` ends it early with what was measured."""
    if not audit.networks:
        raise ConfigError(
            "no network may be probed; name the cameras' networks in probing.allowed_networks "
            "of the configuration, or with --allow-network, for example 10.1.0.0/16"
        )
    prepare_folder(audit.reports)
    began = audit.now()
    round_id = new_round_id(began)
    targets = plan(inputs.registry.cameras, audit.credentials)
    with Store(audit.store) as store, PictureShelf(audit.reports, round_id) as shelf:
        store.begin_round(_new_round(round_id, began, inputs))
        async with DecodePool() as decoder:
            work = _round(inputs, audit, targets, decoder, store=store, shelf=shelf)
            work.watcher = watcher
            complete = await work.run(stop)
        judged = _judge(inputs, audit, work, earlier=_earlier(store, round_id))
        built = _report(inputs, audit, work, judged, shelf=shelf, began=began, complete=complete)
        store.end_round(
            round_id,
            ended_at=built.report.provenance.ended_at,
            complete=complete,
            findings=built.report.findings,
            results=(*built.report.results, *built.report.by_class),
        )
        _write(built, audit)
    return built


def _write(built: Built, audit: Audit) -> None:
    """A night is not lost because its report cannot be written: say where its figures are."""
    try:
        write_reports(built.report, built.pictures, audit.reports)
    except ReportError as error:
        round_id = built.report.provenance.round_id
        kept = f"the figures of round {round_id} are kept in {audit.store}"
        raise ReportError(f"{error}; {kept}") from error


def _new_round(round_id: str, began: datetime, inputs: Inputs) -> NewRound:
    return NewRound(
        id=round_id,
        community=inputs.community,
        started_at=began,
        registry_sha256=inputs.registry.sha256,
        profile=inputs.profile.id,
        tool_version=version(DISTRIBUTION),
    )


def _round(
    inputs: Inputs,
    audit: Audit,
    targets: tuple[Target, ...],
    decoder: DecodePool,
    *,
    store: Store,
    shelf: PictureShelf,
) -> Round:
    stream = rtsp_frame.build(first_frame=timedelta(seconds=audit.first_frame_s))
    engine = Engine(Scope.parse(audit.networks), decoder, audit.now, concurrency=audit.concurrency)
    return Round(
        engine=engine,
        probes=ProbeSet(stream=stream),
        cameras=inputs.registry.cameras,
        targets=targets,
        tries=audit.tries,
        spacing_s=audit.retry_spacing_s,
        workers=audit.concurrency,
        shelve=shelf.put,
        keep=lambda observation: store.keep(shelf.round_id, observation),
    )


def _report(
    inputs: Inputs,
    audit: Audit,
    work: Round,
    judged: JudgedRound,
    *,
    shelf: PictureShelf,
    began: datetime,
    complete: bool,
) -> Built:
    return build_report(
        judged=judged,
        profile=inputs.profile,
        provenance=_provenance(
            inputs, work, round_id=shelf.round_id, span=(began, audit.now()), complete=complete
        ),
        community=inputs.community or "（未填社区）",
        notes=notes(inputs.registry, inputs.plan, complete=complete),
        picture_of=shelf.find,
    )


def _earlier(store: Store, round_id: str) -> EarlierPictures:
    """What the round before showed: a picture that comes again is a stored one."""
    before = store.round_before(round_id)
    return earlier_pictures(store.observations(before)) if before else {}


def _judge(inputs: Inputs, audit: Audit, work: Round, *, earlier: EarlierPictures) -> JudgedRound:
    frame, _ = prepared(inputs.registry, inputs.plan.locations, inputs.terms)
    return judge_round(
        frame=frame,
        evidence=work.evidence(),
        locations=inputs.plan.locations,
        row_errors=inputs.registry.errors,
        criteria=inputs.terms.criteria,
        tries=audit.tries,
        terms=inputs.profile.picture_terms,
        earlier=earlier,
    )


def _provenance(
    inputs: Inputs, work: Round, *, round_id: str, span: tuple[datetime, datetime], complete: bool
) -> Provenance:
    began, ended = span
    return Provenance(
        round_id=round_id,
        started_at=began,
        ended_at=ended,
        complete=complete,
        registry_name=inputs.registry.name,
        registry_sha256=inputs.registry.sha256,
        registry_encoding=inputs.registry.encoding,
        key_locations_name=inputs.plan.name,
        key_locations_sha256=inputs.plan.sha256,
        profile=inputs.profile.id,
        profile_title=inputs.profile.title,
        edition=inputs.profile.edition.title,
        tool_version=version(DISTRIBUTION),
        probe_versions=work.probes.versions,
        divisions_as_of=division_table().as_of.isoformat(),
    )
