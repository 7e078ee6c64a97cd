"""ONVIF without I/O: WSDL documents, login token, envelopes, faults, clock, hosts, answers.

Sockets are left to :mod:`probes.onvif_transport`, the order of the calls to
:mod:`probes.onvif_device`.
"""
