"""The sample registry of the repository is read without loss."""

from pathlib import Path

from auditor.records import DeviceStatus
from auditor.registry.key_locations import read_key_locations
from auditor.registry.registry import read_registry

ROOT = Path(__file__).parents[3]


def test_the_sample_registry_is_read_whole() -> None:
    whole = read_registry(ROOT / "registry.csv")
    assert (whole.encoding, whole.errors, whole.unclaimed_headers) == ("utf-8", (), ())
    assert [camera.row for camera in whole.cameras] == list(range(1, 42))
    assert whole.communities == ("云帆社区",)
    assert [c.row for c in whole.cameras if c.status is DeviceStatus.REMOVED] == [41]


def test_the_sample_plan_is_read_whole() -> None:
    plan = read_key_locations(ROOT / "key_locations.csv")
    assert plan.errors == ()
    assert [location.id for location in plan.locations] == [f"KL-{n:02d}" for n in range(1, 25)]
