"""Whatever a watcher can be told reaches each of several."""

from auditor.schedule.round import Watcher
from auditor.schedule.watchers import Watchers


def test_nothing_that_a_watcher_is_told_is_kept_back() -> None:
    told = {name for name in vars(Watcher) if not name.startswith("_")}
    assert told <= set(vars(Watchers))


def test_each_is_told_in_turn() -> None:
    heard: list[tuple[str, int]] = []

    class Noting(Watcher):
        def __init__(self, name: str) -> None:
            self.name = name

        def recalls(self, *, visits: int) -> None:
            heard.append((self.name, visits))

    Watchers((Noting("a"), Noting("b"))).recalls(visits=3)
    assert heard == [("a", 3), ("b", 3)]
