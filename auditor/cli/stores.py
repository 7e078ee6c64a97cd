"""Which store a verb means: the option, else the configuration's, else the usual file."""

from pathlib import Path

from auditor.cli.settings import configuration
from auditor.errors import StoreError
from auditor.store.place import locate

__all__ = ["configured_reports", "configured_store", "existing_store", "store_files"]


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
    return store or configuration(config).files.store


def configured_reports(reports: Path | None, config: Path | None) -> Path:
    """The folder of the reports, whether it is there or not."""
    return reports or Path(configuration(config).files.reports)
