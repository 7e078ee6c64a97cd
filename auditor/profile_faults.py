"""What is wrong with a scheme, in one sentence: the place, the fault, the nearest valid name."""

import difflib
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError

__all__ = ["explain", "nearest"]


def explain(error: ValidationError, model: type[BaseModel]) -> str:
    """The first fault of ``model``'s document."""
    fault = error.errors(include_url=False)[0]
    parts = tuple(str(part) for part in fault["loc"])
    place = ".".join(parts)
    if fault["type"] == "extra_forbidden":
        known = _keys(model, parts[:-1])
        return f"unknown key {place}; {nearest(parts[-1], known)}known: {', '.join(known)}"
    if parts[0] == "thresholds" and len(parts) > 1:
        return (
            f"{place}: {_short(fault['input'])} is no whole percent from 0 to 100; write it as 95"
        )
    return f"{place}: {fault['msg']}"


def nearest(name: str, known: Iterable[str]) -> str:
    """A question for the nearest of ``known``, with a space after it; empty without one."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"did you mean {near[0]}? " if near else ""


def _keys(model: type[BaseModel], parents: tuple[str, ...]) -> list[str]:
    """The keys that the table at ``parents`` may have."""
    for parent in parents:
        inner = model.model_fields[parent].annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            model = inner
    return sorted(model.model_fields)


def _short(value: Any) -> str:
    return repr(value)[:40]
