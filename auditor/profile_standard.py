"""A scheme beside the standard: what it asks less for, which no output may hide.

The standard is the packaged scheme that a file extends, or the one of the same level.
"""

from collections.abc import Mapping
from functools import cache

from auditor.discovery import threshold_ids
from auditor.errors import ProfileError
from auditor.policy import JudgedOn, PublicBy, UnknownPolicy
from auditor.profile import Exclusions, Profile, load_profile, packaged_profiles
from auditor.render.words import DEPARTURE

__all__ = ["departures", "load_scheme", "loosened", "policy_lines", "standard_of"]


def load_scheme(name: str) -> Profile:
    """`load_profile`, and ProfileError for a loosened scheme that looks like the standard."""
    profile = load_profile(name, indicators=threshold_ids())
    if name in packaged_profiles() or not departures(profile):
        return profile
    for packaged in _packaged():
        if profile.title.strip() == packaged.title:
            raise ProfileError(
                f"profile {name}: it departs from the standard ({departures(profile)[0]}), so it "
                f"cannot have the standard's title {packaged.title}; give it a title of its own"
            )
        if profile.id == packaged.id:
            raise ProfileError(
                f"profile {name}: it departs from the standard, so its id cannot be {profile.id}; "
                "give it an id of its own"
            )
    return profile


def standard_of(profile: Profile) -> Profile | None:
    """The packaged scheme that ``profile`` is measured by; None where no level fits."""
    known = _packaged()
    if profile.extends:
        return next(scheme for scheme in known if scheme.id == profile.extends)
    return next((scheme for scheme in known if scheme.level == profile.level.strip()), None)


def loosened(profile: Profile) -> Mapping[str, int]:
    """The standard's threshold of each rate of which ``profile`` asks less, or nothing."""
    standard = standard_of(profile)
    return {
        rate: threshold
        for rate, threshold in (standard.thresholds.items() if standard else ())
        if profile.thresholds.get(rate, -1) < threshold
    }


def departures(profile: Profile) -> tuple[str, ...]:
    """In what ``profile`` is not the standard, one Chinese sentence each."""
    told = [
        f"{rate} 的阈值{_asked(profile, rate)}，低于标准的 {threshold}%"
        for rate, threshold in loosened(profile).items()
    ]
    if profile.unknown is UnknownPolicy.LEFT_OUT:
        told.append(f"{profile.unknown.label}，标准口径为区间法")
    if profile.exclusions.judged_on is JudgedOn.NET:
        told.append("按剔除免考核后的净值判定，标准口径为全量")
    if profile.exclusions.share_cap > Exclusions().share_cap:
        told.append(
            f"免考核占比上限 {profile.exclusions.share_cap}%，默认为 {Exclusions().share_cap}%"
        )
    return tuple(told)


def policy_lines(profile: Profile) -> tuple[str, ...]:
    """How ``profile`` judges, for the reader of a report (Chinese)."""
    choice, public = profile.exclusions, _PUBLIC[profile.denominators.public_cameras]
    further = "、".join(profile.denominators.further_classes)
    lines = (
        f"口径版本：第 {profile.policy_version} 版；官方未公布公式",
        f"未知的处理：{profile.unknown.label}",
        f"判定依据：{choice.judged_on.label}",
        f"免考核：占比上限 {choice.share_cap}%，单次最长 {choice.max_days} 天",
        f"公共视频资源：{public}",
        f"另列的关键位置类别：{further}" if further else "",
        *(f"{DEPARTURE}{text}" for text in departures(profile)),
    )
    return tuple(line for line in lines if line)


_PUBLIC = {
    PublicBy.AUTO: "台账有标记的按标记，没有的按点位类型一类、二类，都没有的按全部在册摄像机",
    PublicBy.FLAG: "按台账标记",
    PublicBy.POINT_TYPE: "按监控点位类型一类、二类",
    PublicBy.ALL: "按全部在册摄像机",
}


def _asked(profile: Profile, rate: str) -> str:
    given = profile.thresholds.get(rate)
    return "未列出" if given is None else f"为 {given}%"


@cache
def _packaged() -> tuple[Profile, ...]:
    return tuple(load_profile(name, indicators=threshold_ids()) for name in packaged_profiles())
