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

from auditor.discovery import all_indicators
from auditor.errors import ConfigError, RegistryError
from auditor.judge import judge_round
from auditor.model import Provenance
from auditor.notes import notes
from auditor.profile import Profile, load_profile
from auditor.registry.key_locations import Plan, read_key_locations
from auditor.registry.prepared import prepare
from auditor.registry.registry import Registry, read_registry
from auditor.render.write import prepare_folder, write_reports
from auditor.report import Built, build_report
from auditor.schedule.plan import plan
from auditor.schedule.round import Round, Watcher
from auditor.store.store import NewRound, Store
from gb28181.divisions import division_table
from probes import rtsp_frame
from probes.engine import Engine
from probes.picture.pool import DecodePool
from probes.scope import Scope
from probes.target import Credential, Target
from probes.visit import ProbeSet

__all__ = ["Audit", "Inputs", "load_inputs", "new_round_id", "run_audit"]

DISTRIBUTION = "video-surveillance-auditor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What is audited, read and checked, before anything is dialled or written."""

    registry: Registry
    plan: Plan
    community: str
    profile: Profile


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


def load_inputs(*, registry: Path, key_locations: Path, community: str, profile: str) -> Inputs:
    """Read everything; RegistryError or ProfileError with one clear message."""
    indicators = frozenset(i.id for i in all_indicators() if not i.beside)
    scheme = load_profile(profile, indicators=indicators)
    whole = read_registry(registry)
    chosen = _choose(registry, whole, community)
    return Inputs(
        registry=whole.only(chosen),
        plan=read_key_locations(key_locations).only(chosen),
        community=chosen,
        profile=scheme,
    )


def _choose(path: Path, registry: Registry, wanted: str) -> str:
    """A report is about one community: the wanted one, or the only one."""
    found = registry.communities
    if wanted:
        if wanted not in found:
            raise RegistryError(f"{path}: no camera of 社区 {wanted}; found: {_list(found)}")
        return wanted
    if len(found) > 1:
        raise RegistryError(
            f"{path}: {len(found)} communities ({_list(found)}); choose one with --community"
        )
    return found[0] if found else ""


def _list(names: tuple[str, ...], shown: int = 5) -> str:
    words = [name or "（空）" for name in names[:shown]]
    return "、".join(words) + ("…" if len(names) > shown else "")


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
    with Store(audit.store) as store:
        store.begin_round(_new_round(round_id, began, inputs))
        async with DecodePool() as decoder:
            work = _round(inputs, audit, targets, decoder, store=store, round_id=round_id)
            work.watcher = watcher
            complete = await work.run(stop)
        built = _judge(inputs, audit, work, round_id=round_id, began=began, complete=complete)
        store.end_round(
            round_id,
            ended_at=built.report.provenance.ended_at,
            complete=complete,
            findings=built.report.findings,
            results=(*built.report.results, *built.report.by_class),
        )
    write_reports(built.report, built.pictures, audit.reports)
    return built


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
    round_id: str,
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
        keep=lambda observation: store.keep(round_id, observation),
    )


def _judge(
    inputs: Inputs, audit: Audit, work: Round, *, round_id: str, began: datetime, complete: bool
) -> Built:
    judged = judge_round(
        frame=prepare(inputs.registry, inputs.plan.locations),
        evidence=work.evidence(),
        locations=inputs.plan.locations,
        row_errors=inputs.registry.errors,
        edition=inputs.profile.edition,
        tries=audit.tries,
    )
    provenance = Provenance(
        round_id=round_id,
        started_at=began,
        ended_at=audit.now(),
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
    return build_report(
        judged=judged,
        profile=inputs.profile,
        provenance=provenance,
        community=inputs.community or "（未填社区）",
        notes=notes(inputs.registry, inputs.plan, complete=complete),
    )
