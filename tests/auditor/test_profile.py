"""Schemes: what is packaged, and the exact message for each fault of a file."""

from pathlib import Path

import pytest

from auditor.daypart import Daypart
from auditor.discovery import all_indicators
from auditor.errors import ProfileError
from auditor.picture_limits import LIMIT_NAMES, picture_terms
from auditor.profile import Profile, load_profile, packaged_profiles
from gb28181.codes import Edition

KNOWN = frozenset(indicator.id for indicator in all_indicators() if not indicator.beside)
KNOWN_LIST = (
    "coverage_rate, health_rate, networking_rate, picture_output_rate, record_compliance_rate"
)
KEYS = ", ".join(sorted(Profile.model_fields))
GOOD = 'title = "试行"\nlevel = "基础型"\nedition = 2016\n[thresholds]\nhealth_rate = 90\n'


def written(folder: Path, text: str) -> str:
    path = folder / "local.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def refusal(name: str) -> str:
    with pytest.raises(ProfileError) as caught:
        load_profile(name, indicators=KNOWN)
    return str(caught.value)


def test_the_packaged_schemes_are_the_three_levels() -> None:
    assert packaged_profiles() == ("shandong-basic", "shandong-benchmark", "shandong-growth")


@pytest.mark.parametrize(
    ("name", "level", "thresholds"),
    [
        ("shandong-basic", "基础型", (90, 90, 90, 80, None)),
        ("shandong-growth", "成长型", (95, 95, 95, 85, 95)),
        ("shandong-benchmark", "标杆型", (None, None, None, None, None)),
    ],
)
def test_a_packaged_scheme_has_the_published_thresholds_and_no_guess(
    name: str, level: str, thresholds: tuple[int | None, ...]
) -> None:
    ids = [indicator.id for indicator in all_indicators() if not indicator.beside]
    given = {i: t for i, t in zip(ids, thresholds, strict=True) if t is not None}
    assert load_profile(name, indicators=KNOWN) == Profile(
        id=name,
        title=f"山东省智慧社区建设指标（{level}）",
        level=level,
        edition=Edition.E2022,
        naming="smart-community",
        thresholds=given,
    )


def test_a_scheme_chooses_the_stream_that_shows_the_picture(tmp_path: Path) -> None:
    chosen = load_profile(
        written(tmp_path, 'stream = "sub"\nmain_share = 20\n' + GOOD), indicators=KNOWN
    )
    assert (chosen.stream, chosen.main_share) == ("sub", 20)
    for line in ('stream = "third"', "main_share = 0", "main_share = 101", 'main_share = "10"'):
        assert line.split()[0] in refusal(written(tmp_path, f"{line}\n{GOOD}"))


def test_a_scheme_can_be_a_file(tmp_path: Path) -> None:
    assert load_profile(written(tmp_path, GOOD), indicators=KNOWN) == Profile(
        id="local",
        title="试行",
        level="基础型",
        edition=Edition.E2016,
        thresholds={"health_rate": 90},
    )


