"""Loading an assessment scheme: a packaged one by name, or a file by path.

A file may extend a packaged scheme and change what differs.  What it asks less for than the
standard is told by `auditor.profile_standard`, which also keeps it from looking like one.
"""

import tomllib
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from auditor import profiles
from auditor.criteria import RuleSet
from auditor.daypart import Daypart
from auditor.errors import ProfileError
from auditor.picture_limits import LIMIT_NAMES, PictureTerms, picture_terms
from auditor.policy import JudgedOn, Policy, PublicBy, UnknownPolicy
from auditor.profile_faults import explain, nearest
from gb28181.codes import Edition

__all__ = ["Denominators", "Exclusions", "Profile", "load_profile", "packaged_profiles"]

Percent = Annotated[int, Field(strict=True, ge=0, le=100)]
Limit = Annotated[float, Field(ge=0, le=1000)]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
Number = Annotated[int, Field(strict=True, ge=1, le=10_000)]


class Denominators(BaseModel):
    """Who is counted where the scheme leaves a choice."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    public_cameras: PublicBy = PublicBy.AUTO
    further_classes: tuple[str, ...] = ()


class Exclusions(BaseModel):
    """What valid exclusions (免考核) do; ``max_days`` is the longest that one may last."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    judged_on: JudgedOn = JudgedOn.GROSS
    share_cap: Percent = 5
    max_days: Number = 90


class Profile(BaseModel):
    """One scheme; a threshold (whole percent) that is not known is absent, never guessed.

    With ``stream`` sub the picture of a sub-stream is enough where a camera has one, and
    ``main_share`` percent of the cameras, in turn, are judged by the main stream all the same.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    level: str
    edition: Edition
    extends: str = ""
    policy_version: Number = 1
    naming: str = "none"
    rule_sets: tuple[RuleSet, ...] = ()
    unknown: UnknownPolicy = UnknownPolicy.INTERVAL
    thresholds: dict[str, Percent]
    denominators: Denominators = Denominators()
    exclusions: Exclusions = Exclusions()
    picture_limits: dict[Daypart, dict[str, Limit]] = {}
    placeholders: tuple[Hash, ...] = ()
    stream: Literal["main", "sub"] = "main"
    main_share: Annotated[int, Field(strict=True, ge=1, le=100)] = 10

    @property
    def picture_terms(self) -> PictureTerms:
        """What pictures are judged by: the standard limits with this scheme's changes."""
        return picture_terms(self.picture_limits, self.placeholders)

    @property
    def policy(self) -> Policy:
        """How rates are judged."""
        return Policy(
            unknown=self.unknown,
            judged_on=self.exclusions.judged_on,
            share_cap=self.exclusions.share_cap,
        )


def packaged_profiles() -> tuple[str, ...]:
    """The names of the schemes that come with the auditor."""
    names = (item.name for item in resources.files(profiles).iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml")))


def load_profile(name: str, *, indicators: frozenset[str]) -> Profile:
    """Load by packaged name or by path of a ``.toml`` file.

    ``indicators`` are the ids that may have a threshold; a threshold for anything else is a
    ProfileError, since it would silently judge nothing.
    """
    document = _document(name)
    try:
        profile = Profile.model_validate({"id": Path(name).stem, **document})
    except ValidationError as error:
        raise ProfileError(f"profile {name}: {explain(error, Profile)}") from error
    strangers = sorted(set(profile.thresholds) - indicators)
    if strangers:
        raise ProfileError(
            f"profile {name}: thresholds for unknown rates {', '.join(strangers)}; "
            f"{nearest(strangers[0], indicators)}known: {', '.join(sorted(indicators))}"
        )
    _check_limits(name, profile)
    return profile


def _document(name: str) -> dict[str, Any]:
    """What the file says, over what the packaged scheme says that it extends."""
    try:
        own = tomllib.loads(_text(name))
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"profile {name}: not valid TOML: {error}") from error
    base = own.get("extends")
    if base is None:
        return own
    known = packaged_profiles()
    if base not in known:
        raise ProfileError(
            f"profile {name}: extends: no packaged profile {base!r}; "
            f"{nearest(str(base), known)}known: {', '.join(known)}"
        )
    return _over(tomllib.loads(_text(base)), own)


def _over(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Tables are joined key by key; anything else of ``own`` replaces the base's."""
    return base | {
        key: _over(base[key], value)
        if isinstance(value, dict) and isinstance(base.get(key), dict)
        else value
        for key, value in own.items()
    }


def _check_limits(name: str, profile: Profile) -> None:
    given = {limit for limits in profile.picture_limits.values() for limit in limits}
    strangers = sorted(given - LIMIT_NAMES)
    if strangers:
        raise ProfileError(
            f"profile {name}: unknown picture limits {', '.join(strangers)}; "
            f"{nearest(strangers[0], LIMIT_NAMES)}known: {', '.join(sorted(LIMIT_NAMES))}"
        )


def _text(name: str) -> str:
    try:
        if name.endswith(".toml"):
            return Path(name).read_text(encoding="utf-8-sig")
        if name not in packaged_profiles():
            known = ", ".join(packaged_profiles())
            raise ProfileError(f"no profile named {name}; known: {known}, or a .toml file")
        return resources.files(profiles).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    except (OSError, ValueError) as error:  # not UTF-8, or a NUL in the name
        raise ProfileError(f"profile {name}: cannot be read ({error})") from error
