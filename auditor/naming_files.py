"""Loading naming profiles: a packaged one by name, a ``.toml`` file, or one that assigns them.

A file has either the parts of one profile, or a table ``[communities]`` of community →
profile and a ``default``:

    default = "smart-community"
    [communities]
    "云帆社区" = "road-offset"

Paths in it are relative to its own folder.  Every fault is one `ProfileError`.
"""

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, TypeVar

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from auditor import namings
from auditor.errors import ProfileError
from auditor.naming import Naming, NamingProfile

__all__ = ["load_naming", "packaged_namings"]

_MAX_BYTES = 1_000_000
_MAX_COMMUNITIES = 20_000
_STRICT = ConfigDict(extra="forbid", frozen=True, strict=True)

_Model = TypeVar("_Model", bound=BaseModel)

Text = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\p{Cc}]*$")]
Word = Annotated[str, StringConstraints(min_length=1, max_length=20)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class _ProfileFile(BaseModel):
    """The parts of a profile as a file has them."""

    model_config = _STRICT

    id: Text
    title: Text
    source: Text = ""
    certainty: Text = ""
    form: Text
    examples: Annotated[list[Text], Field(max_length=20)] = []
    grammar: Annotated[str, StringConstraints(max_length=500)] = ""
    position_words: Annotated[list[Word], Field(max_length=500)] = []
    names_community: bool = False


class _AssignmentFile(BaseModel):
    """Which community follows which profile."""

    model_config = _STRICT

    default: Name = "none"
    communities: Annotated[dict[str, Name], Field(max_length=_MAX_COMMUNITIES)]


def packaged_namings() -> tuple[str, ...]:
    """The names of the profiles that come with the auditor, and ``none``."""
    names = (item.name for item in resources.files(namings).iterdir())
    found = {n.removesuffix(".toml") for n in names if n.endswith(".toml")}
    return tuple(sorted(found | {NamingProfile().id}))


def load_naming(name: str) -> Naming:
    """The profiles by a packaged name or by the path of a ``.toml`` file; or `ProfileError`."""
    if not name.endswith(".toml"):
        return Naming(default=_packaged(name))
    path = Path(name)
    parts = _parsed(name, _read(path))
    if "communities" not in parts:
        return Naming(default=_profile(name, {"id": path.stem, **parts}))
    chosen = _checked(name, _AssignmentFile, parts)
    profiles = {p: _one(p, path.parent) for p in {chosen.default, *chosen.communities.values()}}
    return Naming(
        default=profiles[chosen.default],
        by_community={c.strip(): profiles[p] for c, p in chosen.communities.items()},
    )


def _one(name: str, folder: Path) -> NamingProfile:
    """A single profile, named by an assignment in ``folder``."""
    if not name.endswith(".toml"):
        return _packaged(name)
    path = folder / name
    return _profile(str(path), {"id": path.stem, **_parsed(str(path), _read(path))})


@cache
def _packaged(name: str) -> NamingProfile:
    if name == NamingProfile().id:
        return NamingProfile()
    if name not in packaged_namings():
        known = ", ".join(packaged_namings())
        raise ProfileError(f"no naming profile named {name}; known: {known}, or a .toml file")
    text = resources.files(namings).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return _profile(name, {"id": name, **_parsed(name, text)})


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
        if len(content) <= _MAX_BYTES:
            return content.decode("utf-8-sig")
    except (OSError, ValueError) as error:  # not UTF-8, or a NUL in the name
        raise ProfileError(f"naming profile {path}: cannot be read ({error})") from error
    raise ProfileError(f"naming profile {path}: larger than {_MAX_BYTES} bytes")


def _parsed(name: str, text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ProfileError(f"naming profile {name}: not valid TOML: {error}") from error


def _checked(name: str, model: type[_Model], parts: dict[str, object]) -> _Model:
    try:
        return model.model_validate(parts)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise ProfileError(f"naming profile {name}: {place}: {fault['msg']}") from error


def _profile(name: str, parts: dict[str, object]) -> NamingProfile:
    file = _checked(name, _ProfileFile, parts)
    profile = NamingProfile(
        id=file.id,
        title=file.title,
        source=file.source,
        certainty=file.certainty,
        form=file.form,
        examples=tuple(file.examples),
        grammar=file.grammar,
        position_words=tuple(file.position_words),
        names_community=file.names_community,
    )
    _check_grammar(name, profile)
    return profile


def _check_grammar(name: str, profile: NamingProfile) -> None:
    """By the engine that will judge with it; a profile's own examples must be right."""
    try:
        # Alone first: what only compiles inside brackets could close them.
        pl.Series([""]).str.contains(profile.grammar)
        right = pl.Series(profile.examples, dtype=pl.String).str.contains(
            f"^(?:{profile.grammar})$"
        )
    except pl.exceptions.ComputeError as error:
        raise ProfileError(f"naming profile {name}: grammar: {_reason(error)}") from error
    wrong = [example for example, fits in zip(profile.examples, right, strict=True) if not fits]
    if profile.grammar and wrong:
        raise ProfileError(
            f"naming profile {name}: the example {wrong[0]} does not match its grammar"
        )


def _reason(error: Exception) -> str:
    """The one line of the engine's message that says what is wrong."""
    lines = str(error).removeprefix("regex error: ").splitlines()
    return next((line for line in lines if line.startswith("error: ")), lines[0])
