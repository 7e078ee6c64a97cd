"""A round that has begun, or is gone on with: probe → judge → count → store → report."""

import functools
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version

from auditor.audit_terms import Audit, Sitting, Steering
from auditor.audit_work import measured, round_of, sentinel_of, workers
from auditor.changes import changes
from auditor.conclude import conclude
from auditor.earlier import earlier_report
from auditor.errors import OperationLogError, ReportError, RoundSuspended
from auditor.model import Provenance
from auditor.render.write import write_reports
from auditor.report import Built
from auditor.schedule.keeper import Keeper
from auditor.schedule.round import Round
from auditor.schedule.shelf import PictureShelf
from auditor.schedule.times import Times
from auditor.store.place import locate
from auditor.store.store import Store
from gb28181.divisions import division_table

__all__ = ["DISTRIBUTION", "carry_out", "note_night", "put_in_place"]

DISTRIBUTION = "video-surveillance-auditor"


async def carry_out(
    sitting: Sitting, audit: Audit, steering: Steering, *, store: Store, shelf: PictureShelf
) -> Built:
    """Probe what is left, judge all, end the round and write its reports."""
    provenance = await _probed(sitting, audit, steering, store=store, shelf=shelf)
    built = conclude(sitting.case, store.observed(shelf.round_id), provenance, shelf.find)
    store.end_round(built.report, functools.partial(audit.outgoing, built.report))
    note_night(store, audit, built)
    put_in_place(built, audit, store)
    shelf.clear()
    return built


async def _probed(
    sitting: Sitting, audit: Audit, steering: Steering, *, store: Store, shelf: PictureShelf
) -> Provenance:
    """Probe what is left; nothing of what probing needed is held afterwards."""
    round_id = shelf.round_id
    steering.watcher.named(round_id=round_id, community=sitting.case.community)
    store.before_flush = shelf.settle
    keeper = Keeper(store=store, round_id=round_id)
    try:
        async with workers(audit, steering.watcher) as (engine, read):
            work = round_of(sitting, audit, engine, keeper=keeper, shelf=shelf)
            work.watcher, work.read = steering.watcher, read
            sentinel = sentinel_of(audit, work, keeper)
            complete = await measured(sentinel, work, steering.stop, audit)
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
    return _timed(provenance, audit.times, is_late=work.is_late)


def put_in_place(built: Built, audit: Audit, store: Store) -> None:
    """A night is not lost because its report cannot be written: say where its figures are."""
    round_id = built.report.provenance.round_id
    manifest = store.evidence.of(round_id).manifest
    changed = changes(earlier_report(store, round_id), built.report)
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


def _timed(provenance: Provenance, times: Times, *, is_late: bool) -> Provenance:
    night = times.night.isoformat() if times.night else ""
    return replace(provenance, night=night, cut_at=times.deadline if is_late else None)


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
