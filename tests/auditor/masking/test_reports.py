"""What leaves the office names no registered address, phone or exact position."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from auditor.conclude import Case, conclude
from auditor.demo.sample import write_missing_samples
from auditor.finding_ids import finding_ids
from auditor.inputs import load_inputs
from auditor.masking.reports import masked, masked_finding
from auditor.model import Chosen, Finding, Report
from auditor.record_check import prepared
from auditor.render.write import write_reports
from tests.auditor.observed import in_memory
from tests.auditor.render import builders

PHONE = "13912345678"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The sample community, unprobed; names and addresses of some quote what is private."""
    folder = tmp_path_factory.mktemp("sample")
    write_missing_samples(folder)
    registry = folder / "registry.csv"
    text = registry.read_text(encoding="utf-8-sig")
    text = text.replace("星河里小区东门01", f"星河里小区东门127.0.1.3电话{PHONE}", 1)
    registry.write_text(text, encoding="utf-8-sig")
    inputs = load_inputs(
        registry=registry,
        key_locations=folder / "key_locations.csv",
        community="",
        profile="shandong-growth",
    )
    frame, _ = prepared(inputs.registry, inputs.plan.locations, inputs.terms)
    case = Case(
        registry=inputs.registry,
        frame=frame,
        plan=inputs.plan,
        community=inputs.community,
        profile=inputs.profile,
        criteria=inputs.terms.criteria,
        tries=3,
    )
    return conclude(
        case,
        in_memory(()),
        builders.provenance(divisions_as_of="2026-09-01"),
        lambda _row, _try: None,
    ).report


def private(report: Report) -> set[str]:
    """Every registered address, and every coordinate that is told finely."""
    cameras = [one.camera for one in report.cameras]
    hosts = {camera.host for camera in cameras} - {""}
    fine = {text for c in cameras for text in (c.longitude, c.latitude)}
    return hosts | {text for text in fine if re.search(r"\.\d*[1-9]\d{0,2}$", text)} | {PHONE}


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file as text: tables are opened, since they are packed."""
    for path in sorted(folder.iterdir()):
        match path.suffix:
            case ".parquet":
                yield path.name, "\n".join(map(repr, pl.read_parquet(path).rows()))
            case ".xlsx":
                book = openpyxl.load_workbook(path)
                cells = (cell for sheet in book for row in sheet.values for cell in row)
                yield path.name, "\n".join(map(str, cells))
            case _:
                yield path.name, path.read_text(encoding="utf-8")


def quoted(text: str, words: set[str]) -> set[str]:
    return {word for word in words if re.search(rf"(?<![\d.]){re.escape(word)}(?!\d)", text)}


def test_no_default_output_names_what_is_private(report: Report, tmp_path: Path) -> None:
    words = private(report)
    write_reports(report, {}, tmp_path)

    assert len(words) > 40
    assert {name: found for name, text in texts(tmp_path) if (found := quoted(text, words))} == {}


def test_the_test_would_see_it(report: Report, tmp_path: Path) -> None:
    write_reports(report, {}, tmp_path, unmasked=True)
    found = {name: quoted(text, private(report)) for name, text in texts(tmp_path)}

    for name in ("cameras.csv", "cameras.parquet", "tables.xlsx", "result.json"):
        assert {"127.0.1.3", PHONE} <= found[name]


def test_ids_and_codes_are_those_of_the_whole_report(report: Report, tmp_path: Path) -> None:
    write_reports(report, {}, tmp_path)
    frame = pl.read_parquet(tmp_path / "findings.parquet")

    assert tuple(frame["finding_id"]) == finding_ids(report)
    assert frame["device_code"].to_list() == [one.device_code for one in report.findings]
    assert masked(masked(report)) == masked(report)


@pytest.mark.parametrize(
    ("changes", "value", "message"),
    [
        (
            {"rule": "ARCH-19", "field": "ipv4", "value": "10.1.2.256", "message": "无效"},
            *("10.1.*.*", "无效"),
        ),
        (
            {
                "rule": "NET-01",
                "field": "onvif_uri",
                "value": "127.0.0.99",
                "message": "设备通告的地址 127.0.0.99 与登记地址不一致",
            },
            *("127.0.*.*", "设备通告的地址 127.0.*.* 与登记地址不一致"),
        ),
        (
            {
                "rule": "GEO-03",
                "field": "longitude",
                "value": "117°39'39.6\", 36.209",
                "message": "写作 117.661000",
            },
            *("117°**'**.*\", 36.21", "写作 117.66"),
        ),
        (
            {
                "rule": "CODE-02",
                "field": "device_code",
                "value": "13010200001",
                "message": "十一位",
            },
            *("13010200001", "十一位"),
        ),
        (
            {"rule": "NAME-07", "field": "name", "value": f"东门{PHONE}", "message": "m"},
            *("东门139****5678", "m"),
        ),
    ],
)
def test_a_finding_is_masked_by_its_field(
    changes: dict[str, str], value: str, message: str
) -> None:
    finding: Finding = replace(builders.finding(), **changes)  # type: ignore[arg-type]

    told = masked_finding(finding)
    assert (told.value, told.message) == (value, message)


def test_what_was_said_and_what_was_asked_for_lose_their_addresses() -> None:
    said = ("DESCRIBE rtsp://10.1.2.3:554/live RTSP/1.0", "RTSP/1.0 404 Not Found")
    chosen = Chosen(selectors=("10.1.2.3", "row:1"), rows=(1,), before=(None,))
    result = builders.camera_result(1, exchange=said)
    shown = masked(builders.report(cameras=(result,), chosen=chosen))

    assert shown.cameras[0].exchange == ("DESCRIBE rtsp://10.1.*.*:554/live RTSP/1.0", said[1])
    assert shown.chosen is not None
    assert shown.chosen.selectors == ("10.1.*.*", "row:1")


def test_what_hides_nothing_is_not_held_twice(report: Report) -> None:
    member = report.results[0].rate.members[0]
    plain = replace(report.findings[0], field="name", value="", message="", suggestion="")
    shown = masked(replace(report, findings=(plain,)))
    assert shown.results[0].rate.members[0] is member
    assert shown.findings[0] is plain
