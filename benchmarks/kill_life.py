"""One life of a round that may be killed: a forked child that begins a round or goes on with one.

The child decodes in a thread: starting worker processes would take longer than the round, and
their life is tested elsewhere.  It looks at a stream for a fifth of a second, so that a round is
short and its kills are many.  All else is the ordinary audit over real sockets and files.
"""

import asyncio
import contextlib
import csv
import faulthandler
import json
import os
import traceback
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from auditor import audit_carry as carry_module
from auditor import audit_work as work_module
from auditor import judge as judge_module
from auditor import mojibake
from auditor.audit import run_audit
from auditor.audit_terms import Audit, Steering
from auditor.discovery import all_indicators, observation_rules, picture_rules
from auditor.errors import StoreError
from auditor.evidence_kept import check_kept
from auditor.examples import record_cells
from auditor.geo.layers import open_layers
from auditor.inputs import load_inputs
from auditor.registry.columns import KEY_LOCATION_COLUMNS, WRITTEN_COLUMNS
from auditor.render.html import page_environment
from auditor.replay import judge_again
from auditor.resume import find_resumable, resume_audit
from auditor.schedule.overlays import ReadStrips, read_nothing
from auditor.schedule.round import Watcher
from auditor.store import codec
from auditor.store.codec import report_bytes
from auditor.store.sent_logins import SentLogin
from auditor.store.store import Store
from benchmarks.kill_fleet import ACCOUNT, ROWS, WRONG, Fleet
from gb28181.divisions import division_table
from probes import rtsp_frame, rtsp_udp
from probes.catalog import all_probes
from probes.engine import Engine
from probes.failure import FailureKind, ProbeError
from probes.observation import Observation
from probes.picture.captured import Captured, CaptureRequest
from probes.picture.decode import UndecodableError, decode_picture
from probes.picture.frame import DecodedPicture, PictureRequest
from probes.target import Credential
from probes.visit import ProbeSet

__all__ = ["LOG", "STORE", "fork", "live", "told", "warm", "write_inputs"]

STORE, REPORTS, LOG = "auditor.sqlite", "reports", "lives.log"
_FIRST_FRAME, _GLANCE = timedelta(seconds=5), timedelta(seconds=0.2)
# Of a busy machine; a key picture comes every tenth of a second.
_PATIENCE = timedelta(seconds=2)


class _Threads:
    """The decoder in this process, one picture at a time, since its scalers are no thread's.

    FFmpeg's client may crash a process, so that one never answers.
    """

    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def decode(self, request: PictureRequest) -> DecodedPicture:
        try:
            async with self._lock:
                return await asyncio.to_thread(decode_picture, request)
        except UndecodableError as error:
            raise ProbeError(FailureKind.NOT_DECODABLE, str(error)) from None

    async def capture(self, _: CaptureRequest) -> Captured | None:
        return None


@contextlib.asynccontextmanager
async def _workers(audit: Audit, _: Watcher) -> AsyncIterator[tuple[Engine, ReadStrips]]:
    crew = _Threads()
    yield work_module._engine(audit, crew, crew), read_nothing  # type: ignore[arg-type]  # noqa: SLF001 - see above


def write_inputs(folder: Path, cameras: Fleet) -> None:
    """The register of the fleet, and a plan."""
    rows = [
        record_cells()
        | {
            "device_code": f"370116000113260000{row:02d}",
            "name": f"莱芜区云帆街道云帆社区星河里小区北门{row:02d}",
            "stream_uri": cameras.uri(row),
            "credential": "wrong" if row in WRONG else "right",
        }
        for row in ROWS
    ]
    place = {
        "id": "KL-01",
        "community": "云帆社区",
        "location_class": "小区出入口",
        "name": "北门",
        "longitude": "117.661000",
        "latitude": "36.209000",
    }
    tables = (("registry", WRITTEN_COLUMNS, rows), ("key", KEY_LOCATION_COLUMNS, [place]))
    for name, columns, cells in tables:
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([column.header for column in columns])
            writer.writerows([[row.get(column.name, "") for column in columns] for row in cells])


def _probes(audit: Audit) -> ProbeSet:
    """Those of a round, but for how long a stream is looked at."""
    first_frame = timedelta(seconds=audit.first_frame_s)
    timing = rtsp_frame.Timing(first_frame=first_frame, key_patience=_PATIENCE, span=_GLANCE)
    return ProbeSet(
        stream=rtsp_frame.build(timing=timing),
        udp=rtsp_udp.build(first_frame=first_frame, key_patience=_PATIENCE),
    )


def _lighten() -> None:
    """Decode in threads; judge no records, which no kill can touch and which takes seconds."""
    work_module._probes = _probes  # noqa: SLF001 - see above
    carry_module.workers = _workers  # type: ignore[assignment]
    judge_module.judge_records = lambda _frame, _criteria: ()  # type: ignore[assignment]


def warm() -> None:
    """Have in memory what every child would load.  Nothing of Polars: its threads do not fork."""
    division_table()
    open_layers()
    mojibake._utf8_as_gbk()  # noqa: SLF001 - see above
    for discover in (observation_rules, picture_rules, all_indicators):
        discover()
    for probe in all_probes():
        codec._adapter(probe.name)  # noqa: SLF001 - see above
    codec._reports()  # noqa: SLF001 - see above
    pages = page_environment()
    for name in pages.list_templates():
        pages.get_template(name)
    with TemporaryDirectory() as folder, Store(Path(folder) / STORE):
        pass


