"""`make bench-kill`: rounds killed with SIGKILL at random moments, gone on with until they end.

Each ended round is compared with rounds that nobody disturbed, and the servers' counts with what
was committed before each kill.  The children's own clocks are not used: moments are drawn over the
time that a life takes.  ``--keep FOLDER`` leaves store, log and reports of each round that came out
otherwise; what was seen of the cameras that differ stands in the result as well.
"""

import argparse
import functools
import json
import os
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.harness import RESULTS, machine
from benchmarks.kill_compared import (
    COMPARED,
    Told,
    counted_twice,
    different_parts,
    seen_of_different,
)
from benchmarks.kill_fleet import WRONG, Fleet, fleet
from benchmarks.kill_life import fork, warm
from benchmarks.kill_night import Night, new_night

KILLS = 200
SOUND = {"replayed": True, "intact": True, "written": True, "left": []}

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


def main() -> None:
    """Print, and write where asked, what became of so many kills."""
    options = _options()
    warm()
    with _room(options.keep) as folder:
        runs = [_run(Path(folder), options, seed) for seed in options.seed]
    result = {
        "name": "kill",
        "what": "rounds of 12 cameras killed at random moments and resumed until they end",
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "beds": options.beds,
        **_summed(runs),
        "runs": [{**run, "different": len(run["different"])} for run in runs],
    }
    text = json.dumps(result, indent=2, ensure_ascii=False) + "\n"
    options.output.write_text(text, encoding="utf-8")
    print(text)


def _run(folder: Path, options: argparse.Namespace, seed: int) -> Told:
    """So many kills with one seed; how busy the machine is tells why rounds are slower."""
    began, place = time.monotonic(), folder / f"seed-{seed}"
    place.mkdir()
    found = _beds(place, options, seed)
    seconds = round(time.monotonic() - began, 1)
    return {"seed": seed, "seconds": seconds, "load": round(os.getloadavg()[0], 1), **found}


def _summed(parts: Sequence[Told]) -> Told:
    """The counts of all, the most of one, and the rounds that differ with their seed or bed."""
    most = "most_kills_of_one_round"
    return {
        **{key: sum(part[key] for part in parts) for key in _SUMMED},
        most: max(part[most] for part in parts),
        "different": [one for part in parts for one in part["different"]],
    }


def _room(keep: Path | None) -> AbstractContextManager[str]:
    if keep is None:
        return TemporaryDirectory()
    keep.mkdir(parents=True)
    return nullcontext(str(keep))


def _beds(folder: Path, options: argparse.Namespace, seed: int) -> Told:
    """Several nights at once, each with cameras of its own, since a round mostly waits."""
    children = {}
    for bed in range(options.beds):
        kills = options.kills // options.beds + (bed < options.kills % options.beds)
        place = folder / f"bed-{bed}"
        children[fork(functools.partial(_bed, place, bed, kills, seed + bed))] = place
    failed = [place.name for child, place in children.items() if os.waitpid(child, 0)[1] != 0]
    assert not failed, f"failed: {failed}"
    parts = [json.loads((place / "result.json").read_bytes()) for place in children.values()]
    return {
        **_summed(parts),
        "undisturbed_seconds": [part["undisturbed_seconds"] for part in parts],
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
    parser.add_argument("--seed", type=int, nargs="+", default=[random.randrange(10**6)])
    parser.add_argument("--keep", type=Path, help="a new folder for the rounds that differ")
    parser.add_argument("--output", type=Path, default=RESULTS / "kill.json")
    return parser.parse_args()


def _nights(cameras: Fleet, folder: Path, chance: random.Random, kills: int) -> dict[str, object]:
    longest, expected, once = _calm(cameras, folder)
    usual = longest
    counts: Counter[str] = Counter()
    different: list[object] = []
    most = number = 0
    while counts["kills"] < kills:
        number += 1
        night = new_night(folder / f"night-{number}", cameras)
        usual = _killed_night(night, chance, usual, left=kills - counts["kills"])
        seen = night.told()
        counts.update(_counted(night, seen, expected, once))
        most = max(most, seen["gaps"])
        found = _difference(night, seen, expected)
        if found:
            different.append(
                {"bed": f"{folder.parent.name}/{folder.name}", "round": number, **found}
            )
        else:
            shutil.rmtree(night.folder)
        told = f"{counts['kills']} kills, unknown for a login: {seen['doubted']}"
        print(f"{folder.name}, round {number}: {told}", file=sys.stderr)
    return {
        **{key: counts[key] for key in _SUMMED},
        "most_kills_of_one_round": most,
        "undisturbed_seconds": round(longest, 2),
        "different": different,
    }


def _killed_night(night: Night, chance: random.Random, usual: float, *, left: int) -> float:
    """Kill until the round ends by itself or enough were killed; how long a round takes now."""
    for _ in range(left):
        moment = chance.uniform(0.0, 1.1) * usual
        life = night.life(moment)
        whole = len(night.lives) == 1
        usual = _usual(usual, moment, life.lived_s, killed=life.killed, whole=whole)
        if not life.killed:
            return usual
    night.life(None)
    return usual


def _counted(night: Night, seen: Told, expected: Told, once: int) -> dict[str, int]:
    return {
        "kills": sum(life.killed for life in night.lives),
        "rounds": 1,
        "lives": len(night.lives),
        "resumed": bool(seen["gaps"]),
        "told_so": bool(seen["gaps"]) == bool(seen["note"]),
        "probed_again": night.probed_again(seen),
        "counted_twice": counted_twice(seen, expected, refused=WRONG),
        "wrong_logins_repeated": max(0, night.refused - once),
        "left_unknown_for_a_login": len(seen["doubted"]),
    }


def _difference(night: Night, seen: Told, expected: Told) -> dict[str, object]:
    """What came out otherwise and nothing explains, with all that was seen; empty when nothing."""
    wrong = different_parts(seen, expected)
    unsound = {key: seen[key] for key in SOUND if seen[key] != SOUND[key]}
    if not wrong and not unsound:
        return {}
    lives = [life.told() for life in night.lives]
    told = {"seen": seen_of_different(seen, expected), "sent_logins": seen["sent_logins"]}
    return {"wrong": wrong, "unsound": unsound, **told, "lives": lives}


def _usual(usual: float, moment: float, lived: float, *, killed: bool, whole: bool) -> float:
    """How long a round takes now: the load of the machine changes, the moments follow it."""
    if killed:
        return usual * 1.1 if moment > usual else usual
    return min(usual, lived) if whole else usual


def _calm(cameras: Fleet, folder: Path) -> tuple[float, Told, int]:
    """A round that nobody disturbs, twice: how long it lasts, what it says, wrong logins."""
    nights = [new_night(folder / f"calm-{number}", cameras) for number in range(2)]
    lived = [night.life(None).lived_s for night in nights]
    told = [night.told() for night in nights]
    assert all(told[0][key] == told[1][key] for key in COMPARED), "two calm rounds differ"
    return min(lived), told[0], nights[0].refused


if __name__ == "__main__":
    main()
