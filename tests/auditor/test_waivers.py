"""Waivers: the original verdict stays visible, rates stay as they are, expired ones are loud."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.aggregate import total_rate
from auditor.errors import ConfigError, RegistryError
from auditor.examples import camera
from auditor.indicators.record_compliance_rate import INDICATOR
from auditor.model import Finding, Severity, Verdict
from auditor.moments import BEIJING
from auditor.waivers import expiry_alarms, waive
from auditor.waivers_file import Waiver, WaiversFile, read_waivers
from tests.auditor.indicators.rounds import GOOD, judged_round, seen

CODE = camera().device_code
AT = dt.datetime(2026, 1, 5, 22, 0, tzinfo=BEIJING)
WAIVER = Waiver(
    number=1,
    rule="CODE-08",
    device_code=CODE,
    community="",
    reason="区划调整，编码待换",
    owner="王某",
    expires=dt.date(2026, 1, 5),
)
HEADER = "规则,设备编码,社区,理由,责任人,到期日\n"
TOML = (
    f'[[waivers]]\nrule = "code-08"\ndevice_code = "{CODE}"\nreason = "区划调整，编码待换"\n'
    'owner = "王某"\nexpires = 2026-01-05\n'
)


def finding(rule: str = "CODE-08", verdict: Verdict = Verdict.FAIL) -> Finding:
    return Finding(
        row=1,
        device_code=CODE,
        rule=rule,
        severity=Severity.ERROR,
        verdict=verdict,
        field="device_code",
        value="",
        message="问题",
        suggestion="",
    )


ROUND = judged_round(seen(GOOD, camera(), records=(finding(), finding("NAME-02"))))


def file(*waivers: Waiver) -> WaiversFile:
    return WaiversFile(name="waivers.csv", sha256="", waivers=waivers)


@pytest.mark.parametrize(
    "waiver",
    [
        WAIVER,
        replace(WAIVER, device_code="", community="云帆社区"),
        replace(WAIVER, community="云帆社区"),
    ],
)
def test_a_waived_finding_keeps_its_original_verdict(waiver: Waiver) -> None:
    waived, other = waive(ROUND, file(waiver), AT).findings

    assert waived == replace(
        finding(),
        verdict=Verdict.WAIVED,
        original=Verdict.FAIL,
        waiver="区划调整，编码待换（责任人 王某，2026-01-05 到期）",
    )
    assert other == finding("NAME-02")


@pytest.mark.parametrize(
    "waivers",
    [
        None,
        file(),
        file(replace(WAIVER, device_code="1")),
        file(replace(WAIVER, community="海棠社区")),
        file(replace(WAIVER, rule="CODE-09")),
        file(replace(WAIVER, expires=dt.date(2026, 1, 4))),
    ],
)
def test_no_other_finding_is_waived(waivers: WaiversFile | None) -> None:
    assert waive(ROUND, waivers, AT) == ROUND


def test_a_waiver_changes_no_rate() -> None:
    before, after = (total_rate(INDICATOR, r) for r in (ROUND, waive(ROUND, file(WAIVER), AT)))

    assert (after.of, after.met, after.unknown) == (before.of, before.met, before.unknown)
    assert after.members[0].reason == "CODE-08 问题（已豁免，仍计入）；NAME-02 问题"


def test_what_was_unknown_stays_unknown_for_the_rate() -> None:
    doubtful = judged_round(seen(GOOD, camera(), records=(finding(verdict=Verdict.UNKNOWN),)))

    assert total_rate(INDICATOR, waive(doubtful, file(WAIVER), AT)).unknown == 1


def test_an_expired_waiver_is_loud() -> None:
    expired = replace(WAIVER, expires=dt.date(2026, 1, 4))
    community = replace(expired, device_code="", community="云帆社区")

    assert expiry_alarms(file(WAIVER, expired, community), AT) == (
        f"豁免已过期，未采用：CODE-08 {CODE}，责任人 王某，2026-01-04 到期。",
        "豁免已过期，未采用：CODE-08 云帆社区，责任人 王某，2026-01-04 到期。",
    )
    assert expiry_alarms(None, AT) == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("w.toml", TOML),
        ("w.csv", f"{HEADER}CODE-08,{CODE},,区划调整，编码待换,王某,2026/1/5\n"),
    ],
)
def test_a_file_is_toml_or_a_table(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")

    assert read_waivers(path).waivers == (WAIVER,)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("w.toml", TOML.replace("王某", ""), "waiver 1 lacks owner; nobody answers for it"),
        ("w.toml", "[[waivers]]\n", ("waiver 1 lacks rule, reason, owner, expires, "
                                    "device_code or community; nobody answers for it")),
        ("w.toml", TOML.replace("owner", "ownr"), "waiver 1: unknown key ownr; did you mean owner?"),
        ("w.toml", TOML + "zzzz = 1\n", ("waiver 1: unknown key zzzz; known keys: rule, "
                                        "device_code, community, reason, owner, expires")),
        ("w.toml", TOML.replace("code-08", "cod-08"), "waiver 1: no rule COD-08; did you mean CODE-08?"),
        ("w.toml", TOML.replace("code-08", "zzz"), "waiver 1: no rule ZZZ; see: auditor rules"),
        ("w.toml", TOML.replace("2026-01-05", '"永久"'),
         "waiver 1: expires is no day; write it as 2026-12-31"),
        ("w.toml", "waivers = 1", ("write tables [[waivers]] with rule, device_code or community, "
                                  "reason, owner, expires")),
        ("w.toml", "waivers = [1]", ("write tables [[waivers]] with rule, device_code or community, "
                                    "reason, owner, expires")),
        ("w.toml", "=", "not valid TOML in UTF-8: Invalid statement (at line 1, column 1)"),
        ("w.toml", "#" * (1 << 20) + "#", "larger than 1 MB; this is no file of waivers"),
        ("w.csv", HEADER + "CODE-08,1\n", "row 1: "),
        ("w.csv", f"{HEADER}CODE-08,1,,,王某,2026-01-05\n",
         "waiver 1 lacks reason; nobody answers for it"),
    ],
)  # fmt: skip
def test_a_waiver_that_nobody_answers_for_is_refused(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")

    with pytest.raises((ConfigError, RegistryError)) as caught:
        read_waivers(path)

    assert str(caught.value).startswith(f"{path}: {message}")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read_waivers(tmp_path / "w.toml")

    assert str(caught.value).endswith("cannot be read (No such file or directory); check the path")
