"""Run as a program: rounds that end and are delivered by children, each killed at some moment.

Arguments: store, url, number of children, seed.  A child is forked, so that the moment of its
death is spread over the round's end and its delivery, and not over the start of Python.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from auditor.feed.push import Pusher
from auditor.store.store import Store
from tests.auditor.feed.values import keep_round, to


def deliver(path: Path, url: str, number: int) -> None:
    with Store(path) as store:
        keep_round(store, f"round-{number:03d}", url)
        Pusher(outbox=store.outbox, to=to(url)).push(0)


def child(path: Path, url: str, number: int) -> int:
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            deliver(path, url, number)
            status = 0
        finally:
            os._exit(status)
    return pid


def main(store: str, url: str, children: int, seed: int) -> None:
    path, chance = Path(store), random.Random(seed)
    longest = 0.0
    for number in range(children):
        began = time.monotonic()
        pid = child(path, url, number)
        if number < 2:  # the first two live, and tell how long a life is
            assert os.waitpid(pid, 0)[1] == 0
            longest = time.monotonic() - began
            continue
        time.sleep(chance.uniform(0.1, 1.1) * longest)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
