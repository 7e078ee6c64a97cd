"""ONVIF without I/O: requests, login token, envelopes, faults, clock, hosts, answers, discovery.

Sockets are left to :mod:`probes.onvif_transport` and :mod:`probes.onvif_discovery`, the order
of the calls to :mod:`probes.onvif_device`.
"""
