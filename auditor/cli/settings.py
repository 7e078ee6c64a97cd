"""Which configuration a verb means: the named file, else that of the working directory."""

from pathlib import Path

from auditor.config import Config, load_config

__all__ = ["configuration"]

_DEFAULT = Path("auditor.toml")


def configuration(path: Path | None) -> Config:
    """The file at ``path``, else ``auditor.toml`` if there is one, else the defaults."""
    if path is not None:
        return load_config(path)
    return load_config(_DEFAULT) if _DEFAULT.exists() else Config()
