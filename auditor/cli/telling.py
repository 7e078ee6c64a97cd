"""The service's alerts: what a night has to tell, on a thread that keeps no night waiting.

One community's notices are sent one after the other.  What is not sent when the service ends
waits beside the reports and is sent after the next night (`auditor.alerts.dispatch`).
"""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from auditor.alerts.nights import night_faults
from auditor.cli.alerting import alert
from auditor.config import Config
from auditor.errors import StoreError
from auditor.model import Report
from auditor.schedule.nights import NightLine, NightState
from auditor.store.store import Store

__all__ = ["Teller"]


@dataclass(slots=True)
class Teller:
    """A night's hook (`auditor.schedule.night_keeper.NightHook`) for one configuration."""

    config: Config
    _asked: "queue.SimpleQueue[Callable[[], None] | None]" = field(
        init=False, default_factory=queue.SimpleQueue
    )
    _thread: threading.Thread | None = field(init=False, default=None)

    def __call__(self, lines: tuple[NightLine, ...], *, before: str, after: str) -> None:
        """Have it told; nothing is waited for.  What was before is found by its report."""
        del before
        if not self.config.alerts.channels:
            return
        self._asked.put(partial(_tell, self.config, lines, after))
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, daemon=True)
            self._thread.start()

    def close(self, seconds: float) -> None:
        """Wait so long at most for what is being told."""
        if self._thread is not None:
            self._asked.put(None)
            self._thread.join(seconds)

    def _work(self) -> None:
        while (work := self._asked.get()) is not None:
            work()


def _tell(config: Config, lines: tuple[NightLine, ...], round_id: str) -> None:
    has_ended = lines[-1].state is NightState.ENDED and round_id
    report = _report(config, round_id) if has_ended else None
    alert(config, report, night_faults(lines))


def _report(config: Config, round_id: str) -> Report | None:
    """A store that is away is told by `alert`, which opens it as well."""
    try:
        with Store(config.files.store) as store:
            return store.report(round_id)
    except StoreError:
        return None
