"""Ids of findings: the same the next night, all different within a report."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from auditor.finding_ids import camera_keys, finding_ids
from auditor.model import Finding, Report, Verdict
from tests.auditor.render import builders

_few = st.sampled_from(["", "a", "b"])
_cameras = st.lists(
    st.builds(
        lambda code, host, name, place: builders.camera(
            device_code=code, stream_uri=None, host=host, name=name, longitude=place, latitude=""
        ),
        *(_few, _few, _few, _few),
    ),
    min_size=1,
    max_size=8,
)
_kinds = st.lists(st.tuples(st.integers(0, 9), _few, _few, _few), max_size=12)


def reported(cameras: list[object], kinds: list[tuple[int, str, str, str]], first: int) -> Report:
    """A report of these cameras from row ``first`` on; findings name cameras by their place."""
    results = tuple(
        builders.camera_result(camera=replace(camera, row=first + place))  # type: ignore[type-var]
        for place, camera in enumerate(cameras)
    )
    return builders.report(
        cameras=results,
        findings=tuple(
            builders.finding(
                row=first + at % len(cameras),
                device_code=results[at % len(cameras)].camera.device_code,
                rule=rule,
                field=field,
                value=value,
            )
            for at, rule, field, value in kinds
        ),
    )


def one_id(*findings: Finding, **changes: object) -> str:
    return finding_ids(builders.report(findings=findings or (builders.finding(),), **changes))[0]


def test_an_id_is_short_and_fixed() -> None:
    """Lists that were handed out name it: another way of making it would be a new id."""
    assert one_id() == "F-dm3vkfmnvh2n"


@given(_cameras, _kinds)
def test_every_finding_has_its_own(
    cameras: list[object], kinds: list[tuple[int, str, str, str]]
) -> None:
    ids = finding_ids(reported(cameras, kinds, 1))

    assert len(set(ids)) == len(kinds)


@given(_cameras, _kinds)
def test_ids_that_would_meet_are_kept_apart(
    cameras: list[object], kinds: list[tuple[int, str, str, str]]
) -> None:
    report = reported(cameras, kinds, 1)
    ids = finding_ids(report, digits=1)

    assert len(set(ids)) == len(kinds)
    assert ids == finding_ids(report, digits=1)


@given(_cameras, _kinds, st.integers(2, 90))
def test_rows_that_move_keep_their_ids(
    cameras: list[object], kinds: list[tuple[int, str, str, str]], first: int
) -> None:
    assert finding_ids(reported(cameras, kinds, first)) == finding_ids(reported(cameras, kinds, 1))


@given(_cameras, _kinds, st.randoms(use_true_random=False))
def test_the_order_of_findings_is_all_the_same(
    cameras: list[object], kinds: list[tuple[int, str, str, str]], random: object
) -> None:
    report = reported(cameras, kinds, 1)
    order = list(range(len(kinds)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = replace(report, findings=tuple(report.findings[place] for place in order))
    named = {(one.row, one.rule, one.field, one.value): set[str]() for one in report.findings}
    again = {key: set[str]() for key in named}
    for ids, findings, into in (
        (finding_ids(report), report.findings, named),
        (finding_ids(shuffled), shuffled.findings, again),
    ):
        for name, one in zip(ids, findings, strict=True):
            into[one.row, one.rule, one.field, one.value].add(name)

    assert again == named


def test_what_a_repair_changes_is_not_in_it() -> None:
    changed = builders.finding(
        value="other", message="other", suggestion="other", verdict=Verdict.WAIVED
    )

    assert one_id(changed) == one_id()


def test_another_community_rule_field_or_camera_is_another_finding() -> None:
    others = (
        one_id(community="云帆社区"),
        one_id(builders.finding(rule="CODE-02")),
        one_id(builders.finding(field="name")),
        one_id(cameras=(builders.camera_result(camera=builders.camera(device_code="2")),)),
    )

    assert len({one_id(), *others}) == 5


def test_a_new_finding_takes_no_id_of_another() -> None:
    first, second = builders.finding(value="1"), builders.finding(value="2")

    alone = finding_ids(builders.report(findings=(first,)))
    both = finding_ids(builders.report(findings=(second, first)))
    assert both[1] == alone[0]
    assert both[0] != alone[0]


def test_a_doubled_code_is_told_apart_by_what_else_stays() -> None:
    twins = [
        builders.camera(1, device_code="3", host="127.0.1.1", stream_uri=None),
        builders.camera(2, device_code="3", host="127.0.1.2", stream_uri=None),
        builders.camera(3, device_code="", host="", stream_uri=None, name="北门"),
        builders.camera(4, device_code="", host="", stream_uri=None, name="北门"),
    ]

    assert camera_keys(twins) == {
        1: ("3", "127.0.1.1"),
        2: ("3", "127.0.1.2"),
        3: ("", "", "北门", "117.129 36.194", "1"),
        4: ("", "", "北门", "117.129 36.194", "2"),
    }


def test_a_finding_on_no_camera_of_the_report_has_an_id_too() -> None:
    report = builders.report(cameras=(), findings=(builders.finding(device_code="\ud800"),))

    assert len(finding_ids(report)) == 1
