"""The schema's steps: a database is brought up to date when it is opened, and never back.

Files of before the steps were counted carry 1 or 2 in PRAGMA user_version and are taken over:
the first steps make only what is missing.
"""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from auditor.errors import StoreError
from auditor.store import tables
from auditor.store.database import Database

__all__ = ["bring_up_to_date"]

# What an older program, which knows no steps, refuses to open.
_COUNTED_IN_STEPS = 100
_KNOWN_MARKS = (0, 1, 2, _COUNTED_IN_STEPS)
_STEPS_TABLE = "alembic_version"
# Any number that is ours alone among the locks of a PostgreSQL database.
_SERVER_LOCK = 0x6175_6469_746F_72


def bring_up_to_date(database: Database) -> None:
    """Make or upgrade the tables, one program at a time; StoreError for what is not ours."""
    config = Config()
    config.set_main_option("script_location", "auditor.store:migrations")
    newest = ScriptDirectory.from_config(config).get_current_head()
    with database.reading() as connection:
        if _step(connection, database.place.shown, config) == newest:
            return
    with database.writing() as connection:
        _lock(connection)
        if _step(connection, database.place.shown, config) != newest:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            _mark(connection)


def _lock(connection: Connection) -> None:
    """Held to the end of the transaction; SQLite's writer holds its own already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SERVER_LOCK})


def _step(connection: Connection, shown: str, config: Config) -> str | None:
    """The step that the database is at, None for a new or an uncounted one."""
    mark = 0
    if connection.dialect.name == "sqlite":
        mark = connection.execute(text("PRAGMA user_version")).scalar_one()
    if mark not in _KNOWN_MARKS:
        raise _unknown(shown, str(mark))
    if set(inspect(connection).get_table_names()) - {*tables.METADATA.tables, _STEPS_TABLE}:
        raise StoreError(f"{shown}: the database of another program; use another file")
    found = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise _unknown(shown, found)
    return found


def _unknown(shown: str, version: str) -> StoreError:
    return StoreError(
        f"{shown}: schema version {version} is not known to this program; "
        "use another file or a newer version"
    )


def _mark(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text(f"PRAGMA user_version = {_COUNTED_IN_STEPS}"))
