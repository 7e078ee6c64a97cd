"""Which store a verb means: the option, else the configuration's, else the usual file."""

from pathlib import Path

from auditor.config import Config, load_config
from auditor.errors import StoreError
from auditor.store.place import locate

__all__ = ["configured_reports", "configured_store", "existing_store", "store_files"]

_DEFAULT_CONFIG = Path("auditor.toml")


def existing_store(store: str | None, config: Path | None) -> str:
    """The store's path or URL; StoreError for a file that is not there, which is not made."""
    chosen = configured_store(store, config)
    file = locate(chosen).file
    if file is not None and not file.is_file():
        raise StoreError(f"{chosen}: no such file; name the store with --store")
    return chosen


def store_files(place: str) -> tuple[Path, ...]:
    """The store's own file, for verbs that must not write over it; a server has none."""
    file = locate(place).file
    return () if file is None else (file,)


def configured_store(store: str | None, config: Path | None) -> str:
    """The store's path or URL, whether it is there or not."""
    return store or _configured(config).files.store


def configured_reports(reports: Path | None, config: Path | None) -> Path:
    """The folder of the reports, whether it is there or not."""
    return reports or Path(_configured(config).files.reports)


def _configured(path: Path | None) -> Config:
    if path is not None:
        return load_config(path)
    return load_config(_DEFAULT_CONFIG) if _DEFAULT_CONFIG.exists() else Config()
