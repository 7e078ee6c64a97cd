"""Loading an assessment scheme: a packaged one by name, or a file by path."""

import tomllib
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from auditor import profiles
from auditor.daypart import Daypart
from auditor.errors import ProfileError
from auditor.picture_limits import LIMIT_NAMES, PictureTerms, picture_terms
from gb28181.codes import Edition

__all__ = ["Profile", "load_profile", "packaged_profiles"]

Percent = Annotated[int, Field(strict=True, ge=0, le=100)]
Limit = Annotated[float, Field(ge=0, le=1000)]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


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
    naming: str = "none"
    thresholds: dict[str, Percent]
    picture_limits: dict[Daypart, dict[str, Limit]] = {}
    placeholders: tuple[Hash, ...] = ()
    stream: Literal["main", "sub"] = "main"
    main_share: Annotated[int, Field(strict=True, ge=1, le=100)] = 10

    @property
    def picture_terms(self) -> PictureTerms:
        """What pictures are judged by: the standard limits with this scheme's changes."""
        return picture_terms(self.picture_limits, self.placeholders)


def packaged_profiles() -> tuple[str, ...]:
    """The names of the schemes that come with the auditor."""
    names = (item.name for item in resources.files(profiles).iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml")))


def load_profile(name: str, *, indicators: frozenset[str]) -> Profile:
    """Load by packaged name or by path of a ``.toml`` file.

    ``indicators`` are the ids that may have a threshold; a threshold for anything else is a
    ProfileError, since it would silently judge nothing.
    """
    text = _text(name)
    try:
        profile = Profile.model_validate({"id": Path(name).stem, **tomllib.loads(text)})
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"profile {name}: not valid TOML: {error}") from error
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise ProfileError(f"profile {name}: {place}: {fault['msg']}") from error
    strangers = sorted(set(profile.thresholds) - indicators)
    if strangers:
        raise ProfileError(
            f"profile {name}: thresholds for unknown rates {', '.join(strangers)}; "
            f"known: {', '.join(sorted(indicators))}"
        )
    _check_limits(name, profile)
    return profile


def _check_limits(name: str, profile: Profile) -> None:
    given = {limit for limits in profile.picture_limits.values() for limit in limits}
    strangers = sorted(given - LIMIT_NAMES)
    if strangers:
        raise ProfileError(
            f"profile {name}: unknown picture limits {', '.join(strangers)}; "
            f"known: {', '.join(sorted(LIMIT_NAMES))}"
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
