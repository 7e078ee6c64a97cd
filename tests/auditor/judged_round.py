"""A kept round of one camera with a broken code, in the working directory."""

from dataclasses import replace
from pathlib import Path

from auditor.case_bytes import pack_case
from auditor.conclude import Case, conclude
from auditor.inputs import load_inputs
from auditor.model import Report
from auditor.record_check import prepared
from auditor.store.store import Store
from tests.auditor.observed import in_memory
from tests.auditor.registry.files import record, registry
from tests.auditor.render import builders
from tests.auditor.store.values import ROUND

__all__ = ["UNIT", "keep_judged_round"]

PLAN = "关键位置编号,社区,类别,名称,经度,纬度\nKL-01,云帆社区,小区出入口,北门,117.661,36.209\n"
UNIT = "../北方 公司"
"""A name that is no file name."""


def keep_judged_round() -> Report:
    """With the register that it was judged by, so that it can be judged again."""
    text = registry(
        record(
            device_code="123",
            management_unit=UNIT,
            management_contact="13812345678",
            longitude="117.661234",
        )
    )
    Path("registry.csv").write_text(text, encoding="utf-8")
    Path("key_locations.csv").write_text(PLAN, encoding="utf-8")
    inputs = load_inputs(
        registry=Path("registry.csv"),
        key_locations=Path("key_locations.csv"),
        community="",
        profile="shandong-growth",
    )
    case = Case(
        registry=inputs.registry,
        frame=prepared(inputs.registry, inputs.plan.locations, inputs.terms)[0],
        plan=inputs.plan,
        community=inputs.community,
        profile=inputs.profile,
        criteria=inputs.terms.criteria,
        tries=3,
    )
    origin = builders.provenance(round_id=ROUND.id, divisions_as_of="2026-09-01")
    report = conclude(case, in_memory(()), origin, lambda _row, _try: None).report
    with Store("auditor.sqlite") as store:
        store.begin_round(replace(ROUND, community=report.community))
        store.keep_contents(ROUND.id, pack_case(case, credentials=frozenset()))
        store.end_round(report)
    return report
