"""A round's progress: a live bar on a terminal, plain lines without one; always on stderr."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from auditor.judge import best_picture
from auditor.model import Evidence
from auditor.schedule.round import Watcher

__all__ = ["ProgressWatcher"]

_LINES = 10


class ProgressWatcher(Watcher):
    """Shows each pass; a context manager, so that the terminal is always given back."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("出图 {task.fields[pictures]}"),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("", total=None, pictures=0)
        self._done = self._total = self._pictures = 0

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def begins(self, *, targets: int, tries: int) -> None:
        """Say what is to come."""
        self._say(f"probing {targets} cameras, up to {tries} tries each")

    def recalls(self, *, visits: int) -> None:
        """Say what is not done again."""
        self._say(f"{visits} visits were made before; they are not made again")

    def pass_begins(self, *, attempt: int, targets: int) -> None:
        """A new bar for each pass."""
        self._restart(f"第 {attempt} 轮尝试", targets)
        self._say(f"pass {attempt}: {targets} cameras")

    def confirms(self, *, targets: int) -> None:
        """The last pass has a bar of its own."""
        self._restart("第二客户端复核", targets)
        self._say(f"second client: {targets} cameras without a picture")

    def waits(self, *, seconds: float) -> None:
        """Silence needs its reason, and who has seen enough needs the way out."""
        if seconds < 1:
            return
        self._bar.update(self._task, description=f"{seconds:.0f} 秒后再试")
        self._say(
            f"next pass in {seconds:.0f} s, for cameras without a good picture; "
            "Ctrl-C ends early and reports"
        )
        if self._console.is_terminal:
            self._console.print("没有正常画面的摄像机稍后再试；按 Ctrl-C 可提前结束并出报告")

    def visited(self, evidence: Evidence) -> None:
        """Count; without a terminal a line for every tenth."""
        self._done += 1
        self._pictures += best_picture(evidence) is not None
        self._bar.update(self._task, completed=self._done, pictures=self._pictures)
        step = max(1, self._total // _LINES)
        if self._done % step == 0 or self._done == self._total:
            self._say(f"  {self._done}/{self._total} visited, {self._pictures} gave a picture")

    def _restart(self, description: str, targets: int) -> None:
        self._done, self._total, self._pictures = 0, targets, 0
        self._bar.reset(self._task, total=targets, description=description, pictures=0)

    def _say(self, line: str) -> None:
        if not self._console.is_terminal:
            self._console.print(line, markup=False, highlight=False, soft_wrap=True)
