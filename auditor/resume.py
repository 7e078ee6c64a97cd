"""A round that was cut short: found, and gone on with until its report is in place.

Nothing that was kept is probed again.  What is judged is what the round began with, however
registry and configuration have changed since; only credentials, networks and limits are
today's.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from auditor.audit_carry import DISTRIBUTION, carry_out, note_night, put_in_place
from auditor.audit_terms import Audit, Sitting, Steering, check_networks
from auditor.case_bytes import unpack_case
from auditor.conclude import Case
from auditor.errors import StoreError
from auditor.model import Gap, Report, RoundKind
from auditor.render.write import prepare_folder
from auditor.report import Built
from auditor.schedule.kept_plan import KEPT_PLAN, KeptPlan, unpack_plan
from auditor.schedule.memory import (
    Memory,
    last_sign,
    lost_logins,
    lost_pictures,
    rebuilt_logins,
    remember,
)
from auditor.schedule.one_round import only_round
from auditor.schedule.plan import credential_names
from auditor.schedule.resumable import why_outdated
from auditor.schedule.shelf import PictureShelf, has_shelf, is_running
from auditor.schedule.times import Times
from auditor.store.store import KeptRound, Store

__all__ = ["Resumable", "find_resumable", "resume_audit", "which_resumable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumable:
    """A round that is to go on; of one that ended without its report only that is left."""

    kept: KeptRound
    case: Case | None = None
    plan: KeptPlan | None = None

    @property
    def credential_names(self) -> frozenset[str]:
        """The credentials that are still needed."""
        if self.case is None or self.plan is None:
            return frozenset()
        named = {name for _, name in self.plan.controls if name}
        return credential_names(self.case.registry.cameras) | named


def find_resumable(
    store: Store, reports: Path, now: datetime, *, community: str = "", name: str = ""
) -> Resumable:
    """The latest round of ``community``, or of the only one, or the one that ``name`` begins.

    StoreError says why there is none to go on with.
    """
    return _opened(store, which_resumable(store, reports, now, community=community, name=name))


def which_resumable(
    store: Store, reports: Path, now: datetime, *, community: str = "", name: str = ""
) -> KeptRound:
    """The same round, of which nothing is read; StoreError likewise."""
    rounds = store.rounds()
    candidates = _named(rounds, name) if name else _latest(rounds, community)
    faults = {one.id: _why_not(one, rounds, reports, now) for one in candidates}
    open_ = [one for one in candidates if not faults[one.id]]
    if len(open_) > 1:
        told = ", ".join(f"{one.id} ({one.community})" for one in open_)
        raise StoreError(f"several rounds can be gone on with: {told}; name one of them")
    if not open_:
        raise StoreError(_nothing(candidates, faults))
    if open_[0].ended_at is None and KEPT_PLAN not in store.content_kinds(open_[0].id):
        raise StoreError(
            f"round {open_[0].id} cannot be gone on with: it was cut short before anything was "
            "measured; leave --resume out"
        )
    return open_[0]


async def resume_audit(found: Resumable, audit: Audit, steering: Steering) -> Built:
    """Go on with a round until its report is in place; see `run_audit`."""
    if found.case is not None:
        check_networks(audit)
    prepare_folder(audit.reports)
    with only_round(audit.reports), Store(audit.store) as store:
        shelves = frozenset(one.id for one in store.rounds())
        with PictureShelf(audit.reports, found.kept.id, kept=shelves) as shelf:
            if found.kept not in store.rounds():
                raise StoreError(f"round {found.kept.id} has ended meanwhile; look at its report")
            if found.case is None or found.plan is None:
                return _finish_report(store, audit, shelf)
            audit = _as_begun(audit, found.kept, found.case, found.plan)
            sitting = _sitting(found.kept, found.case, found.plan, audit, (store, shelf))
            return await carry_out(sitting, audit, steering, store=store, shelf=shelf)


def _as_begun(audit: Audit, kept: KeptRound, case: Case, plan: KeptPlan) -> Audit:
    """Whatever an answer depends on is as it was when the round began."""
    return replace(
        audit,
        tries=case.tries,
        retry_spacing_s=plan.retry_spacing_s,
        first_frame_s=plan.first_frame_s,
        key_patience_s=plan.key_patience_s,
        read_overlay=plan.read_overlay,
        tls=plan.tls,
        controls=plan.control_targets(audit.credentials),
        times=Times(
            night=kept.night,
            deadline=kept.deadline,
            reprobe_at=plan.reprobe_at,
            pace=plan.pace,
        ),
    )


def _sitting(
    kept: KeptRound, case: Case, plan: KeptPlan, audit: Audit, kept_in: tuple[Store, PictureShelf]
) -> Sitting:
    """What was kept, and note that the round stood still."""
    store, shelf = kept_in
    gaps = _gaps(store, kept, audit.now())
    sittings = (kept.started_at, *(gap.resumed_at for gap in gaps))
    memory = _memory(store, kept.id, sittings)
    lost = lost_pictures(memory, shelf.holds)
    if lost:
        store.visits.forget(kept.id, lost)
        memory = _memory(store, kept.id, sittings)
    targets = plan.targets(case.registry.cameras, audit.credentials)
    store.sent_logins.note(kept.id, lost_logins(memory, store.sent_logins.of(kept.id)))
    sent = store.sent_logins.of(kept.id)
    return Sitting(
        began=kept.started_at,
        case=case,
        targets=targets,
        memory=memory,
        logins=rebuilt_logins((*targets, *audit.controls), memory, sent),
        gaps=gaps,
    )


def _memory(store: Store, round_id: str, sittings: tuple[datetime, ...]) -> Memory:
    return remember(store.each_observation(round_id), store.visits.marks(round_id), sittings)


def _gaps(store: Store, kept: KeptRound, now: datetime) -> tuple[Gap, ...]:
    earlier = store.visits.gaps(kept.id)
    sat_down = earlier[-1].resumed_at if earlier else kept.started_at
    stopped = max(sat_down, last_sign(store.each_observation(kept.id), sat_down))
    gap = Gap(stopped_at=min(stopped, now), resumed_at=now)
    store.visits.note_gap(kept.id, gap)
    return (*earlier, gap)


def _finish_report(store: Store, audit: Audit, shelf: PictureShelf) -> Built:
    """The round had ended: its report is written anew from what is kept."""
    report = store.report(shelf.round_id)
    built = Built(report=report, pictures=_pictures(report, audit.reports, shelf))
    note_night(store, audit, built)
    put_in_place(built, audit, store)
    shelf.clear()
    return built


def _pictures(report: Report, reports: Path, shelf: PictureShelf) -> dict[str, Path]:
    """Each picture where it lies now: still on the shelf, or in its place already."""
    found = {}
    for one in report.cameras:
        if one.picture is not None:
            places = (reports / one.picture, *shelf.of_row(one.camera.row))
            same = (path for path in places if _has_hash(path, one.picture_sha256))
            found[one.picture] = next(same, None)
    return {name: path for name, path in found.items() if path is not None}


def _has_hash(path: Path, sha256: str | None) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _named(rounds: tuple[KeptRound, ...], name: str) -> list[KeptRound]:
    exact = [one for one in rounds if one.id == name]
    found = exact or [one for one in rounds if one.id.startswith(name)]
    if len(found) != 1:
        fault = "several rounds begin with" if found else "there is no round"
        raise StoreError(f"{fault} {name!r}; leave it out to go on with the latest one")
    return found


def _latest(rounds: tuple[KeptRound, ...], community: str) -> list[KeptRound]:
    """The latest round of each community that was asked for."""
    latest: dict[str, KeptRound] = {}
    for one in rounds:
        if community in ("", one.community) and one.kind is RoundKind.NIGHTLY:
            latest.setdefault(one.community, one)
    return list(latest.values())


def _why_not(one: KeptRound, rounds: tuple[KeptRound, ...], reports: Path, now: datetime) -> str:
    if one.kind is RoundKind.ADHOC:
        return "it is an ad-hoc round; begin it anew with --only"
    if is_running(reports, one.id):
        return "another process still runs it"
    if one.ended_at is not None and not has_shelf(reports, one.id):
        return "it has ended and its report was written"
    if one.ended_at is None and one.tool_version != version(DISTRIBUTION):
        return f"version {one.tool_version} of this program began it"
    return why_outdated(one, rounds, now)


def _nothing(candidates: list[KeptRound], faults: dict[str, str]) -> str:
    if not candidates:
        return "no round was ever begun here, so there is none to go on with; leave --resume out"
    latest = max(candidates, key=lambda one: one.started_at)
    return f"round {latest.id} cannot be gone on with: {faults[latest.id]}; leave --resume out"


def _opened(store: Store, kept: KeptRound) -> Resumable:
    if kept.ended_at is not None:
        return Resumable(kept=kept)
    parts = store.contents(kept.id)
    return Resumable(kept=kept, case=unpack_case(parts), plan=unpack_plan(parts[KEPT_PLAN]))
