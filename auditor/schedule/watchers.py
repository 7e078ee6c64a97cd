"""Several watchers of one round, told one after the other."""

from collections.abc import Callable
from dataclasses import dataclass

from auditor.model import Evidence
from auditor.schedule.round import Watcher

__all__ = ["Watchers"]


@dataclass(frozen=True, slots=True)
class Watchers(Watcher):
    """Tells each of them what it is told."""

    each: tuple[Watcher, ...]

    def named(self, *, round_id: str, community: str) -> None:
        """Which round this is."""
        for watcher in self.each:
            watcher.named(round_id=round_id, community=community)

    def decodes(self, *, waiting: Callable[[], int]) -> None:
        """Whom to ask how many pictures wait."""
        for watcher in self.each:
            watcher.decodes(waiting=waiting)

    def begins(self, *, targets: int, tries: int) -> None:
        """The round starts."""
        for watcher in self.each:
            watcher.begins(targets=targets, tries=tries)

    def recalls(self, *, visits: int) -> None:
        """The round goes on."""
        for watcher in self.each:
            watcher.recalls(visits=visits)

    def pass_begins(self, *, attempt: int, targets: int) -> None:
        """A pass starts."""
        for watcher in self.each:
            watcher.pass_begins(attempt=attempt, targets=targets)

    def confirms(self, *, targets: int) -> None:
        """The second client starts."""
        for watcher in self.each:
            watcher.confirms(targets=targets)

    def waits(self, *, seconds: float) -> None:
        """The next pass is due later."""
        for watcher in self.each:
            watcher.waits(seconds=seconds)

    def visited(self, evidence: Evidence) -> None:
        """One visit is over."""
        for watcher in self.each:
            watcher.visited(evidence)
