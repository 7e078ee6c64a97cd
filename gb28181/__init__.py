"""GB/T 28181, the standard itself, usable alone: codes, tables, divisions, the Catalog item.

    codes             the 20 digits of a device code
    tables            what its industry, type and network mean in an edition
    validation        whether an edition allows a code
    divisions         what its first six digits name
    civil_code        the 2, 4, 6 or 8 digits of an item's division
    grassroots        the six digits of a township and a village (E.3)
    capture_position  the seven digits of what a camera watches (Annex O)
    catalog           the fields of a Catalog item in an edition, and their values
    errors            everything that is raised here

Knows nothing of registries, probes or thresholds.
"""
