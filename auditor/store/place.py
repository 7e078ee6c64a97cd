"""Where the store is: a SQLite file by its path, or a PostgreSQL database by its URL.

A password stands in neither: PostgreSQL's own client takes it from PGPASSWORD or PGPASSFILE.
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from auditor.errors import StoreError

__all__ = ["Place", "locate"]

_DRIVER = "postgresql+psycopg"
_ADVICE = f"write a file's path, or {_DRIVER}://user@host/database"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """``shown`` is what messages say; ``file`` is None for a server's database."""

    url: URL
    shown: str
    file: Path | None


def locate(place: Path | str) -> Place:
    """What ``place`` means; StoreError without quoting what may hold a password."""
    if isinstance(place, Path) or "://" not in place:
        # Not a URL text: a folder's name may hold "?" or "%".
        return Place(
            url=URL.create("sqlite", database=str(place)), shown=str(place), file=Path(place)
        )
    url = _parsed(place)
    if url.drivername not in ("postgresql", _DRIVER):
        raise StoreError(f"the store's URL names no database that is known; {_ADVICE}")
    if url.password is not None or any("password" in key.lower() for key in url.query):
        raise StoreError(
            "the store's URL holds a password; take it out and give it by PGPASSFILE or PGPASSWORD"
        )
    url = url.set(drivername=_DRIVER)
    return Place(url=url, shown=url.render_as_string(), file=None)


def _parsed(text: str) -> URL:
    try:
        return make_url(text)
    except (ArgumentError, ValueError):
        raise StoreError(f"the store's URL cannot be read; {_ADVICE}") from None
