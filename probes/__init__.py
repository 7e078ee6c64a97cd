"""Measuring: one probe a file, facts out, no judgement.

Knows targets (an address, a credential), not cameras; what a fact means is left to
the rules of the audit.
"""
