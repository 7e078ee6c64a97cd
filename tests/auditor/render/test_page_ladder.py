from auditor.render.page_ladder import Ladder, Rung, ladder
from tests.auditor.render.builders import camera_result


def test_every_step_counts_who_reached_it_and_who_stopped() -> None:
    steps = ("connect", "connect", "describe", "second_picture", "second_picture", "")
    seen = [camera_result(row, furthest_step=step, reason=step) for row, step in enumerate(steps)]

    assert ladder(seen) == Ladder(
        rungs=(
            Rung("解析地址", 5, 0, ()),
            Rung("建立连接", 5, 2, (("connect", 2),)),
            Rung("RTSP OPTIONS", 3, 0, ()),
            Rung("RTSP DESCRIBE", 3, 1, (("describe", 1),)),
            Rung("RTSP SETUP", 2, 0, ()),
            Rung("RTSP PLAY", 2, 0, ()),
            Rung("收到媒体数据", 2, 0, ()),
            Rung("收到关键帧", 2, 0, ()),
            Rung("解出画面", 2, 0, ()),
            Rung("解出后续画面", 2, 0, (), is_last=True),
        ),
        tried=5,
        untried=1,
    )


def test_it_ends_where_the_last_camera_stopped() -> None:
    assert ladder([camera_result(furthest_step="connect", reason="r")]).rungs == (
        Rung("解析地址", 1, 0, ()),
        Rung("建立连接", 1, 1, (("r", 1),)),
    )
    assert ladder([camera_result(furthest_step="")]) == Ladder((), 0, 1)
