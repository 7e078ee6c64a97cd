"""Measured rates for tests: by hand, with the cameras that do not count."""

from auditor.model import IndicatorResult, Member, Outcome, Rate, RateVerdict, Report
from tests.auditor.render.builders import camera_result, provenance, report

THRESHOLDS = {
    "coverage_rate": 95,
    "networking_rate": 95,
    "health_rate": 95,
    "picture_output_rate": 85,
    "record_compliance_rate": 95,
}
TITLES = {
    "coverage_rate": "覆盖率",
    "networking_rate": "联网率",
    "health_rate": "摄像机完好率",
    "picture_output_rate": "公共视频资源出图率",
    "record_compliance_rate": "合规率",
}


def measured(indicator: str, met: int, of: int, unknown: int = 0) -> IndicatorResult:
    """A rate whose first members are not met and next ones unknown, judged as by INDICATOR4."""
    outcomes = [Outcome.NOT_MET] * (of - met - unknown) + [Outcome.UNKNOWN] * unknown
    members = tuple(
        Member(key=str(row), label=f"第 {row} 行 北门", outcome=outcome, reason="离线")
        for row, outcome in enumerate(outcomes, start=1)
    )
    rate = Rate(
        indicator=indicator,
        version=1,
        title=TITLES[indicator],
        scope="all",
        of=of,
        met=met,
        unknown=unknown,
        excluded=0,
        basis="",
        members=members,
    )
    threshold = THRESHOLDS[indicator]
    verdict = _verdict(met, of, unknown, threshold)
    return IndicatorResult(rate=rate, threshold=threshold, verdict=verdict, tolerance=0)


def measured_report(*results: IndicatorResult, cameras: int = 120, complete: bool = True) -> Report:
    """A report with five good rates, some of them replaced."""
    rates = {
        "coverage_rate": measured("coverage_rate", 39, 40),
        "networking_rate": measured("networking_rate", 118, 120),
        "health_rate": measured("health_rate", 116, 120),
        "picture_output_rate": measured("picture_output_rate", 76, 80),
        "record_compliance_rate": measured("record_compliance_rate", 117, 120),
    } | {result.rate.indicator: result for result in results}
    return report(
        community="云帆社区",
        provenance=provenance(complete=complete),
        results=tuple(rates.values()),
        cameras=tuple(camera_result(row) for row in range(1, cameras + 1)),
    )


def _verdict(met: int, of: int, unknown: int, threshold: int) -> RateVerdict:
    if not of:
        return RateVerdict.NO_DATA
    if met * 100 >= threshold * of:
        return RateVerdict.MEETS
    if (met + unknown) * 100 < threshold * of:
        return RateVerdict.MISSES
    return RateVerdict.INCONCLUSIVE
