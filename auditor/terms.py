"""Everything that records of one audit are judged by, read from the operator's files.

The same for `check` and `run`, so that a night never judges records by other terms than the
check before it.  What the files hold is left to their readers.
"""

from dataclasses import dataclass
from pathlib import Path

from auditor.config import Records
from auditor.criteria import Criteria
from auditor.geo.anchors_file import Anchors, read_anchors
from auditor.geo.community_area import CommunityAreas, read_community_areas
from auditor.geo.customer import read_customer_layer
from auditor.geo.layers import Layer, open_layers
from auditor.naming_files import load_naming
from auditor.profile import Profile
from auditor.reference import read_access_units, read_counties, read_local_codes
from auditor.registry.column_map import ColumnMap, read_column_map
from auditor.registry.positions import Places
from auditor.registry.second_list import SecondList, read_second_list

__all__ = ["Terms", "load_terms"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Terms:
    """The criteria, and what positions and devices are compared with."""

    criteria: Criteria
    places: Places
    column_map: ColumnMap | None = None
    sheet: str = ""
    second: SecondList | None = None
    anchors: Anchors | None = None


def load_terms(records: Records, scheme: Profile) -> Terms:
    """Read every file that ``records`` names; each fault is one AuditorError."""
    return Terms(
        criteria=_criteria(records, scheme),
        places=Places(layers=_layers(records.boundaries), areas=_areas(records.community_areas)),
        column_map=read_column_map(Path(records.column_map)) if records.column_map else None,
        sheet=records.sheet,
        second=read_second_list(Path(records.second_list)) if records.second_list else None,
        anchors=read_anchors(Path(records.anchors)) if records.anchors else None,
    )


def _criteria(records: Records, scheme: Profile) -> Criteria:
    units = records.access_units
    return Criteria(
        edition=scheme.edition,
        rule_sets=Criteria().rule_sets | frozenset((*scheme.rule_sets, *records.rule_sets)),
        naming=load_naming(records.naming or scheme.naming),
        local_codes=read_local_codes(Path(records.local_codes))
        if records.local_codes
        else frozenset(),
        access_units=read_access_units(Path(units)) if units else None,
        counties=read_counties(Path(records.counties)) if records.counties else {},
    )


def _layers(boundaries: str) -> tuple[Layer, ...]:
    """The customer's first: it takes precedence."""
    own = (read_customer_layer(Path(boundaries)).layer,) if boundaries else ()
    return (*own, *open_layers())


def _areas(areas: str) -> CommunityAreas | None:
    return read_community_areas(Path(areas)) if areas else None
