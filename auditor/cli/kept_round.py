"""The report of a round that was kept, for verbs that compare with it or write from it."""

from pathlib import Path

from auditor.config import Config, load_config
from auditor.errors import StoreError
from auditor.model import Report
from auditor.store.store import Store

__all__ = ["kept_report", "store_path"]

_CONFIG = Path("auditor.toml")


def store_path(given: Path | None) -> Path:
    """The database: as given, else as the configuration here names it, else its usual name."""
    if given is not None:
        return given
    config = load_config(_CONFIG) if _CONFIG.exists() else Config()
    return Path(config.files.store)


def kept_report(path: Path, name: str) -> Report:
    """The report of round ``name`` (``latest``, an id, the start of one); makes no database."""
    if not path.is_file():
        raise StoreError(f"{path}: there is no database; name it with --store, or run the audit")
    with Store(path) as store:
        return store.report(store.find_round(name))