def test_a_file_may_name_itself(tmp_path: Path) -> None:
    name = written(tmp_path, f'id = "taishan-2026"\n{GOOD}')
    assert load_profile(name, indicators=KNOWN).id == "taishan-2026"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("90", "101", "thresholds.health_rate: 101 is no whole percent from 0 to 100; write it as 95"),
        ("90", "950", "thresholds.health_rate: 950 is no whole percent from 0 to 100; write it as 95"),
        ("90", "-1", "thresholds.health_rate: -1 is no whole percent from 0 to 100; write it as 95"),
        ("90", "90.0", "thresholds.health_rate: 90.0 is no whole percent from 0 to 100; write it as 95"),
        ("90", "true", "thresholds.health_rate: True is no whole percent from 0 to 100; write it as 95"),
        ("90", '"90"', "thresholds.health_rate: '90' is no whole percent from 0 to 100; write it as 95"),
        ("2016", "2011", "edition: Input should be 2016 or 2022"),
        ('title = "试行"\n', "", "title: Field required"),
        ("[thresholds]\nhealth_rate = 90\n", "", "thresholds: Field required"),
        ("level", "levels", "level: Field required"),
        ("edition", 'secret = "x"\nedition', f"unknown key secret; known: {KEYS}"),
        ("edition", 'unknwon = "x"\nedition', f"unknown key unknwon; did you mean unknown? known: {KEYS}"),
        ("[thr", "[exclusions]\nmax_day = 3\n[thr",
         "unknown key exclusions.max_day; did you mean max_days? known: judged_on, max_days, share_cap"),
        ("[thr", "[denominators]\nwho = 3\n[thr",
         "unknown key denominators.who; known: further_classes, public_cameras"),
        ("edition", 'unknown = "guess"\nedition',
         "unknown: Input should be 'interval', 'as_missed' or 'left_out'"),
        ("edition", 'extends = "shandong-grow"\nedition',
         ("extends: no packaged profile 'shandong-grow'; did you mean shandong-growth? "
         "known: shandong-basic, shandong-benchmark, shandong-growth")),
        ("edition", "extends = 7\nedition",
         "extends: no packaged profile 7; known: shandong-basic, shandong-benchmark, shandong-growth"),
        ("health_rate = 90", "health_rate = ",
         "not valid TOML: Invalid value (at line 5, column 15)"),
        ("health_rate", "helth_rate",
         f"thresholds for unknown rates helth_rate; did you mean health_rate? known: {KNOWN_LIST}"),
        ("health_rate", "code_compliance_rate",
         ("thresholds for unknown rates code_compliance_rate; did you mean record_compliance_rate? "
         f"known: {KNOWN_LIST}")),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place(old: str, new: str, message: str, tmp_path: Path) -> None:
    assert old in GOOD
    name = written(tmp_path, GOOD.replace(old, new, 1))
    assert refusal(name) == f"profile {name}: {message}"


LIMITS = GOOD + "[picture_limits.night]\nnoise_from = 20\nblur_luma_from = 90.5\n"
PLACEHOLDERS = f'placeholders = ["00ff00ff00ff00ff"]\n{LIMITS}'


def test_a_scheme_may_change_picture_limits(tmp_path: Path) -> None:
    terms = load_profile(written(tmp_path, PLACEHOLDERS), indicators=KNOWN).picture_terms
    changes = {Daypart.NIGHT: {"noise_from": 20.0, "blur_luma_from": 90.5}}
    assert terms == picture_terms(changes, ("00ff00ff00ff00ff",))


@pytest.mark.parametrize("name", packaged_profiles())
def test_a_packaged_scheme_judges_pictures_by_the_standard_limits(name: str) -> None:
    assert load_profile(name, indicators=KNOWN).picture_terms == picture_terms({})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("noise_from", "noise", f"unknown picture limits noise; did you mean noise_from? known: {', '.join(sorted(LIMIT_NAMES))}"),
        ("noise_from = 20", "noise_from = -1", "picture_limits.night.noise_from: Input should be greater than or equal to 0"),
        ("noise_from = 20", "noise_from = nan", "picture_limits.night.noise_from: Input should be less than or equal to 1000"),
        ("limits.night", "limits.evening", "picture_limits.evening.[key]: Input should be 'day', 'dusk' or 'night'"),
        ("00ff00ff00ff00ff", "00FF", "placeholders.0: String should match pattern '^[0-9a-f]{16}$'"),
    ],
)  # fmt: skip
def test_a_fault_of_the_picture_limits_is_named(
    old: str, new: str, message: str, tmp_path: Path
) -> None:
    assert old in PLACEHOLDERS
    name = written(tmp_path, PLACEHOLDERS.replace(old, new, 1))
    assert refusal(name) == f"profile {name}: {message}"


def test_an_unknown_name_lists_the_known_ones() -> None:
    assert refusal("shandong") == (
        "no profile named shandong; known: shandong-basic, shandong-benchmark, shandong-growth, "
        "or a .toml file"
    )


def test_a_name_leads_to_no_other_file() -> None:
    assert refusal("../errors").startswith("no profile named ../errors; known: ")


def test_a_missing_file_is_told_once_and_plainly(tmp_path: Path) -> None:
    path = tmp_path / "absent.toml"
    assert refusal(str(path)) == (
        f"profile {path}: cannot be read ([Errno 2] No such file or directory: '{path}')"
    )


def test_a_file_of_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gbk.toml"
    path.write_bytes('title = "试行"'.encode("gbk"))
    assert refusal(str(path)).startswith(f"profile {path}: cannot be read ('utf-8' codec")


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert load_profile(written(tmp_path, f"\ufeff{GOOD}"), indicators=KNOWN).level == "基础型"


def test_a_name_that_no_file_can_have_is_refused() -> None:
    assert refusal("a\0.toml").startswith("profile a\0.toml: cannot be read (")
