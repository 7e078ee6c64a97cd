"""One night: read → plan → probe → judge → count → store → report.

The one place where the stages meet.  It knows addresses and files, not who listens there.
"""

import asyncio
import functools
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from auditor.case_bytes import pack_case
from auditor.changes import changes
from auditor.conclude import Case, conclude
from auditor.earlier import earlier_report
from auditor.errors import ConfigError, OperationLogError, ReportError, RoundSuspended
from auditor.history.model import NIGHTS
from auditor.inputs import Inputs
from auditor.model import Gap, Provenance, Report, RoundKind
from auditor.picture_view import EarlierPictures, earlier_pictures
from auditor.record_check import prepared
from auditor.render.write import prepare_folder, write_reports
from auditor.report import Built
from auditor.schedule.keeper import Keeper
from auditor.schedule.kept_plan import KeptPlan, pack_plan, rows_of
from auditor.schedule.memory import Memory
from auditor.schedule.nights import NightLine, Nights, unreported
from auditor.schedule.overlays import ReadStrips
from auditor.schedule.plan import plan
from auditor.schedule.resumable import resumable_ids
from auditor.schedule.round import Round, Watcher
from auditor.schedule.sample import by_sub_stream, in_turn
from auditor.schedule.sentinel import Loopback, Sentinel
from auditor.schedule.shelf import PictureShelf
from auditor.schedule.spread import RoundPlan, plan_round
from auditor.schedule.times import Times
from auditor.store.outbox import Outgoing
from auditor.store.place import locate
from auditor.store.store import NewRound, Store
from gb28181.divisions import division_table
from probes import receiver, rtsp_confirm, rtsp_describe, rtsp_frame, rtsp_sub, rtsp_udp
from probes.engine import Engine
from probes.logins import Logins
from probes.picture.capture_pool import CapturePool
from probes.picture.decode import decode_picture, decode_with_strips
from probes.picture.pool import DecodePool
from probes.picture.reading_pool import ReadingPool
from probes.places import Caps
from probes.rtsp_tls import TlsPolicy
from probes.scope import Scope
from probes.target import Credential, Target
from probes.visit import ProbeSet

__all__ = [
    "Audit",
    "Sitting",
    "Steering",
    "carry_out",
    "check_networks",
    "new_round_id",
    "note_night",
    "put_in_place",
    "report_folder",
    "run_audit",
]

DISTRIBUTION = "video-surveillance-auditor"
# One for RTSP and two for UDP, or one for RTSP and two of the relay; the rest is the process's.
_FILES_PER_SESSION = 3
_FILES_BESIDE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """How: networks, limits, credentials, times, and where the results go.

    With ``own_folder`` the report has a folder of its own below ``reports``.
    ``night`` is the night that the service has this round run for, of the community that its
    configuration calls ``scheduled_as``.
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
    shake_share: int = 0
    store: Path | str
    reports: Path
    own_folder: bool = False
    times: Times = field(default_factory=Times)
    credentials: dict[str, Credential] = field(repr=False)
    tls: TlsPolicy = field(default_factory=TlsPolicy)
    controls: tuple[Target, ...] = ()
    loopback: Loopback | None = None
    outgoing: Callable[[Report, str], tuple[Outgoing, ...]] = lambda _report, _manifest: ()
    night: date | None = None
    scheduled_as: str = ""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    unmasked: bool = False
    record: Callable[[str], None] = lambda _round_id: None


def report_folder(audit: Audit, round_id: str) -> Path:
    """Where the report of a round goes."""
    return audit.reports / "adhoc" / round_id if audit.own_folder else audit.reports


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """What a round is carried out by; the last three differ in a round that is gone on with."""

    began: datetime
    case: Case
    targets: tuple[Target, ...]
    memory: Memory = field(default_factory=Memory)
    logins: Logins = field(default_factory=Logins)
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Steering:
    """Who watches a round and who may end it; see `run_audit`."""

    watcher: Watcher
    stop: asyncio.Event
    suspend: asyncio.Event | None = None

    @property
    def is_suspended(self) -> bool:
        """Whether the round is to be kept for later."""
        return self.suspend is not None and self.suspend.is_set()


def new_round_id(now: datetime) -> str:
    """Sortable by time and unlikely to meet another: ``20260105T140000Z-1a2b3c``."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


