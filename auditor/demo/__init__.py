"""The simulated community behind `auditor demo`: real servers on loopback, invented cameras.

The auditor never imports this package; it sees only addresses.
"""
