"""What is audited: one community's registry and plan, and the scheme that judges them.

Read and checked whole, before anything is dialled or written.  Judging is left to the rules.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from auditor.config import Records
from auditor.errors import RegistryError
from auditor.model import Chosen, Sample
from auditor.profile import Profile
from auditor.profile_standard import load_scheme
from auditor.registry.exclusions import ExclusionsFile, read_exclusions
from auditor.registry.key_locations import Plan, read_key_locations
from auditor.registry.registry import Registry, read_registry
from auditor.sampling.drawn import read_sample
from auditor.terms import Terms, load_terms
from auditor.waivers_file import WaiversFile, read_waivers

__all__ = ["Inputs", "load_inputs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """The inputs of a round; ``community`` is empty when the registry names none.

    ``chosen`` are the only cameras that an ad-hoc round is about.
    """

    registry: Registry
    plan: Plan
    community: str
    profile: Profile
    terms: Terms
    exclusions: ExclusionsFile | None = None
    waivers: WaiversFile | None = None
    sample: Sample | None = None
    chosen: Chosen | None = None


_STANDARD = Records()


def load_inputs(
    *,
    registry: Path,
    key_locations: Path,
    community: str,
    profile: str,
    records: Records = _STANDARD,
    exclusions: Path | None = None,
    waivers: Path | None = None,
    sample: Path | None = None,
) -> Inputs:
    """Read everything; an AuditorError with one clear message."""
    scheme = load_scheme(profile)
    terms = load_terms(records, scheme)
    whole = read_registry(registry, terms.column_map, sheet=terms.sheet)
    chosen = _choose(registry, whole, community)
    own = whole.only(chosen)
    return Inputs(
        registry=own,
        plan=_planned(registry, read_key_locations(key_locations), chosen),
        community=chosen,
        profile=scheme,
        terms=terms,
        exclusions=_own(read_exclusions(exclusions), whole, chosen) if exclusions else None,
        waivers=read_waivers(waivers) if waivers else None,
        sample=read_sample(sample, own) if sample else None,
    )


def _own(read: ExclusionsFile, whole: Registry, community: str) -> ExclusionsFile:
    """Without the rows about cameras of other communities; those of unknown cameras stay."""
    mine = {camera.device_code.strip() for camera in whole.only(community).cameras}
    others = {camera.device_code.strip() for camera in whole.cameras} - mine
    return replace(read, rows=tuple(row for row in read.rows if row.device_code not in others))


def _choose(path: Path, registry: Registry, wanted: str) -> str:
    """A report is about one community: the wanted one, or the only one."""
    found = registry.communities
    if wanted:
        if wanted not in found:
            raise RegistryError(f"{path}: no camera of 社区 {wanted}; found: {_list(found)}")
        return wanted
    if len(found) > 1:
        raise RegistryError(
            f"{path}: {len(found)} communities ({_list(found)}); choose one with --community"
        )
    return found[0] if found else ""


def _planned(path: Path, whole: Plan, community: str) -> Plan:
    """The community's part of the plan; a registry that names none may have a plan of one."""
    if community:
        return whole.only(community)
    named = whole.communities
    if len(named) > 1:
        raise RegistryError(
            f"{path}: no camera names its 社区, but {whole.name} plans {len(named)} "
            f"({_list(named)}); fill in the column 社区"
        )
    return whole


def _list(names: tuple[str, ...], shown: int = 5) -> str:
    words = [name or "（空）" for name in names[:shown]]
    return "、".join(words) + ("…" if len(names) > shown else "")
