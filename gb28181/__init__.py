"""GB/T 28181, the standard itself, usable alone: codes, tables, divisions.

    codes        the 20 digits of a device code
    tables       what its industry, type and network mean in an edition
    validation   whether an edition allows a code
    divisions    what its first six digits name
    errors       everything that is raised here

Knows nothing of registries, probes or thresholds.
"""
