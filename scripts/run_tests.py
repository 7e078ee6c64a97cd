"""Runs pytest with coverage and checks the floors: 100 % branches in the core, 90 % elsewhere."""

import subprocess
import sys

# Where a branch that no test takes would be a wrong verdict that no test sees.
CORE = ("gb28181/*", "auditor/rules/*", "auditor/indicators/*", "auditor/aggregate.py")
FLOOR_CORE = 100
FLOOR_ALL = 90
# A file's tests stay together: they share servers that are started once.
BESIDE_EACH_OTHER = ("--numprocesses=2", "--dist=loadfile")
NOT_EVERY_TIME = ("-m", "not long")


def main() -> int:
    """Run the tests, then the two floors; the tests' summary comes last."""
    coverage = [sys.executable, "-m", "coverage"]
    subprocess.run([*coverage, "erase"], check=True)
    pytest = [*coverage, "run", "-m", "pytest", *BESIDE_EACH_OTHER, *NOT_EVERY_TIME, *sys.argv[1:]]
    tests = subprocess.run(pytest, check=False)
    if tests.returncode != 0:
        return tests.returncode
    subprocess.run([*coverage, "combine", "--quiet"], check=True)
    core = [*coverage, "report", f"--include={','.join(CORE)}", f"--fail-under={FLOOR_CORE}"]
    everything = [*coverage, "report", f"--fail-under={FLOOR_ALL}"]
    return max(subprocess.run(command, check=False).returncode for command in (core, everything))


if __name__ == "__main__":
    sys.exit(main())
