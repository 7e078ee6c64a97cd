"""How a round is carried out, from the configuration; the credentials are found here.

What is audited is left to `auditor.inputs`, which round to `auditor.cli.run`.
"""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

from auditor.audit_terms import Audit
from auditor.cli.loopback import loopback_camera
from auditor.cli.recorded import record
from auditor.config import Config
from auditor.credentials import load_credentials
from auditor.errors import ConfigError
from auditor.feed.push import outgoing
from auditor.model import Report
from auditor.schedule.plan import controls
from auditor.store.outbox import Outgoing
from probes.picture.reading import can_read

__all__ = ["audit_of"]


def audit_of(config: Config, registered: frozenset[str], night: date | None = None) -> Audit:
    """The audit; ``registered`` are the credentials that the registry names.

    ConfigError for what this machine cannot do.
    """
    file = Path(config.files.credentials) if config.files.credentials else None
    targets = tuple((target.uri, target.credential) for target in config.control.targets)
    names = registered | {name for _, name in targets if name}
    credentials = load_credentials(names, file=file, environment=os.environ)
    return Audit(
        networks=config.probing.allowed_networks,
        tries=config.probing.tries,
        retry_spacing_s=config.probing.retry_spacing_s,
        first_frame_s=config.probing.first_frame_s,
        key_patience_s=config.probing.key_patience_s,
        concurrency=config.probing.concurrency,
        tls=config.rtsps.policy,
        per_subnet=config.probing.per_subnet,
        subnet_prefix=config.probing.subnet_prefix,
        uplink_mbps=config.probing.uplink_mbps,
        stream_mbps=config.probing.stream_mbps,
        second_clients=config.probing.second_clients,
        read_overlay=_may_read(config.probing.read_overlay),
        shake_share=config.probing.shake_share,
        store=config.files.store,
        reports=Path(config.files.reports),
        record=_recorder(config),
        credentials=credentials,
        controls=controls(targets, credentials),
        loopback=loopback_camera,
        night=night,
        scheduled_as=config.audit.community,
        outgoing=_outgoing(config.feed.url),
    )


def _recorder(config: Config) -> Callable[[str], None]:
    details = {"stage": "write", "reports": config.files.reports}
    return lambda round_id: record(config.files.operations, "run --unmasked", round_id, details)


def _outgoing(url: str) -> Callable[[Report, str], tuple[Outgoing, ...]]:
    """What is handed over; the platform would take counts of a part for counts of all."""

    def parcels(report: Report, manifest: str) -> tuple[Outgoing, ...]:
        is_whole = not report.sample and not report.chosen
        return (outgoing(report, url, manifest),) if url and is_whole else ()

    return parcels


def _may_read(wanted: bool) -> bool:  # noqa: FBT001 - the switch itself
    if wanted and not can_read():
        raise ConfigError(
            "probing.read_overlay: nothing here can read pictures; "
            "pip install 'video-surveillance-auditor[ocr]', or leave the key out"
        )
    return wanted
