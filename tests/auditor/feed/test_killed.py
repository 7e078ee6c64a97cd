"""Killed between the store and the platform: nothing is lost and nothing counts twice."""

import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from auditor.feed.push import Pusher, outgoing
from auditor.store.outbox import State
from auditor.store.store import Store
from tests.auditor.feed.platform import platform
from tests.auditor.feed.values import report_of, to

ROOT = Path(__file__).resolve().parents[3]
CHILDREN = 40


def test_killing_between_store_and_push_loses_and_doubles_nothing(tmp_path: Path) -> None:
    store, seed = tmp_path / "auditor.sqlite", random.randrange(10**6)
    with platform() as there:
        command = [sys.executable, "-m", "tests.auditor.feed.nursery"]
        arguments = [str(store), there.url, str(CHILDREN), str(seed)]
        subprocess.run([*command, *arguments], cwd=ROOT, check=True, timeout=100)
        with Store(store) as opened:
            later = datetime.now(UTC) + timedelta(hours=1)
            pusher = Pusher(outbox=opened.outbox, to=to(there.url), now=lambda: later)
            rows = pusher.push(0)
            ended = {kept.id for kept in opened.rounds() if kept.ended_at}
    expected = {outgoing(report_of(one), there.url) for one in ended}
    assert {row.state for row in rows} == {State.SENT}, f"seed {seed}"
    assert there.accepted == {one.key: {one.body} for one in expected}, f"seed {seed}"
    assert {"round-000", "round-001"} <= ended
