"""A scheme that asks less than the standard is shown as such and cannot look like it."""

from pathlib import Path

import pytest

from auditor.criteria import RuleSet
from auditor.errors import ProfileError
from auditor.policy import JudgedOn, Policy, PublicBy, UnknownPolicy
from auditor.profile import packaged_profiles
from auditor.profile_standard import (
    departures,
    load_scheme,
    loosened,
    policy_lines,
    standard_of,
)
from auditor.render.words import DEPARTURE

TITLE = 'title = "某区试行"\n'
STANDARD = 'title = "山东省智慧社区建设指标（成长型）"\n'


def written(folder: Path, text: str) -> str:
    path = folder / "local.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def growth(folder: Path, text: str, title: str = TITLE) -> str:
    return written(folder, f'extends = "shandong-growth"\n{title}{text}')


@pytest.mark.parametrize("name", packaged_profiles())
def test_a_packaged_scheme_departs_from_nothing(name: str) -> None:
    scheme = load_scheme(name)

    assert (dict(loosened(scheme)), departures(scheme)) == ({}, ())
    assert standard_of(scheme) == scheme


def test_a_scheme_extends_a_packaged_one_key_by_key(tmp_path: Path) -> None:
    scheme = load_scheme(
        growth(
            tmp_path,
            'policy_version = 2\nunknown = "as_missed"\nrule_sets = ["ga1400"]\n'
            "[thresholds]\nhealth_rate = 98\n"
            '[denominators]\npublic_cameras = "all"\nfurther_classes = ["学校门口"]\n'
            '[exclusions]\njudged_on = "net"\nshare_cap = 3\nmax_days = 30\n',
        )
    )
    base = load_scheme("shandong-growth")

    assert scheme.thresholds == {**base.thresholds, "health_rate": 98}
    assert (scheme.level, scheme.naming, scheme.id) == ("成长型", "smart-community", "local")
    assert scheme.rule_sets == (RuleSet.GA1400,)
    assert scheme.policy == Policy(
        unknown=UnknownPolicy.AS_MISSED, judged_on=JudgedOn.NET, share_cap=3
    )
    assert scheme.denominators.public_cameras is PublicBy.ALL
    assert policy_lines(scheme) == (
        "口径版本：第 2 版；官方未公布公式",
        "未知的处理：未知计为不合格",
        "判定依据：净值（剔除有效免考核）",
        "免考核：占比上限 3%，单次最长 30 天",
        "公共视频资源：按全部在册摄像机",
        "另列的关键位置类别：学校门口",
        f"{DEPARTURE}按剔除免考核后的净值判定，标准口径为全量",
    )


def test_a_lower_threshold_is_loosened_and_stands_beside_the_standards(tmp_path: Path) -> None:
    scheme = load_scheme(growth(tmp_path, "[thresholds]\nhealth_rate = 90\n"))

    assert loosened(scheme) == {"health_rate": 95}
    assert departures(scheme) == ("health_rate 的阈值为 90%，低于标准的 95%",)


def test_a_scheme_of_the_same_level_is_measured_by_it_too(tmp_path: Path) -> None:
    text = 'level = "基础型"\nedition = 2022\nunknown = "left_out"\n'
    tables = "[thresholds]\nhealth_rate = 90\n[exclusions]\nshare_cap = 20\n"
    scheme = load_scheme(written(tmp_path, TITLE + text + tables))

    assert dict(loosened(scheme)) == {
        "coverage_rate": 90,
        "networking_rate": 90,
        "picture_output_rate": 80,
    }
    assert departures(scheme)[0] == "coverage_rate 的阈值未列出，低于标准的 90%"
    assert departures(scheme)[-2:] == (
        "未知不计入分母，标准口径为区间法",
        "免考核占比上限 20%，默认为 5%",
    )


def test_a_level_that_no_standard_has_is_measured_by_none(tmp_path: Path) -> None:
    text = f'{TITLE}level = "三星"\nedition = 2022\n[thresholds]\nhealth_rate = 10\n'
    scheme = load_scheme(written(tmp_path, text))

    assert standard_of(scheme) is None
    assert loosened(scheme) == {}


@pytest.mark.parametrize(
    ("title", "message"),
    [
        (STANDARD, ("cannot have the standard's title 山东省智慧社区建设指标（成长型）; "
                   "give it a title of its own")),
        ("", ("cannot have the standard's title 山东省智慧社区建设指标（成长型）; "
             "give it a title of its own")),
        (f'{TITLE}id = "shandong-basic"\n',
         "departs from the standard, so its id cannot be shandong-basic; give it an id of its own"),
    ],
)  # fmt: skip
def test_a_loosened_threshold_cannot_appear_as_a_standard_one(
    tmp_path: Path, title: str, message: str
) -> None:
    with pytest.raises(ProfileError) as caught:
        load_scheme(growth(tmp_path, "[thresholds]\nhealth_rate = 90\n", title))

    assert str(caught.value).endswith(message)


def test_a_stricter_scheme_may_keep_the_title(tmp_path: Path) -> None:
    scheme = load_scheme(growth(tmp_path, "[thresholds]\nhealth_rate = 99\n", STANDARD))

    assert departures(scheme) == ()
