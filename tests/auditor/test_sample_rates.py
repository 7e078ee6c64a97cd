"""The sample community's rates by hand, gross and net, with states of the cast in memory.

41 records; row 41 is taken down, so 40 are registered.  Rows 1-33 are key cameras, rows 1-36
public.  Every picture is good but those of row 4 (silent) and row 28 (never asked).
"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from auditor.aggregate import total_rate
from auditor.demo.sample import sample_files
from auditor.discovery import all_indicators, threshold_ids
from auditor.exclusions import judge_exclusions, member_texts
from auditor.judged import JudgedRound
from auditor.model import Provenance, RateVerdict, Report
from auditor.moments import BEIJING
from auditor.policy import PublicBy
from auditor.profile import load_profile
from auditor.records import DeviceStatus
from auditor.registry.exclusions import ExclusionRow
from auditor.registry.key_locations import read_key_locations
from auditor.registry.registry import Registry, read_registry
from auditor.report import build_report
from tests.auditor.indicators.rounds import DEAD, GOOD, UNSEEN, seen
from tests.auditor.test_report import PROVENANCE

AT = datetime(2026, 1, 5, 22, 0, tzinfo=BEIJING)
KINDS = {4: DEAD, 28: UNSEEN}


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    folder = tmp_path_factory.mktemp("sample")
    for name, content in sample_files().items():
        (folder / name).write_bytes(content)
    return read_registry(folder / "registry.csv")


@pytest.fixture(scope="module")
def judged(registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> JudgedRound:
    path: Path = tmp_path_factory.mktemp("plan") / "key_locations.csv"
    path.write_bytes(sample_files()["key_locations.csv"])
    return JudgedRound(
        cameras=tuple(
            seen(KINDS.get(camera.row, GOOD), camera)
            for camera in registry.cameras
            if camera.status is not DeviceStatus.REMOVED
        ),
        locations=read_key_locations(path).locations,
    )


def excuse(registry: Registry, *rows: int) -> dict[str, str]:
    """Row 22 and 23 share one code, so the row is always given."""
    codes = {camera.row: camera.device_code for camera in registry.cameras}
    listed = (
        ExclusionRow(
            line=line,
            device_code=codes[row],
            camera_row=str(row),
            reason="停电报备",
            starts="2026-01-05T00:00+08:00",
            ends="2026-01-06T00:00+08:00",
            approver="王某",
            reference=f"{row}号",
            filed="2026-01-04",
        )
        for line, row in enumerate(rows, start=1)
    )
    return member_texts(judge_exclusions(listed, registry.cameras, at=AT, max_days=90))


# of, met, unknown: gross, then net without rows 4 (silent), 22 (good) and 28 (never asked).
RATES = {
    "coverage_rate": ((24, 23, 0), (24, 23, 0)),  # KL-24 has no camera; places are not excused
    "networking_rate": ((33, 31, 1), (30, 30, 0)),
    "health_rate": ((33, 30, 1), (30, 29, 0)),  # row 27 is under repair, whatever it shows
    "picture_output_rate": ((36, 34, 1), (33, 33, 0)),
    "record_compliance_rate": ((40, 40, 0), (37, 37, 0)),  # no record rule was asked
}


def test_net_is_gross_less_valid_exclusions(registry: Registry, judged: JudgedRound) -> None:
    excused = replace(judged, exclusions=excuse(registry, 4, 22, 28))
    rates = {i.id: total_rate(i, excused) for i in all_indicators() if not i.beside}

    assert {
        name: ((r.of, r.met, r.unknown), (r.net_of, r.net_met, r.net_unknown))
        for name, r in rates.items()
    } == RATES


def report(registry: Registry, judged: JudgedRound, *rows: int) -> Report:
    profile = load_profile("shandong-growth", indicators=threshold_ids())
    provenance: Provenance = PROVENANCE
    return build_report(
        judged=replace(judged, exclusions=excuse(registry, *rows)),
        profile=profile,
        provenance=provenance,
        community="云帆社区",
    ).report


def test_verdict_on_gross_unless_the_profile_says_net(
    registry: Registry, judged: JudgedRound
) -> None:
    health = report(registry, judged, 4, 22, 28).results[2]

    assert (health.verdict, health.judged_on) == (RateVerdict.MISSES, "gross")
    assert [reading.verdict for reading in health.readings] == [None]  # 3 of 33 is over 5 %


def test_the_report_names_which_set_of_public_cameras_was_used(judged: JudgedRound) -> None:
    def basis(by: PublicBy) -> tuple[int, str]:
        used = replace(judged, public_by=by).public_cameras()
        return len(used.cameras), used.text

    typed = sum(c.camera.point_type in {"1", "2"} for c in judged.cameras)
    assert {by.value: basis(by) for by in PublicBy} == {
        "auto": (36, "台账“公共视频资源”列为“是”的摄像机"),
        "flag": (36, "按方案，台账“公共视频资源”列为“是”的摄像机"),
        "point_type": (typed, "按方案，监控点位类型为一类、二类的摄像机"),
        "all": (40, "按方案，全部在册摄像机"),
    }
