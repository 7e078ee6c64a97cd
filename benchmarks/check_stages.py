"""One check of a register, stage by stage, in a process of its own: prints one JSON object.

    python -m benchmarks.check_stages REGISTER.csv

Seconds a stage, and the highest resident memory of the process after it, in MB.
"""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from auditor.criteria import Criteria
from auditor.discovery import record_rules
from auditor.geo.layers import open_layers
from auditor.naming_files import load_naming
from auditor.record_judge import judge_frame, rules_asked
from auditor.registry.positions import Places
from auditor.registry.prepared import prepare
from auditor.registry.registry import read_registry
from auditor.render.finding_files import CheckFormat, write_aside, write_findings
from auditor.rule import Group

Told = dict[str, float]


def main() -> None:
    """Run every stage once and print what each took."""
    told: Told = {}
    record_rules()
    criteria = Criteria(naming=load_naming("smart-community"))
    plain = tuple(rule for rule in rules_asked(criteria) if rule.meta.group is not Group.POSITION)
    with _stage("read", told):
        registry = read_registry(Path(sys.argv[1]))
    with _stage("prepare", told):
        frame = prepare(registry, None)
    with _stage("rules_but_position", told):
        judge_frame(frame, criteria, plain)
    with _stage("prepare_with_positions", told):
        frame = prepare(registry, None, places=Places(layers=open_layers()))
    with _stage("all_rules", told):
        verdicts = judge_frame(frame, criteria)
    with tempfile.TemporaryDirectory() as folder:
        for form in (CheckFormat.CSV, CheckFormat.PARQUET):
            with _stage(f"write_{form}", told), write_aside(Path(folder) / "f") as file:
                write_findings(verdicts.findings(), file, form)
    counts = {"records": registry.frame.height, "rules": len(verdicts.rules)}
    print(json.dumps(counts | {"findings": len(verdicts)} | told))


@contextmanager
def _stage(name: str, told: Told) -> Iterator[None]:
    began = time.perf_counter()
    yield
    told[f"{name}_s"] = round(time.perf_counter() - began, 3)
    told[f"{name}_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 0)


if __name__ == "__main__":
    main()
