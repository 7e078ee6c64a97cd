"""Archive rules: the whole finding, and no secret in it."""

from pathlib import Path

from auditor.model import Finding, Severity, Verdict
from tests.auditor.rules.records import ids, judged


def finding(rule: str, field: str, value: str, message: str, suggestion: str) -> Finding:
    return Finding(
        row=1,
        device_code="37011600011326000001",
        rule=rule,
        severity=Severity.WARNING,
        verdict=Verdict.FAIL,
        field=field,
        value=value,
        message=message,
        suggestion=suggestion,
    )


def test_a_key_location_that_nobody_planned(tmp_path: Path) -> None:
    assert judged(tmp_path, {"key_location_id": " KL-99 "}) == (
        finding(
            "ARCH-09",
            "key_location_id",
            "KL-99",
            "关键位置编号不在应建关键位置清单中，该摄像机未计入关键位置各率",
            "更正关键位置编号，或把该位置补入应建关键位置清单",
        ),
    )


def test_a_password_in_an_address_is_reported_without_it(tmp_path: Path) -> None:
    assert judged(tmp_path, {"stream_uri": "rtsp://admin:invented9@127.0.0.1:554/main"}) == (
        finding(
            "ARCH-10",
            "stream_uri",
            "rtsp://***@127.0.0.1:554/main",
            "台账地址中写有用户名或口令，本系统已去除且未使用",
            "从台账删除口令并更换该口令；口令以“凭据”列的名称引用，由运维人员另行保管",
        ),
    )


def test_a_password_in_the_onvif_address_is_found_and_quoted_nowhere(tmp_path: Path) -> None:
    changes = {"onvif_uri": "http://admin:invented9@127.0.0.1/onvif/device_service"}
    found = judged(tmp_path, changes)
    assert ids(found) == ["ARCH-10"]
    assert "invented9" not in repr(found)
