"""One night: read → plan → probe → judge → count → store → report.

The one place where the stages meet.  It knows addresses and files, not who listens there.
"""

import asyncio
import functools
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from auditor.case_bytes import pack_case
from auditor.changes import changes
from auditor.conclude import Case, conclude
from auditor.earlier import earlier_report
from auditor.errors import ConfigError, OperationLogError, ReportError
from auditor.inputs import Inputs
from auditor.model import Provenance, Report
from auditor.picture_view import EarlierPictures, earlier_pictures
from auditor.record_check import prepared
from auditor.render.write import prepare_folder, write_reports
from auditor.report import Built
from auditor.schedule.overlays import ReadStrips
from auditor.schedule.plan import plan
from auditor.schedule.round import Round, Watcher
from auditor.schedule.sample import by_sub_stream
from auditor.schedule.sentinel import Loopback, Sentinel
from auditor.schedule.shelf import PictureShelf
from auditor.store.outbox import Outgoing
from auditor.store.place import locate
from auditor.store.store import NewRound, Store
from gb28181.divisions import division_table
from probes import receiver, rtsp_confirm, rtsp_describe, rtsp_frame, rtsp_sub, rtsp_udp
from probes.engine import Engine
from probes.observation import Observation
from probes.picture.capture_pool import CapturePool
from probes.picture.decode import decode_picture, decode_with_strips
from probes.picture.pool import DecodePool
from probes.picture.reading_pool import ReadingPool
from probes.places import Caps
from probes.rtsp_tls import TlsPolicy
from probes.scope import Scope
from probes.target import Credential, Target
from probes.visit import ProbeSet

__all__ = ["Audit", "new_round_id", "run_audit"]

DISTRIBUTION = "video-surveillance-auditor"
# One for RTSP and two for UDP, or one for RTSP and two of the relay; the rest is the process's.
_FILES_PER_SESSION = 3
_FILES_BESIDE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """How: networks, limits, credentials, and where the results go.

    ``record`` is called with the round's id before a report is written ``unmasked``.
    """

    networks: tuple[str, ...]
    tries: int
    retry_spacing_s: float
    first_frame_s: float
    key_patience_s: float = 6.0
    concurrency: int
    per_subnet: int = 32
    subnet_prefix: int = 24
    uplink_mbps: float | None = None
    stream_mbps: float = 4.0
    second_clients: int = 4
    read_overlay: bool = False
    store: Path | str
    reports: Path
    credentials: dict[str, Credential] = field(repr=False)
    tls: TlsPolicy = field(default_factory=TlsPolicy)
    controls: tuple[Target, ...] = ()
    loopback: Loopback | None = None
    outgoing: Callable[[Report, str], tuple[Outgoing, ...]] = lambda _report, _manifest: ()
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    unmasked: bool = False
    record: Callable[[str], None] = lambda _round_id: None


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
    targets = _targets(inputs, audit, began)
    with Store(audit.store) as store, PictureShelf(audit.reports, round_id) as shelf:
        store.begin_round(_new_round(round_id, began, inputs))
        case = _case(inputs, audit, _earlier(store, round_id))
        store.keep_contents(round_id, pack_case(case, credentials=frozenset(audit.credentials)))
        async with _workers(audit) as (engine, read):
            work = _round(case, audit, targets, engine, store=store, shelf=shelf)
            work.watcher, work.read = watcher, read
            complete, seen = await _measured(_sentinel(audit, work), work, stop)
        span = (began, audit.now())
        provenance = _provenance(inputs, work, round_id=round_id, span=span, complete=complete)
        observed = (*seen, *(one for item in work.evidence() for one in item.observations))
        built = conclude(case, observed, provenance, shelf.find)
        store.end_round(built.report, functools.partial(audit.outgoing, built.report))
        _write(built, audit, store.evidence.of(round_id).manifest, earlier_report(store, round_id))
    return built


def _targets(inputs: Inputs, audit: Audit, began: datetime) -> tuple[Target, ...]:
    cameras, profile = inputs.registry.cameras, inputs.profile
    by_sub: frozenset[int] = frozenset()
    if profile.stream == "sub":
        by_sub = by_sub_stream(cameras, main_share=profile.main_share, day=began.date())
    targets = plan(cameras, audit.credentials, by_sub=by_sub)
    if inputs.sample is None:
        return targets
    drawn = {str(row) for row in inputs.sample.rows}
    return tuple(target for target in targets if target.key in drawn)


async def _measured(
    sentinel: Sentinel, work: Round, stop: asyncio.Event
) -> tuple[bool, tuple[Observation[object], ...]]:
    """Whether the round was completed, and what was seen of ourselves before and after it."""
    await sentinel.measure()
    complete = await work.run(stop)
    await sentinel.measure()
    return complete, tuple(sentinel.observations)


