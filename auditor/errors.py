"""Faults of the operator or of us; facts about cameras and records are never exceptions.

AuditorError
├── ConfigError     configuration, credentials file, allowed networks
├── RegistryError   a registry or key-location file that cannot be read at all
├── ProfileError    an assessment scheme that cannot be used
├── BoundaryError   a file of boundaries that cannot be used
├── FormError       an acceptance form that cannot be read or filled
├── StoreError      the database
├── EvidenceError   a manifest or an evidence package
├── OperationLogError  the log of operations
├── ReportError     the output folder
├── RoundRunning    another round runs into the same folder
└── RoundSuspended  no fault: a round was stopped, and is kept to be gone on with
"""

__all__ = [
    "AuditorError",
    "BoundaryError",
    "ConfigError",
    "EvidenceError",
    "FormError",
    "OperationLogError",
    "ProfileError",
    "RegistryError",
    "ReportError",
    "RoundRunning",
    "RoundSuspended",
    "StoreError",
]


class AuditorError(Exception):
    """One clear message: what, where, what to do.  The command line ends with exit code 2."""


class ConfigError(AuditorError):
    """Raised when the configuration or the credentials cannot be used."""


class RegistryError(AuditorError):
    """Raised when a registry or key-location file cannot be read at all."""


class ProfileError(AuditorError):
    """Raised when an assessment scheme is unknown or contradicts itself."""


class BoundaryError(AuditorError):
    """Raised when a file of county or community boundaries cannot be used."""


class FormError(AuditorError):
    """Raised when a declared acceptance form cannot be read or filled."""


class StoreError(AuditorError):
    """Raised when the database cannot be opened, read or written."""


class EvidenceError(AuditorError):
    """Evidence or a manifest that cannot be read."""


class OperationLogError(AuditorError):
    """Raised when an operation cannot be recorded, or the records cannot be read."""


class ReportError(AuditorError):
    """Raised when the reports cannot be written."""


class RoundRunning(AuditorError):  # noqa: N818 - a state of affairs more than an error
    """Raised when a round is asked for while another one runs."""


class RoundSuspended(AuditorError):  # noqa: N818 - no fault
    """Raised when a round was stopped and kept; the command line ends with exit code 3."""
