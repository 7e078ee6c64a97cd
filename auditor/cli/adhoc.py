"""``auditor run --only``: who is chosen, and by which earlier round."""

from collections.abc import Sequence
from dataclasses import replace

from auditor.errors import ConfigError
from auditor.inputs import Inputs
from auditor.model import Report, RoundKind
from auditor.schedule.selection import choose, states_in
from auditor.store.place import locate
from auditor.store.store import Store

__all__ = ["with_chosen"]


def with_chosen(inputs: Inputs, selectors: Sequence[str], place: str) -> Inputs:
    """The inputs of an ad-hoc round over the cameras that ``selectors`` name.

    What they were before is told by the community's latest whole round in the store.
    """
    if inputs.sample is not None:
        raise ConfigError("--only and --sample: give one of them")
    before = _latest(place, inputs.community)
    cameras = inputs.registry.cameras
    states = states_in(before, cameras, inputs.registry.sha256) if before else {}
    parent = before.provenance.round_id if before else ""
    return replace(inputs, chosen=choose(selectors, cameras, states, parent=parent))


def _latest(place: str, community: str) -> Report | None:
    """The community's latest whole round; a store that is not there yet is not made."""
    file = locate(place).file
    if file is not None and not file.is_file():
        return None
    with Store(place) as store:
        ended = (
            kept.id
            for kept in store.rounds()
            if kept.kind is RoundKind.NIGHTLY and kept.ended_at and kept.community == community
        )
        found = next(ended, None)
        return store.report(found) if found else None
