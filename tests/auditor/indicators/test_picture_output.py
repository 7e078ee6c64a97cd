"""出图率: the denominator is the public cameras, told in one of three ways."""

import pytest

from auditor.aggregate import total_rate
from auditor.examples import camera
from auditor.indicators import picture_output_rate
from auditor.model import Outcome, Rate
from tests.auditor.indicators.rounds import DARK, GOOD, every_state, judged_round, seen

INDICATOR = picture_output_rate.INDICATOR
RULE = (
    "；分子：本轮至少一次由关键帧（或经证实的渐进刷新）完整解码出画面，"
    "且不是替代画面（黑屏、蓝屏、雪花、无信号、残缺灰绿画面、占位图、非本轮画面）。夜间黑白画面计为出图"
)
FLAGGED = f"分母：台账“公共视频资源”列为“是”的摄像机{RULE}"
TYPED = f"分母：台账无“公共视频资源”标记，按监控点位类型一类、二类{RULE}"
ALL = f"分母：台账无“公共视频资源”标记和点位类型，按全部在册摄像机{RULE}"


def test_a_blurred_camera_gives_a_picture_and_a_black_one_does_not() -> None:
    rate = total_rate(INDICATOR, judged_round(*every_state()))
    assert rate == Rate(
        indicator="picture_output_rate",
        version=1,
        title="公共视频资源出图率",
        scope="all",
        of=7,
        met=2,
        unknown=2,
        excluded=0,
        basis=FLAGGED,
        members=rate.members,
    )
    met, not_met, unknown = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
    expected = [met, met, not_met, not_met, not_met, unknown, unknown]
    assert [member.outcome for member in rate.members] == expected


def test_one_black_picture_of_an_interrupted_round_condemns_nobody() -> None:
    rate = total_rate(INDICATOR, judged_round(seen(DARK[:1], camera())))
    assert (rate.of, rate.met, rate.unknown) == (1, 0, 1)


@pytest.mark.parametrize(
    ("flags", "types", "rows", "basis"),
    [
        ((True, False, None), ("", "1", "2"), ["1"], FLAGGED),
        ((False, None, None), ("1", "1", "2"), [], FLAGGED),
        ((None, None, None), ("1", "二类", "3"), ["1", "2"], TYPED),
        ((None, None, None), ("", "9", ""), [], TYPED),
        ((None, None, None), ("", "", ""), ["1", "2", "3"], ALL),
    ],
)
def test_what_is_public_is_told_in_three_ways_and_the_basis_names_it(
    flags: tuple[bool | None, ...], types: tuple[str, ...], rows: list[str], basis: str
) -> None:
    cameras = [
        seen(GOOD, camera(row=row, public_video=flag, point_type=kind))
        for row, (flag, kind) in enumerate(zip(flags, types, strict=True), start=1)
    ]
    rate = total_rate(INDICATOR, judged_round(*cameras))
    assert ([member.key for member in rate.members], rate.basis) == (rows, basis)
