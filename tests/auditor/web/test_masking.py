"""What each role sees: the same masking as files have, or all of it."""

from dataclasses import replace

import pytest

from auditor.masking.reports import masked
from auditor.web.masking import is_whole, told, told_camera, told_finding
from auditor.web.roles import Role
from tests.auditor.render import builders

ADDRESS = builders.finding(rule="ARCH-19", field="ipv4", value="10.1.2.256", message="无效")
POINT = builders.finding(
    rule="GEO-03", field="longitude", value="117661000", message="写作 117661000"
)
CODE = builders.finding(rule="CODE-02", field="device_code", value="13010200001")


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (None, "10.1.*.*"),
        (Role.VIEW, "10.1.*.*"),
        (Role.OPERATE, "10.1.2.3"),
        (Role.ADMINISTER, "10.1.2.3"),
    ],
)
def test_who_sees_the_whole(role: Role | None, shown: str) -> None:
    assert told(role, "10.1.2.3") == shown
    assert is_whole(role) is (shown == "10.1.2.3")


def test_a_page_and_a_file_say_the_same_of_a_camera_and_a_finding() -> None:
    report = builders.report(findings=(ADDRESS, POINT, CODE))
    file = masked(report)

    shown = tuple(told_finding(Role.VIEW, one) for one in report.findings)
    assert shown == file.findings
    assert [one.value for one in shown] == ["10.1.*.*", "117******", "13010200001"]
    cameras = tuple(told_camera(Role.VIEW, one).camera for one in report.cameras)
    assert cameras == tuple(one.camera for one in file.cameras)
    assert cameras != tuple(one.camera for one in report.cameras)


def test_who_operates_sees_what_was_found() -> None:
    camera = builders.camera_result(2)
    assert told_camera(Role.OPERATE, camera) == camera
    assert told_finding(Role.OPERATE, ADDRESS) == replace(ADDRESS)
