"""Naming profiles as data: how cameras are named in one place, and who says so."""