def _write(built: Built, audit: Audit, manifest: bytes, before: Report | None) -> None:
    """A night is not lost because its report cannot be written: say where its figures are."""
    changed = changes(before, built.report)
    round_id = built.report.provenance.round_id
    try:
        if audit.unmasked:
            audit.record(round_id)
        write_reports(
            built.report,
            built.pictures,
            audit.reports,
            manifest=manifest,
            changed=changed,
            unmasked=audit.unmasked,
        )
    except (ReportError, OperationLogError) as error:
        kept = f"the figures of round {round_id} are kept in {locate(audit.store).shown}"
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


@asynccontextmanager
async def _workers(audit: Audit) -> AsyncIterator[tuple[Engine, ReadStrips]]:
    """The engine over its worker processes; without strips no reader ever begins."""
    decode = decode_with_strips if audit.read_overlay else decode_picture
    async with (
        DecodePool(function=decode) as decoder,
        CapturePool(audit.second_clients) as capturer,
        ReadingPool() as reader,
    ):
        yield _engine(audit, decoder, capturer), reader.read


def _engine(audit: Audit, decoder: DecodePool, capturer: CapturePool) -> Engine:
    return Engine(
        Scope.parse(audit.networks),
        decoder,
        audit.now,
        capturer=capturer,
        caps=Caps(
            total=audit.concurrency,
            per_subnet=audit.per_subnet,
            subnet_prefix=audit.subnet_prefix,
            uplink_mbps=audit.uplink_mbps,
        ),
        stream_mbps=audit.stream_mbps,
    )


def _probes(audit: Audit) -> ProbeSet:
    first_frame = timedelta(seconds=audit.first_frame_s)
    patience = timedelta(seconds=audit.key_patience_s)
    return ProbeSet(
        stream=rtsp_frame.build(first_frame=first_frame, key_patience=patience, tls=audit.tls),
        confirm=rtsp_confirm.build(first_frame=first_frame, tls=audit.tls),
        udp=rtsp_udp.build(first_frame=first_frame, key_patience=patience, tls=audit.tls),
        sub=rtsp_sub.build(first_frame=first_frame, key_patience=patience, tls=audit.tls),
        describe=rtsp_describe.build(tls=audit.tls),
    )


def _round(
    case: Case,
    audit: Audit,
    targets: tuple[Target, ...],
    engine: Engine,
    *,
    store: Store,
    shelf: PictureShelf,
) -> Round:
    return Round(
        engine=engine,
        probes=_probes(audit),
        cameras=case.registry.cameras,
        targets=targets,
        tries=audit.tries,
        spacing_s=audit.retry_spacing_s,
        workers=audit.concurrency,
        captures=audit.second_clients,
        terms=case.profile.picture_terms,
        earlier=case.earlier,
        shelve=shelf.put,
        keep=lambda observation: store.keep(shelf.round_id, observation),
    )


def _sentinel(audit: Audit, work: Round) -> Sentinel:
    """The round's own engine, limits, logins and store; it checks between the passes."""
    file = locate(audit.store).file
    folders = (audit.reports, *((file.parent,) if file else ()))
    wanted = _FILES_PER_SESSION * audit.concurrency + _FILES_BESIDE
    sentinel = Sentinel(
        engine=work.engine,
        probes=work.probes,
        machine=receiver.build(files_wanted=wanted, folders=folders),
        controls=audit.controls,
        logins=work.logins,
        keep=work.keep,
        loopback=audit.loopback,
    )
    if work.targets:
        work.check, work.prepare = sentinel.check, sentinel.test_second_client
    return sentinel


def _earlier(store: Store, round_id: str) -> EarlierPictures:
    """What the round before showed: a picture that comes again is a stored one."""
    before = store.round_before(round_id)
    return earlier_pictures(store.observations(before)) if before else {}


def _case(inputs: Inputs, audit: Audit, earlier: EarlierPictures) -> Case:
    frame, _ = prepared(inputs.registry, inputs.plan.locations, inputs.terms)
    return Case(
        registry=inputs.registry,
        frame=frame,
        plan=inputs.plan,
        community=inputs.community,
        profile=inputs.profile,
        criteria=inputs.terms.criteria,
        tries=audit.tries,
        earlier=earlier,
        exclusions=inputs.exclusions,
        waivers=inputs.waivers,
        sample=inputs.sample,
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
        policy_version=inputs.profile.policy_version,
        exclusions_name=inputs.exclusions.name if inputs.exclusions else "",
        exclusions_sha256=inputs.exclusions.sha256 if inputs.exclusions else "",
        waivers_name=inputs.waivers.name if inputs.waivers else "",
        waivers_sha256=inputs.waivers.sha256 if inputs.waivers else "",
    )
