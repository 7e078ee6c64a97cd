"""Picture rules at their limits: a strange but real scene is never a defect."""

from dataclasses import replace
from typing import Any

import pytest

from auditor.daypart import Daypart
from auditor.discovery import picture_rules
from auditor.examples import frame, metrics, view
from auditor.judge import judge_picture
from auditor.model import Verdict
from auditor.rule import Judgement
from auditor.rules import (
    picture_black,
    picture_blurred,
    picture_frozen,
    picture_partial,
    picture_single_color,
)

PASS = Judgement(Verdict.PASS)

COVERED = {"smooth_share": 0.9, "smooth_luma": 30.0, "edge_width_px": 3.0, "edge_cells": 9}

SCENES: dict[str, dict[str, Any]] = {
    "night with one lamp": {"dark_share": 0.979, "luma_mean": 6.0, "luma_std": 14.0},
    "a garage without light": {"dark_share": 1.0, "luma_mean": 12.0, "luma_std": 4.0},
    "tinted noise of a night": {"dark_share": 0.9, "dominant_color_share": 0.9, "dominant_color": (20, 9, 8), "saturation_mean": 150.0},
    "whiteout without text": {"dominant_color_share": 1.0, "saturation_mean": 3.0, "luma_std": 2.5, "laplacian_variance": 4.0},
    "infrared night": {"saturation_mean": 0.0, "luma_mean": 70.0},
    "thick fog": {"dominant_color_share": 0.99, "saturation_mean": 6.0, "luma_std": 6.0, "laplacian_variance": 4.0},
    "a white wall": {"dominant_color_share": 0.97, "saturation_mean": 4.0, "luma_std": 12.0, "laplacian_variance": 6.0},
    "sodium lamps": {"dominant_color_share": 0.6, "saturation_mean": 190.0},
    "a gray road below": {"flat_gray_bottom_share": 0.24},
    "a lawn to the lower edge": {"flat_green_bottom_share": 0.2, "cast": 17.0, "cast_hue_deg": 120.0},
    "gravel": {"noise": 5.4, "noise_whiteness": 0.7, "laplacian_variance": 2000.0},
    "a dark background out of focus": {"smooth_share": 0.61, "smooth_luma": 41.0},
    "a page of print": {"bright_share": 0.58, "stripe_level": 7.5, "stripe_purity": 0.8, "coarse_std": 36.0},
    "a roller shutter": {"stripe_level": 25.0, "stripe_purity": 0.95, "coarse_std": 14.0},
    "a green court": {"cast": 45.0, "cast_hue_deg": 136.0, "coarse_std": 9.0},
}  # fmt: skip


@pytest.mark.parametrize("scene", SCENES)
def test_a_real_scene_passes_every_rule(scene: str) -> None:
    numbers = replace(metrics(), **SCENES[scene])
    for part in Daypart:
        told = {rule.meta.id: rule.judge(view(numbers, daypart=part)) for rule in picture_rules()}
        assert {i: t for i, t in told.items() if t.verdict is Verdict.FAIL} == {}


def test_black() -> None:
    assert picture_black.judge(view(metrics(dark_share=0.98, luma_mean=9.9))) == Judgement(
        Verdict.FAIL, "暗像素占 98%", "画面为黑屏"
    )


def test_single_colour() -> None:
    blue = view(metrics(dominant_color_share=0.85, saturation_mean=100.0))
    assert picture_single_color.judge(blue) == Judgement(
        Verdict.FAIL, "单一颜色 RGB(96,104,112) 占 85%", "画面为单色（如无信号蓝屏），不是实际场景"
    )


def test_black_is_not_called_a_single_colour_as_well() -> None:
    black = view(metrics(dark_share=1.0, dominant_color_share=1.0))
    assert picture_single_color.judge(black) == PASS


def test_partly_gray() -> None:
    gray, green = picture_partial.RULES
    assert gray.judge(view(metrics(flat_gray_bottom_share=0.25))) == Judgement(
        Verdict.FAIL, "下部 25% 为灰块", "画面残缺，下部为未解码的灰块"
    )
    assert green.judge(view(metrics(flat_green_bottom_share=0.5))) == Judgement(
        Verdict.FAIL, "下部 50% 为绿块", "画面残缺，下部为未解码的绿块"
    )


def test_blurred() -> None:
    soft = metrics(laplacian_variance=11.9, edge_width_px=9.26)
    assert picture_blurred.judge(view(soft)) == Judgement(
        Verdict.FAIL, "拉普拉斯方差 11.9，边缘宽度 9.3 像素", "画面模糊，全图没有清晰边缘"
    )
    assert picture_blurred.judge(view(metrics(laplacian_variance=12.0))) == PASS


@pytest.mark.parametrize(("width", "height"), [(352, 288), (704, 352), (360, 640)])
def test_an_enlarged_picture_is_not_called_blurred(width: int, height: int) -> None:
    small = replace(frame(metrics(laplacian_variance=3.0)), width_px=width, height_px=height)
    assert picture_blurred.judge(view(of=small)) == PASS
    large = replace(small, width_px=640, height_px=360)
    assert picture_blurred.judge(view(of=large)).verdict is Verdict.FAIL


def test_darkness_is_not_called_frozen() -> None:
    dark = frame(metrics(luma_std=7.9), difference=0.0, difference_from_key_frame=True)
    assert picture_frozen.judge(view(of=dark)) == PASS


def test_frozen_only_by_two_key_frames() -> None:
    still = frame(difference=0.02, difference_from_key_frame=True)
    assert picture_frozen.judge(view(of=still)) == Judgement(
        Verdict.FAIL, "两关键帧平均差 0.020", "画面冻结，前后关键帧完全相同"
    )
    assert picture_frozen.judge(view(of=frame(difference=0.0))) == PASS
    lost = frame(difference=None, difference_from_key_frame=True)
    assert picture_frozen.judge(view(of=lost)) == PASS


@pytest.mark.parametrize(
    ("numbers", "rule"),
    [
        ({"dark_share": 1.0, "luma_mean": 1.0, "laplacian_variance": 2.0}, "PIC-01"),
        ({**COVERED, "laplacian_variance": 2.0}, "PIC-04"),
        ({"cast": 60.0, "coarse_std": 40.0, "edge_width_px": 9.0, "edge_cells": 60}, "PIC-10"),
        ({"luma_high": 9, "laplacian_variance": 2.0}, "PIC-04"),  # a doubt yields to a defect
        ({**COVERED, "noise": 8.0, "noise_whiteness": 1.9}, "PIC-08"),
    ],
)
def test_one_cause_is_told(numbers: dict[str, Any], rule: str) -> None:
    assert [r.meta.id for r, _ in judge_picture(view(metrics(**numbers)))] == [rule]


def test_no_two_causes_have_one_rank() -> None:
    ranks = [rule.rank for rule in picture_rules()]
    assert len(set(ranks)) == len(ranks)


def test_rows_of_the_others_are_named_up_to_five() -> None:
    rule = next(rule for rule in picture_rules() if rule.meta.id == "PIC-16")
    numbers = metrics(perceptual_hash="0" * 16)
    assert rule.judge(view(numbers, same=(7,), alike=(2, 7))) == Judgement(
        Verdict.UNKNOWN,
        f"与第 2、7 行逐字节相同，感知哈希 {'0' * 16}",
        "画面与其他记录的画面相同，请核对通道",
    )
    assert rule.judge(view(numbers, alike=(1, 2, 3, 4, 5, 6))).value == (
        f"与第 1、2、3、4、5… 行几乎相同，感知哈希 {'0' * 16}"
    )
