"""The parts of a round put together: worker processes, engine, probes, looks at ourselves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from auditor.audit_terms import Audit, Sitting
from auditor.schedule.keeper import Keeper
from auditor.schedule.overlays import ReadStrips
from auditor.schedule.round import Round, Watcher
from auditor.schedule.sentinel import Sentinel
from auditor.schedule.shelf import PictureShelf
from auditor.schedule.spread import RoundPlan, plan_round
from auditor.store.place import locate
from probes import receiver, rtsp_confirm, rtsp_describe, rtsp_frame, rtsp_sub, rtsp_udp
from probes.engine import Engine
from probes.picture.capture_pool import CapturePool
from probes.picture.decode import decode_picture, decode_with_strips
from probes.picture.pool import DecodePool
from probes.picture.reading_pool import ReadingPool
from probes.places import Caps
from probes.scope import Scope
from probes.visit import ProbeSet

__all__ = ["measured", "round_of", "sentinel_of", "workers"]

# One for RTSP and two for UDP, or one for RTSP and two of the relay; the rest is the process's.
_FILES_PER_SESSION = 3
_FILES_BESIDE = 64


@asynccontextmanager
async def workers(audit: Audit, watcher: Watcher) -> AsyncIterator[tuple[Engine, ReadStrips]]:
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


def round_of(
    sitting: Sitting, audit: Audit, engine: Engine, *, keeper: Keeper, shelf: PictureShelf
) -> Round:
    """The round over the targets of this sitting; watcher and reader are added by the caller."""
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


def sentinel_of(audit: Audit, work: Round, keeper: Keeper) -> Sentinel:
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


async def measured(sentinel: Sentinel, work: Round, stop: asyncio.Event, audit: Audit) -> bool:
    """Whether the round was completed; we look at ourselves before and after it."""
    await sentinel.measure()
    work.plan = _plan(audit, work)
    complete = await work.run(stop)
    await sentinel.measure()
    return complete
