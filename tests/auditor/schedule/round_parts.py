"""A round of scripted probes, and a watcher that writes down what it is told."""

import asyncio
from dataclasses import dataclass, field, replace

from auditor.examples import camera
from auditor.judge import judge_camera
from auditor.model import CameraState, Evidence
from auditor.records import Camera
from auditor.schedule.plan import plan
from auditor.schedule.round import Round, Watcher
from probes.observation import Observation
from probes.target import Credential
from tests.probes.fake_probes import CREDENTIAL, FakeProbes, engine


class Notes(Watcher):
    """Everything that a watcher is told, in short."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.waited: list[float] = []

    def begins(self, *, targets: int, tries: int) -> None:
        self.lines.append(f"begins {targets} x {tries}")

    def recalls(self, *, visits: int) -> None:
        self.lines.append(f"recalls {visits}")

    def pass_begins(self, *, attempt: int, targets: int) -> None:
        self.lines.append(f"pass {attempt}: {targets}")

    def confirms(self, *, targets: int) -> None:
        self.lines.append(f"confirms {targets}")

    def waits(self, *, seconds: float) -> None:
        self.waited.append(seconds)

    def visited(self, evidence: Evidence) -> None:
        self.lines.append(f"visited {evidence.camera.row}")


@dataclass(slots=True)
class Stage:
    """``rows`` cameras, each on its own host unless ``hosts`` says otherwise."""

    fakes: FakeProbes
    rows: int = 1
    tries: int = 3
    spacing_s: float = 0.0
    workers: int = 4
    hosts: dict[int, int] = field(default_factory=dict)
    onvif: bool = False
    credential: Credential | None = None
    kept: list[Observation[object]] = field(default_factory=list)
    shelved: dict[tuple[int, int], bytes] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)

    def uri(self, row: int) -> str:
        return f"rtsp://127.0.78.{self.hosts.get(row, row)}:8554/{row}"

    def device(self, row: int) -> str:
        return f"http://127.0.78.{self.hosts.get(row, row)}:8080/onvif/{row}"

    def cameras(self) -> tuple[Camera, ...]:
        name = self.credential.name if self.credential else ""
        return tuple(
            replace(
                camera(
                    row=row,
                    stream_uri=self.uri(row),
                    onvif_uri=self.device(row) if self.onvif else None,
                    credential=name,
                ),
                host=f"127.0.78.{self.hosts.get(row, row)}",
            )
            for row in range(1, self.rows + 1)
        )

    def round(self) -> Round:
        cameras = self.cameras()
        return Round(
            engine=engine(),
            probes=self.fakes.probe_set(),
            cameras=cameras,
            targets=plan(cameras, {CREDENTIAL.name: CREDENTIAL}),
            tries=self.tries,
            spacing_s=self.spacing_s,
            workers=self.workers,
            shelve=self._shelve,
            keep=self.kept.append,
            watcher=self.notes,
        )

    def _shelve(self, row: int, attempt: int, jpeg: bytes) -> None:
        self.shelved[row, attempt] = jpeg

    def states(self, work: Round) -> list[CameraState]:
        return [
            judge_camera(evidence, tries=self.tries, record_findings={}).state
            for evidence in work.evidence()
        ]


async def run_until(work: Round, moment: asyncio.Event) -> bool:
    """Run and stop at ``moment``; returns what the round returned."""
    stop = asyncio.Event()
    task = asyncio.create_task(work.run(stop))
    await moment.wait()
    stop.set()
    return await task


def others() -> set[str]:
    """The names of tasks besides the running one."""
    return {task.get_name() for task in asyncio.all_tasks() - {asyncio.current_task()}}
