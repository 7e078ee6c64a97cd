"""What other programs use of the machine while something is measured."""

import os
import subprocess
import sys

from benchmarks.measure import foreign_cpu_s, tree_cpu_s

BURN = "import time\nwhile time.process_time() < 0.5: pass\nprint(flush=True)\ninput()"


def test_work_of_others_is_seen_and_work_of_ours_is_not() -> None:
    """A living child counts as another program until it is named or has ended."""
    before = foreign_cpu_s()
    child = subprocess.Popen(
        [sys.executable, "-c", BURN], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with child:
        assert child.stdout is not None
        child.stdout.readline()
        unnamed, used, named = foreign_cpu_s(), tree_cpu_s(child.pid), foreign_cpu_s(child.pid)
        child.communicate(b"\n")
    assert unnamed - before >= 0.4
    assert used >= 0.4
    assert named <= unnamed - 0.3
    assert tree_cpu_s(os.getpid()) > 0