def live(folder: Path, cameras: Fleet) -> None:
    """Begin a round, or go on with the one that was cut short; nothing after its end."""
    _log_to(folder / LOG)
    _lighten()
    audit = _audit(folder, cameras)
    steering = Steering(watcher=Watcher(), stop=asyncio.Event())
    try:
        with Store(audit.store) as store:
            found = find_resumable(store, audit.reports, audit.now())
    except StoreError:
        if _has_ended(audit):
            return
        inputs = load_inputs(
            registry=folder / "registry.csv",
            key_locations=folder / "key.csv",
            community="",
            profile="shandong-growth",
        )
        asyncio.run(run_audit(inputs, audit, watcher=steering.watcher, stop=steering.stop))
    else:
        asyncio.run(resume_audit(found, audit, steering))


def _log_to(path: Path) -> None:
    """What a life says stands beside its store."""
    with path.open("ab") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)


def _has_ended(audit: Audit) -> bool:
    """Whether the kill came after the report was in place."""
    with Store(audit.store) as store:
        return any(one.ended_at is not None for one in store.rounds())


def told(folder: Path) -> dict[str, object]:
    """What the last round says, in a form that two rounds can be compared by."""
    _lighten()
    with Store(folder / STORE) as store:
        kept = store.rounds()[0]
        report = store.report(kept.id)
        seen = store.observations(kept.id)
        marks = store.visits.marks(kept.id)
        again = report_bytes(judge_again(store, kept.id))
        checked = check_kept(store, kept.id, folder / REPORTS)
        gaps = len(store.visits.gaps(kept.id))
        sent = store.sent_logins.of(kept.id)
    written = json.loads((folder / REPORTS / "result.json").read_bytes())
    return {
        "doubted": sorted(_doubted(sent, seen)),
        "sent_logins": [[one.row, one.service, one.attempt, one.taken] for one in sent],
        "seen": [_seen(one) for one in seen if int(one.target) > 0],
        "complete": kept.complete,
        "states": [[c.camera.row, c.state.value, c.reason, c.tries] for c in report.cameras],
        "rates": sorted(
            [r.rate.indicator, r.rate.scope, r.rate.met, r.rate.of, r.rate.unknown, r.verdict.value]
            for r in (*report.results, *report.by_class)
        ),
        "findings": sorted([f.row, f.rule, f.verdict.value] for f in report.findings),
        "visits": [[mark.row, mark.attempt] for mark in marks],
        "pictures": sorted(c.camera.row for c in report.cameras if c.picture),
        "replayed": again == report_bytes(report),
        "intact": checked.intact,
        "written": written["provenance"]["round_id"] == kept.id,
        "left": sorted(p.name for p in (folder / REPORTS / "pictures").glob("*.partial")),
        "gaps": gaps,
        "note": next((note for note in report.notes if "续测" in note), ""),
    }


def _seen(one: Observation[object]) -> list[object]:
    """What a visit is told from another by, and what its time went into."""
    fault = [one.failure.kind.value, one.failure.step, one.failure.detail] if one.failure else []
    steps = {step.name: round(step.elapsed.total_seconds(), 3) for step in one.steps}
    began = one.started_at.isoformat()
    return [int(one.target), one.attempt, one.probe, *fault, began, steps]


def _doubted(sent: Iterable[SentLogin], seen: Iterable[Observation[object]]) -> set[int]:
    """The rows that got no login because a kill hid the answer to the first one."""
    withheld = {int(one.target) for one in seen if _is(one, FailureKind.LOGIN_WITHHELD)}
    refused = {int(one.target) for one in seen if _is(one, FailureKind.AUTHENTICATION_REJECTED)}
    hidden = {one.row for one in sent if not one.taken} - refused
    return withheld & (hidden | (WRONG if hidden & WRONG else frozenset()))


def _is(seen: Observation[object], kind: FailureKind) -> bool:
    return seen.failure is not None and seen.failure.kind is kind


def fork(work: Callable[[], None]) -> int:
    """The process id of a child that does ``work`` and ends with 0, or with 1 for an error."""
    child = os.fork()
    if child:
        return child
    status = 1
    faulthandler.enable()
    try:
        work()
        status = 0
    except BaseException:  # noqa: BLE001 - told, and the child ends here
        traceback.print_exc()
    finally:
        os._exit(status)


def _audit(folder: Path, cameras: Fleet) -> Audit:
    credentials = {
        "right": Credential("right", ACCOUNT.username, ACCOUNT.password),
        "wrong": Credential("wrong", ACCOUNT.username, "Inv3nted-mistake"),
    }
    return Audit(
        networks=(f"{cameras.network}.0/24",),
        tries=2,
        retry_spacing_s=0.05,
        first_frame_s=_FIRST_FRAME.total_seconds(),
        key_patience_s=_PATIENCE.total_seconds(),
        concurrency=12,
        store=folder / STORE,
        reports=folder / REPORTS,
        credentials=credentials,
    )
