"""What a round saw, found and counted as rows of the tables."""

from dataclasses import fields

from auditor.model import Finding, IndicatorResult
from auditor.store.codec import encode
from probes.observation import Observation

__all__ = ["finding_row", "observation_row", "rate_row"]


def observation_row(round_id: str, observation: Observation[object]) -> dict[str, object]:
    """The payload is JSON, so a new probe needs no other column."""
    return {
        "round_id": round_id,
        "row": int(observation.target),
        "probe": observation.probe,
        "version": observation.version,
        "attempt": observation.attempt,
        "body": encode(observation),
    }


def finding_row(round_id: str, finding: Finding) -> dict[str, object]:
    """PostgreSQL's texts hold no NUL, and no database half of a surrogate pair."""
    values = ((one.name, getattr(finding, one.name)) for one in fields(finding))
    written = {
        name: _storable(value) if isinstance(value, str) else value for name, value in values
    }
    return written | {"round_id": round_id}


def _storable(text: str) -> str:
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def rate_row(round_id: str, result: IndicatorResult) -> dict[str, object]:
    """The counts and the verdict; the members are in the report."""
    rate = result.rate
    return {
        "round_id": round_id,
        "indicator": rate.indicator,
        "version": rate.version,
        "scope": rate.scope,
        "of": rate.of,
        "met": rate.met,
        "unknown": rate.unknown,
        "excluded": rate.excluded,
        "threshold": result.threshold,
        "verdict": result.verdict.value,
    }
