from auditor.model import CameraResult, CameraState, Outcome
from auditor.render.page_groups import GROUPS_SHOWN, GroupLine, Share, group_tables
from tests.auditor.render import builders
from tests.auditor.render.builders import indicator_result, member

OK, OFF = CameraState.PICTURE_OK, CameraState.OFFLINE


def camera(row: int, state: CameraState = OK, **changes: object) -> CameraResult:
    return builders.camera_result(row, state=state, camera=builders.camera(row, **changes))


def test_cameras_are_counted_by_place_maker_and_network() -> None:
    cameras = (
        camera(1, host="127.0.1.7"),
        camera(2, OFF, host="127.0.1.9", maker="2"),
        camera(3, host="127.0.0.4", maker=" ", division="370902004", community=""),
    )
    health = indicator_result(
        members=(member("1", Outcome.MET), member("2"), member("9"), member("3", Outcome.UNKNOWN)),
        of=4,
        met=1,
        unknown=1,
    )
    coverage = indicator_result(indicator="coverage_rate", members=(member("1"),))
    report = builders.report(cameras=cameras, results=(coverage, health))
    places, makers, networks = group_tables(report, masked=False)

    assert places.lines == (
        GroupLine("泰山区 华新社区", 2, {OK: 1, OFF: 1}, (Share(1, 2, 0),)),
        GroupLine("泰山区（370902004）", 1, {OK: 1}, (Share(0, 1, 1),)),
    )
    assert [(line.name, line.cameras) for line in makers.lines] == [
        ("1", 1),
        ("2", 1),
        ("未注明", 1),
    ]
    assert [line.name for line in networks.lines] == ["127.0.1.0/24", "127.0.0.0/24"]
    assert (networks.rates, networks.total) == (("摄像机完好率",), 2)


def test_masked_networks_have_numbers_and_no_address() -> None:
    hosts = ("127.0.1.7", "::1", "", "camera.example", "127.0.0.4")
    cameras = tuple(camera(row, host=host) for row, host in enumerate(hosts, start=1))
    *_, networks = group_tables(builders.report(cameras=cameras), masked=True)

    assert sorted(line.name for line in networks.lines) == [
        "域名",
        "未登记地址",
        "网段 1",
        "网段 2",
        "网段 3",
    ]


def test_an_unknown_division_stays_as_it_is_registered() -> None:
    cameras = (
        camera(1, division="abc", community=""),
        camera(2, division="999999", community=""),
        camera(3, division="", community=""),
    )
    places, *_ = group_tables(builders.report(cameras=cameras), masked=True)

    assert [line.name for line in places.lines] == ["999999", "abc", "未注明"]


def test_only_the_largest_groups_are_shown_and_all_are_counted() -> None:
    cameras = tuple(camera(row, maker=f"{min(row, 40):02d}") for row in range(1, 43))
    _, makers, _ = group_tables(builders.report(cameras=cameras), masked=True)

    assert (len(makers.lines), makers.total) == (GROUPS_SHOWN, 40)
    assert (makers.lines[0].name, makers.lines[0].cameras) == ("40", 3)
