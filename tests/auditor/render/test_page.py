from dataclasses import replace

from auditor.model import Outcome, RateVerdict, Severity, Verdict
from auditor.render import page
from tests.auditor.render import builders
from tests.auditor.render.builders import finding, indicator_result, location, member

UNKNOWN = Outcome.UNKNOWN


def test_members_of_one_outcome_keep_their_order() -> None:
    members = (member("3"), member("1", UNKNOWN), member("2"))
    result = indicator_result(members=members)
    assert page.members(result, Outcome.NOT_MET) == (members[0], members[2])


def test_the_class_table_leaves_a_gap_where_a_rate_is_missing() -> None:
    gate = indicator_result(scope="residential_gate")
    lane = indicator_result(scope="fire_lane", indicator="coverage_rate", title="覆盖率")
    assert page.class_table((gate, lane)) == page.ClassTable(
        titles=("摄像机完好率", "覆盖率"),
        lines=(("residential_gate", (gate, None)), ("fire_lane", (None, lane))),
    )
    assert page.class_table(()) == page.ClassTable(titles=(), lines=())


def test_a_key_location_knows_its_coverage_and_its_cameras() -> None:
    watching, elsewhere = builders.camera_result(1), builders.camera_result(2)
    elsewhere = replace(elsewhere, camera=builders.camera(2, key_location_id="K09"))
    covered = member("K01", Outcome.MET)
    coverage = indicator_result(indicator="coverage_rate", members=(covered,))
    empty = location("K02")
    report = builders.report(
        cameras=(watching, elsewhere), key_locations=(location(), empty), results=(coverage,)
    )
    assert page.location_lines(report) == (
        page.LocationLine(location(), covered, (watching,)),
        page.LocationLine(empty, None, ()),
    )


def test_findings_are_grouped_by_rule_with_errors_first() -> None:
    info = finding(rule="a", severity=Severity.INFO)
    error = finding(rule="b")
    again = finding(rule="b", row=2, verdict=Verdict.UNKNOWN)
    warning = finding(rule="c", severity=Severity.WARNING, verdict=Verdict.WAIVED)
    silent = (finding(verdict=Verdict.PASS), finding(verdict=Verdict.NOT_APPLICABLE))
    assert page.finding_groups((info, *silent, warning, error, again), "123456") == (
        page.FindingGroup("b", Severity.ERROR, 2, (error, again), ("5", "6")),
        page.FindingGroup("c", Severity.WARNING, 1, (warning,), ("4",)),
        page.FindingGroup("a", Severity.INFO, 1, (info,), ("1",)),
    )


def test_very_many_findings_of_a_rule_are_counted_whole_and_shown_in_part() -> None:
    found = tuple(finding(row=row) for row in range(1, 1002))
    ids = [f"F-{row}" for row in range(1, 1002)]
    (group,) = page.finding_groups(found, ids)
    assert (group.total, group.shown) == (1001, found[: page.FINDINGS_SHOWN_PER_RULE])
    assert group.ids == tuple(ids[: page.FINDINGS_SHOWN_PER_RULE])


def test_an_unknown_camera_is_listed_once_with_all_its_rates() -> None:
    health = indicator_result(members=(member("7", UNKNOWN, reason="未检测"),))
    network = indicator_result(
        RateVerdict.INCONCLUSIVE, title="联网率", members=(member("7", UNKNOWN, reason="未检测"),)
    )
    proof = indicator_result(
        indicator="proved_coverage_rate",
        title="实证覆盖率",
        members=(member("7", UNKNOWN, label="东门", reason="台账第7行未能检测"),),
    )
    label = "第 7 行 东门出入口球机"
    assert page.unknown_lines((health, network, proof)) == (
        page.UnknownLine("7", label, "未检测", ("摄像机完好率", "联网率")),
        page.UnknownLine("", "东门", "台账第7行未能检测", ("实证覆盖率",)),
    )
