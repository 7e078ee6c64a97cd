"""Sampled audits: whom to look at, what the figures then prove, and how many are enough."""
