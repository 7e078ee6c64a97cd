"""`make bench-kill`: rounds killed with SIGKILL at random moments, gone on with until they end.

Each ended round is compared with rounds that nobody disturbed, and the servers' counts with what
was committed before each kill.  The children's own clocks are not used: moments are drawn over the
time that a life takes.
"""

import argparse
import functools
import json
import os
import random
import signal
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.harness import RESULTS, machine
from benchmarks.kill_compared import COMPARED, different_parts
from benchmarks.kill_fleet import ROWS, WRONG, Fleet, fleet
from benchmarks.kill_life import STORE, fork, live, told, warm, write_inputs

KILLS = 200
SOUND = {"replayed": True, "intact": True, "written": True, "left": []}

_CAMERAS = frozenset(ROWS)
_SUMMED = (
    "kills",
    "rounds",
    "lives",
    "resumed",
    "told_so",
    "probed_again",
    "counted_twice",
    "wrong_logins_repeated",
    "left_unknown_for_a_login",
)

Told = dict[str, object]
Visits = set[tuple[int, int]]


@dataclass(slots=True)
class Night:
    """A round from its beginning to its end, over as many lives as it took."""

    folder: Path
    cameras: Fleet
    kept: list[Visits] = field(default_factory=list)
    came: list[dict[int, int]] = field(default_factory=list)
    refused: int = 0

    def life(self, seconds: float | None) -> tuple[bool, float]:
        """Whether the child was killed after ``seconds``, and how long it lived."""
        before, began = self.cameras.counts(), time.monotonic()
        self.kept.append(_committed(self.folder))
        child = fork(functools.partial(live, self.folder, self.cameras))
        killed = seconds is not None and not _ended(child, seconds)
        if killed:
            os.kill(child, signal.SIGKILL)
        if not killed or seconds is None:
            status = 0 if seconds is not None else os.waitpid(child, 0)[1]
            assert status == 0, f"a life ended with status {status}"
        else:
            os.waitpid(child, 0)
        lived = time.monotonic() - began
        after = self.cameras.counts()
        rows = after.connections
        self.came.append({row: rows[row] - before.connections[row] for row in rows})
        self.refused += sum(after.refused.values()) - sum(before.refused.values())
        return killed, lived

    def told(self) -> Told:
        """What the round says in the end; asked of a child, since Polars does not fork."""
        path = self.folder / "told.json"
        child = fork(functools.partial(_write_told, self.folder, path))
        assert os.waitpid(child, 0)[1] == 0, "the round cannot be read"
        result: Told = json.loads(path.read_bytes())
        return result

    def probed_again(self, final: Visits) -> int:
        """Rows that were dialled in a life although all their visits were committed before."""
        return sum(
            bool(count) and row in _CAMERAS and all(one in kept for one in _needed(final, row))
            for kept, came in zip(self.kept, self.came, strict=True)
            for row, count in came.items()
        )


def _write_told(folder: Path, path: Path) -> None:
    path.write_text(json.dumps(told(folder)), encoding="utf-8")


def _needed(final: Visits, row: int) -> Visits:
    """The visits that dial a row's port: that of a recorder is dialled for each channel."""
    rows = WRONG if row in WRONG else {row}
    return {visit for visit in final if visit[0] in rows}


def main() -> None:
    """Print, and write where asked, what became of so many kills."""
    options = _options()
    warm()
    began = time.monotonic()
    with TemporaryDirectory() as folder:
        result = _beds(Path(folder), options)
    result = {
        "name": "kill",
        "what": "rounds of 12 cameras killed at random moments and resumed until they end",
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "seed": options.seed,
        "seconds": round(time.monotonic() - began, 1),
        **result,
    }
    text = json.dumps(result, indent=2, ensure_ascii=False) + "\n"
    options.output.write_text(text, encoding="utf-8")
    print(text)


def _beds(folder: Path, options: argparse.Namespace) -> dict[str, object]:
    """Several nights at once, each with cameras of its own, since a round mostly waits."""
    children = {}
    for bed in range(options.beds):
        kills = options.kills // options.beds + (bed < options.kills % options.beds)
        place = folder / f"bed-{bed}"
        children[fork(functools.partial(_bed, place, bed, kills, options.seed + bed))] = place
    failed = [place.name for child, place in children.items() if os.waitpid(child, 0)[1] != 0]
    assert not failed, f"failed: {failed}"
    parts = [json.loads((place / "result.json").read_bytes()) for place in children.values()]
    summed = {key: sum(part[key] for part in parts) for key in _SUMMED}
    return {
        "beds": options.beds,
        **summed,
        "most_kills_of_one_round": max(part["most_kills_of_one_round"] for part in parts),
        "undisturbed_seconds": [part["undisturbed_seconds"] for part in parts],
        "different": [one for part in parts for one in part["different"]],
    }