async def run_audit(
    inputs: Inputs,
    audit: Audit,
    *,
    watcher: Watcher,
    stop: asyncio.Event,
    suspend: asyncio.Event | None = None,
) -> Built:
    """Run the round and write its reports; ``stop`` ends it early with what was measured.

    With ``suspend`` set as well it is not ended but kept, to be gone on with: RoundSuspended.
    """
    check_networks(audit)
    began = audit.now()
    round_id = new_round_id(began)
    audit = replace(audit, reports=report_folder(audit, round_id), own_folder=False)
    prepare_folder(audit.reports)
    targets = _targets(inputs, audit, began)
    with Store(audit.store) as store:
        kept = resumable_ids(store.rounds(), began)
        store.begin_round(_new_round(round_id, began, inputs, audit.times))
        nights = _nights(store, audit, round_id, began)
        past = store.history.past(inputs.community, nights=NIGHTS, before=round_id)
        case = replace(_case(inputs, audit, _earlier(store, round_id), nights), past=past)
        parts = pack_case(case, credentials=frozenset(audit.credentials))
        store.keep_contents(round_id, {**parts, **pack_plan(_kept_plan(audit, targets))})
        sitting = Sitting(began=began, case=case, targets=targets)
        steering = Steering(watcher=watcher, stop=stop, suspend=suspend)
        # Not before the plan: a round that cannot be gone on with leaves no shelf behind.
        with PictureShelf(audit.reports, round_id, kept=kept) as shelf:
            return await carry_out(sitting, audit, steering, store=store, shelf=shelf)


async def carry_out(
    sitting: Sitting, audit: Audit, steering: Steering, *, store: Store, shelf: PictureShelf
) -> Built:
    """Probe what is left, judge all, end the round and write its reports."""
    round_id = shelf.round_id
    steering.watcher.named(round_id=round_id, community=sitting.case.community)
    store.before_flush = shelf.settle
    keeper = Keeper(store=store, round_id=round_id)
    try:
        async with _workers(audit, steering.watcher) as (engine, read):
            work = _round(sitting, audit, engine, keeper=keeper, shelf=shelf)
            work.watcher, work.read = steering.watcher, read
            sentinel = _sentinel(audit, work, keeper)
            complete = await _measured(sentinel, work, steering.stop, audit)
        if not complete and steering.is_suspended:
            raise RoundSuspended(
                f"round {round_id} was stopped and what it measured is kept; "
                "go on with: auditor run --resume"
            )
        keeper.leave()
    finally:
        keeper.close()
    span = (sitting.began, audit.now())
    provenance = _provenance(sitting, work, round_id=round_id, span=span, complete=complete)
    provenance = _timed(provenance, audit.times, is_late=work.is_late)
    built = conclude(sitting.case, store.observed(round_id), provenance, shelf.find)
    store.end_round(built.report, functools.partial(audit.outgoing, built.report))
    note_night(store, audit, built)
    manifest = store.evidence.of(round_id).manifest
    put_in_place(built, audit, manifest, earlier_report(store, round_id))
    shelf.clear()
    return built


def check_networks(audit: Audit) -> None:
    """ConfigError when nothing may be dialled."""
    if not audit.networks:
        raise ConfigError(
            "no network may be probed; name the cameras' networks in probing.allowed_networks "
            "of the configuration, or with --allow-network, for example 10.1.0.0/16"
        )


def _kept_plan(audit: Audit, targets: tuple[Target, ...]) -> KeptPlan:
    return KeptPlan(
        **rows_of(targets),
        controls=tuple((one.stream_uri or "", one.credential_name or "") for one in audit.controls),
        retry_spacing_s=audit.retry_spacing_s,
        first_frame_s=audit.first_frame_s,
        key_patience_s=audit.key_patience_s,
        read_overlay=audit.read_overlay,
        trust=audit.tls.trust,
        pins=tuple(sorted(audit.tls.pins)),
        reprobe_at=audit.times.reprobe_at,
        pace=audit.times.pace,
    )


def _targets(inputs: Inputs, audit: Audit, began: datetime) -> tuple[Target, ...]:
    cameras, profile = inputs.registry.cameras, inputs.profile
    by_sub: frozenset[int] = frozenset()
    if profile.stream == "sub":
        by_sub = by_sub_stream(cameras, main_share=profile.main_share, day=began.date())
    watched = in_turn(cameras, share=audit.shake_share, day=began.date())
    targets = plan(cameras, audit.credentials, by_sub=by_sub, watched=watched)
    part = inputs.chosen or inputs.sample
    if part is None:
        return targets
    keys = {str(row) for row in part.rows}
    return tuple(target for target in targets if target.key in keys)


def _plan(audit: Audit, work: Round) -> RoundPlan:
    """The plan as of now: what came before took its time."""
    return plan_round(
        work.targets,
        begins=audit.now(),
        deadline=audit.times.deadline,
        tries=audit.tries,
        spacing=timedelta(seconds=audit.retry_spacing_s),
        caps=work.engine.caps,
        pace=audit.times.pace,
        reprobe_at=audit.times.reprobe_at,
    )


def _timed(provenance: Provenance, times: Times, *, is_late: bool) -> Provenance:
    night = times.night.isoformat() if times.night else ""
    return replace(provenance, night=night, cut_at=times.deadline if is_late else None)


async def _measured(sentinel: Sentinel, work: Round, stop: asyncio.Event, audit: Audit) -> bool:
    """Whether the round was completed; we look at ourselves before and after it."""
    await sentinel.measure()
    work.plan = _plan(audit, work)
    complete = await work.run(stop)
    await sentinel.measure()
    return complete


