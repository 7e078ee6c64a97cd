"""One night from its beginning: read → plan, and on to `auditor.audit_carry`.

It knows addresses and files, not who listens there.
"""

import asyncio
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

from auditor.audit_carry import DISTRIBUTION, carry_out
from auditor.audit_terms import Audit, Sitting, Steering, check_networks, report_folder
from auditor.case_bytes import pack_case
from auditor.conclude import Case
from auditor.history.model import NIGHTS
from auditor.inputs import Inputs
from auditor.model import RoundKind
from auditor.picture_view import EarlierPictures, earlier_pictures
from auditor.record_check import prepared
from auditor.render.write import prepare_folder
from auditor.report import Built
from auditor.schedule.kept_plan import KeptPlan, pack_plan, rows_of
from auditor.schedule.nights import NightLine, Nights, unreported
from auditor.schedule.one_round import only_round
from auditor.schedule.plan import plan
from auditor.schedule.resumable import resumable_ids
from auditor.schedule.round import Watcher
from auditor.schedule.sample import by_sub_stream, in_turn
from auditor.schedule.shelf import PictureShelf
from auditor.schedule.times import Times
from auditor.store.store import NewRound, Store
from probes.target import Target

__all__ = ["new_round_id", "run_audit"]


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
    prepare_folder(audit.reports)
    steering = Steering(watcher=watcher, stop=stop, suspend=suspend)
    with only_round(audit.reports):
        return await _run(inputs, audit, steering)


async def _run(inputs: Inputs, audit: Audit, steering: Steering) -> Built:
    began = audit.now()
    round_id = new_round_id(began)
    folder = report_folder(audit, round_id)
    if folder != audit.reports:
        prepare_folder(folder)
    audit = replace(audit, reports=folder, own_folder=False)
    targets = _targets(inputs, audit, began)
    with Store(audit.store) as store:
        kept = resumable_ids(store.rounds(), began)
        store.begin_round(_new_round(round_id, began, inputs, audit.times))
        nights = _nights(store, audit, round_id, began)
        past = store.history.past(inputs.community, nights=NIGHTS, before=round_id)
        case = replace(_case(inputs, audit, _earlier(store, round_id), nights), past=past)
        _keep(store, round_id, case, audit, targets)
        sitting = Sitting(began=began, case=case, targets=targets)
        # Not before the plan: a round that cannot be gone on with leaves no shelf behind.
        with PictureShelf(audit.reports, round_id, kept=kept) as shelf:
            return await carry_out(sitting, audit, steering, store=store, shelf=shelf)


def _keep(
    store: Store, round_id: str, case: Case, audit: Audit, targets: tuple[Target, ...]
) -> None:
    """What the round is judged by and how it is carried out."""
    parts = pack_case(case, credentials=frozenset(audit.credentials))
    store.keep_contents(round_id, {**parts, **pack_plan(_kept_plan(audit, targets))})


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