def _bed(folder: Path, bed: int, kills: int, seed: int) -> None:
    folder.mkdir()
    with fleet(f"127.0.{66 + bed}") as cameras:
        result = _nights(cameras, folder, random.Random(seed), kills)
    (folder / "result.json").write_text(json.dumps(result), encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--beds", type=int, default=4)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--output", type=Path, default=RESULTS / "kill.json")
    return parser.parse_args()


def _nights(cameras: Fleet, folder: Path, chance: random.Random, kills: int) -> dict[str, object]:
    calm = _calm(cameras, folder)
    longest, expected, once = calm
    usual = longest
    counts: Counter[str] = Counter()
    different: list[object] = []
    gaps: list[int] = []
    number = 0
    while counts["kills"] < kills:
        number += 1
        night = Night(_new(folder / f"night-{number}", cameras), cameras)
        while counts["kills"] < kills:
            moment = chance.uniform(0.0, 1.1) * usual
            killed, lived = night.life(moment)
            usual = _usual(usual, moment, lived, killed=killed, whole=len(night.kept) == 1)
            if not killed:
                break
            counts["kills"] += 1
        else:
            night.life(None)
        seen = night.told()
        final = {(row, attempt) for row, attempt in seen["visits"]}  # type: ignore[attr-defined]
        counts["rounds"] += 1
        counts["lives"] += len(night.kept)
        counts["resumed"] += bool(seen["gaps"])
        counts["told_so"] += bool(seen["gaps"]) == bool(seen["note"])
        counts["probed_again"] += night.probed_again(final)
        counts["counted_twice"] += _twice(seen, expected)
        counts["wrong_logins_repeated"] += max(0, night.refused - once)
        counts["left_unknown_for_a_login"] += len(seen["doubted"])  # type: ignore[arg-type]
        wrong = different_parts(seen, expected)
        unsound = {key: seen[key] for key in SOUND if seen[key] != SOUND[key]}
        if wrong or unsound:
            different.append({"round": number, "wrong": wrong, "unsound": unsound})
        gaps.append(int(str(seen["gaps"])))
        print(f"round {number}: {counts['kills']} kills", file=sys.stderr)
    return {
        **{key: counts[key] for key in _SUMMED},
        "most_kills_of_one_round": max(gaps),
        "undisturbed_seconds": round(longest, 2),
        "different": different,
    }


def _usual(usual: float, moment: float, lived: float, *, killed: bool, whole: bool) -> float:
    """How long a round takes now: the load of the machine changes, the moments follow it."""
    if killed:
        return usual * 1.1 if moment > usual else usual
    return min(usual, lived) if whole else usual


def _calm(cameras: Fleet, folder: Path) -> tuple[float, Told, int]:
    """A round that nobody disturbs, twice: how long it lasts, what it says, wrong logins."""
    nights = [Night(_new(folder / f"calm-{number}", cameras), cameras) for number in range(2)]
    lived = [night.life(None)[1] for night in nights]
    told = [night.told() for night in nights]
    assert all(told[0][key] == told[1][key] for key in COMPARED), "two calm rounds differ"
    return min(lived), told[0], nights[0].refused


def _new(folder: Path, cameras: Fleet) -> Path:
    folder.mkdir()
    write_inputs(folder, cameras)
    return folder


def _twice(seen: Told, expected: Told) -> int:
    """Visits with more observations of a probe than in a calm round.

    What a refused login leaves early is no second count: its visit is made again without it.
    A camera that is left without its login is tried again, where a calm round need not.
    """
    ours, theirs = seen["probed"], expected["probed"]
    assert isinstance(ours, dict)
    assert isinstance(theirs, dict)
    doubted = {str(row) for row in seen["doubted"]}  # type: ignore[attr-defined]
    known = {str(row) for row in WRONG}
    rows = ((key.split()[0], key, count) for key, count in ours.items())
    return sum(
        count > theirs.get(key, row in doubted) for row, key, count in rows if row not in known
    )


def _committed(folder: Path) -> Visits:
    """The finished visits as another program reads them; none before there is a store."""
    file = folder / STORE
    if not file.exists():
        return set()
    with closing(sqlite3.connect(file)) as connection:
        try:
            query = (
                "SELECT row, attempt FROM visit WHERE round_id = "
                "(SELECT id FROM round ORDER BY started_at DESC, id DESC LIMIT 1)"
            )
            return set(connection.execute(query).fetchall())
        except sqlite3.OperationalError:
            return set()  # killed before the tables were made


def _ended(child: int, seconds: float) -> bool:
    """Whether the child ended by itself within ``seconds``."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            assert status == 0, f"a life ended with status {status}"
            return True
        time.sleep(min(left, 0.01))
    return False


if __name__ == "__main__":
    main()