def put_in_place(built: Built, audit: Audit, manifest: bytes, before: Report | None) -> None:
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


def _new_round(round_id: str, began: datetime, inputs: Inputs, times: Times) -> NewRound:
    chosen = inputs.chosen
    return NewRound(
        id=round_id,
        community=inputs.community,
        started_at=began,
        registry_sha256=inputs.registry.sha256,
        profile=inputs.profile.id,
        tool_version=version(DISTRIBUTION),
        kind=RoundKind.ADHOC if chosen else RoundKind.NIGHTLY,
        night=times.night,
        deadline=times.deadline,
        parent=chosen.parent or None if chosen else None,
    )


@asynccontextmanager
async def _workers(audit: Audit, watcher: Watcher) -> AsyncIterator[tuple[Engine, ReadStrips]]:
    """The engine over its worker processes; without strips no reader ever begins."""
    decode = decode_with_strips if audit.read_overlay else decode_picture
    async with (
        DecodePool(function=decode) as decoder,
        CapturePool(audit.second_clients) as capturer,
        ReadingPool() as reader,
    ):
        watcher.decodes(waiting=lambda: decoder.waiting)
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
    sitting: Sitting, audit: Audit, engine: Engine, *, keeper: Keeper, shelf: PictureShelf
) -> Round:
    case = sitting.case
    return Round(
        engine=engine,
        probes=_probes(audit),
        cameras=case.registry.cameras,
        targets=sitting.targets,
        tries=audit.tries,
        spacing_s=audit.retry_spacing_s,
        workers=audit.concurrency,
        captures=audit.second_clients,
        terms=case.profile.picture_terms,
        earlier=case.earlier,
        shelve=shelf.put,
        keep=keeper.keep,
        finished=keeper.finish,
        memory=sitting.memory,
        logins=replace(sitting.logins, notes=keeper.login_notes),
    )


def _sentinel(audit: Audit, work: Round, keeper: Keeper) -> Sentinel:
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
        keep=keeper.keep,
        finished=keeper.finish_own,
        earlier=work.memory.ours,
        loopback=audit.loopback,
    )
    if work.targets:
        work.check, work.prepare = sentinel.check, sentinel.test_second_client
    return sentinel


def _earlier(store: Store, round_id: str) -> EarlierPictures:
    """What the round before showed: a picture that comes again is a stored one."""
    before = store.round_before(round_id)
    if before is None:
        return {}
    seen = store.observed(before).cameras()
    return earlier_pictures(one for camera in seen for one in camera)


def _nights(store: Store, audit: Audit, round_id: str, began: datetime) -> Nights | None:
    """What the report tells of nights; None where no service keeps any."""
    lines = store.journal.nights(audit.scheduled_as, began)
    own: NightLine | None = None
    if audit.night is not None:
        store.journal.began(audit.scheduled_as, audit.night, round_id=round_id)
        own = next((line for line in lines if line.night == audit.night), None)
    before = audit.night or began.date() + timedelta(days=1)
    earlier = unreported(lines, before=before, now=began)
    return Nights(own=own, earlier=earlier) if own or earlier else None


def note_night(store: Store, audit: Audit, built: Built) -> None:
    """What the journal is to say of the night, where a service has the round run for one."""
    if audit.night is not None:
        end = built.report.provenance
        store.journal.finished(
            audit.scheduled_as,
            audit.night,
            ended_at=end.ended_at,
            complete=end.complete,
            blind=built.blind,
        )


def _case(
    inputs: Inputs, audit: Audit, earlier: EarlierPictures, nights: Nights | None = None
) -> Case:
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
        chosen=inputs.chosen,
        nights=nights,
    )


def _provenance(
    sitting: Sitting, work: Round, *, round_id: str, span: tuple[datetime, datetime], complete: bool
) -> Provenance:
    began, ended = span
    case = sitting.case
    return Provenance(
        round_id=round_id,
        started_at=began,
        ended_at=ended,
        complete=complete,
        registry_name=case.registry.name,
        registry_sha256=case.registry.sha256,
        registry_encoding=case.registry.encoding,
        key_locations_name=case.plan.name,
        key_locations_sha256=case.plan.sha256,
        profile=case.profile.id,
        profile_title=case.profile.title,
        edition=case.profile.edition.title,
        tool_version=version(DISTRIBUTION),
        probe_versions=work.probes.versions,
        divisions_as_of=division_table().as_of.isoformat(),
        policy_version=case.profile.policy_version,
        exclusions_name=case.exclusions.name if case.exclusions else "",
        exclusions_sha256=case.exclusions.sha256 if case.exclusions else "",
        waivers_name=case.waivers.name if case.waivers else "",
        waivers_sha256=case.waivers.sha256 if case.waivers else "",
        gaps=sitting.gaps,
    )
