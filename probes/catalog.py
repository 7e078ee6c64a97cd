"""Every probe there is, found by discovery: a probe is one module with a `PROBE`."""

import importlib
import pkgutil
from functools import cache

import probes
from probes.probe import Probe

__all__ = ["all_probes"]


@cache
def all_probes() -> tuple[Probe[object], ...]:
    """Every probe with its default options, by name."""
    found = []
    for module in pkgutil.iter_modules(probes.__path__, "probes."):
        value = getattr(importlib.import_module(module.name), "PROBE", None)
        if isinstance(value, Probe):
            found.append(value)
    return tuple(sorted(found, key=lambda probe: probe.name))
