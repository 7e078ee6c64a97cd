"""The plan (应建): the key locations of a community, one row each."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from auditor.errors import RegistryError
from auditor.records import KeyLocation, LocationClass, RowError
from auditor.registry.columns import KEY_LOCATION_COLUMNS, location_id, normalise
from auditor.registry.table import read_table

__all__ = ["Plan", "read_key_locations"]

_CLASSES = {
    normalise(text): location_class
    for location_class, words in {
        LocationClass.RESIDENTIAL_GATE: ("小区出入口", "residential_gate"),
        LocationClass.PARKING_GATE: (
            "停车库（场）出入口",
            "停车库出入口",
            "停车场出入口",
            "parking_gate",
        ),
        LocationClass.MAIN_ROAD: ("社区主干道", "main_road"),
        LocationClass.FIRE_LANE: ("消防通道", "fire_lane"),
    }.items()
    for text in words
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The key locations as read, with the file's identity.

    ``elsewhere`` names the communities of every id that another community plans.
    """

    name: str
    sha256: str
    locations: tuple[KeyLocation, ...]
    errors: tuple[RowError, ...]
    elsewhere: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def communities(self) -> tuple[str, ...]:
        """The communities named, in order of appearance."""
        return tuple(dict.fromkeys(k.community for k in self.locations if k.community))

    def only(self, community: str) -> "Plan":
        """The key locations of ``community``; rows that name none belong to every one."""
        kept = tuple(k for k in self.locations if k.community in ("", community))
        others: dict[str, tuple[str, ...]] = {}
        for place in self.locations:
            if place.community not in ("", community):
                others[place.id] = (*others.get(place.id, ()), place.community)
        return replace(self, locations=kept, elsewhere=others)


def read_key_locations(path: Path) -> Plan:
    """Read the plan; RegistryError when unreadable or when an id is missing or doubled."""
    table = read_table(path, KEY_LOCATION_COLUMNS)
    locations = tuple(_location(row) for row in table.frame.iter_rows(named=True))
    _check_ids(path, locations)
    return Plan(name=table.name, sha256=table.sha256, locations=locations, errors=table.errors)


def _check_ids(path: Path, locations: tuple[KeyLocation, ...]) -> None:
    """A doubled id would make coverage ambiguous: the operator must decide, not we."""
    seen: dict[str, dict[str, int]] = {}
    for location in locations:
        if not location.id:
            raise RegistryError(f"{path}: row {location.row} has no 关键位置编号; give it one")
        rows = seen.setdefault(location.id, {})
        first = _clash(rows, location.community)
        rows[location.community] = location.row
        if first is not None:
            raise RegistryError(
                f"{path}: rows {first} and {location.row} share the 关键位置编号 "
                f"{location.id}; make them different"
            )


def _clash(rows: dict[str, int], community: str) -> int | None:
    """The row that already has this id; a row of no community belongs to every one."""
    if not community and rows:
        return next(iter(rows.values()))
    return rows.get(community, rows.get(""))


def _location(row: Mapping[str, Any]) -> KeyLocation:
    text = row["location_class"].strip()
    return KeyLocation(
        row=row["row"],
        id=location_id(row["id"]),
        community=row.get("community", "").strip(),
        location_class=_CLASSES.get(normalise(text), LocationClass.OTHER),
        class_text=text,
        name=row["name"].strip(),
        longitude=row.get("longitude", "").strip(),
        latitude=row.get("latitude", "").strip(),
    )
