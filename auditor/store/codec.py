"""Observations as JSON text and back: equal after the journey, but for the picture's bytes."""

from functools import cache

from pydantic import TypeAdapter, ValidationError

from auditor.errors import StoreError
from probes.catalog import all_probes
from probes.observation import Observation

__all__ = ["decode", "encode"]


@cache
def _adapter(probe: str) -> TypeAdapter[Observation[object]]:
    """The adapter for a probe's payload type; StoreError for a probe that is not known."""
    for candidate in all_probes():
        if candidate.name == probe:
            return TypeAdapter(Observation[candidate.payload_type])  # type: ignore[name-defined]  # a type chosen at run time
    raise StoreError(f"the store holds observations of the unknown probe {probe!r}")


def encode(observation: Observation[object]) -> str:
    """JSON text without the picture, which is a file known by its hash."""
    return _adapter(observation.probe).dump_json(observation, exclude={"picture"}).decode()


def decode(probe: str, body: str) -> Observation[object]:
    """The observation again; StoreError when the text is none of this version's."""
    try:
        return _adapter(probe).validate_json(body)
    except ValidationError as error:
        raise StoreError(f"an observation of {probe} in the store cannot be read") from error
