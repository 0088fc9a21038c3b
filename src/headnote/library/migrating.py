"""Bringing a library's tables to this version."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from headnote.errors import LibraryError

#: The newest migration; a test holds it to what is in `migrations/versions`.
HEAD = "0002"
#: Revisions that this program knows, oldest first.
KNOWN = ("0001", "0002")
_TABLE = "alembic_version"
#: Any number: two programs that open one PostgreSQL database for the first time take turns by it.
_LOCK = 0x68656164


def migrate(engine: Engine, shown: str) -> None:
    """Run the migrations that a library lacks, all in one transaction. `shown` names it in messages, without its
    password.

    Raises:
        LibraryError: it is of a later version than this program, or no library at all.
        DBAPIError: it cannot be read or written.
    """
    with engine.connect() as connection, connection.begin():
        if _revision(connection, shown) == HEAD:
            return
    with engine.connect() as plain:
        connection = plain.execution_options(headnote_writes=True)
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            if _revision(connection, shown) != HEAD:  # another program may have been first
                _upgrade(connection)


def _revision(connection: Connection, shown: str) -> str | None:
    """The migration that the tables are at; null for an empty database.

    Raises:
        LibraryError: there are tables, and they are not those of a library that this program knows.
    """
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    try:
        found = connection.execute(text(f"SELECT version_num FROM {_TABLE}")).scalar() if _TABLE in tables else None
    except DBAPIError:
        found = None
    if found is None:
        raise LibraryError(f"expected a library or an empty database at {shown}, found tables of something else")
    if found not in KNOWN:
        raise LibraryError(
            f"expected a library of this version or an earlier one at {shown}, found one of a later version ({found})",
            hint="Install a newer headnote: pip install --upgrade headnote",
        )
    return str(found)


def _upgrade(connection: Connection) -> None:
    # Alembic is slow to load and most libraries are up to date.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "headnote.library:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
