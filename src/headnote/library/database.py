"""Opening a library: one SQLite file by default, a PostgreSQL database by its URL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, Integer, Text, cast, create_engine, event, select, update
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from headnote.errors import LibraryError, MissingExtra
from headnote.library import faults, schema
from headnote.library.migrating import migrate

#: How long a writer waits for another one, in seconds.
BUSY = 30.0
_VALUE, _GENERATION = schema.settings.c.value, schema.settings.c.name == "generation"
#: Writers of PostgreSQL take turns by the row that each of them would change.
_TURN = select(_VALUE).where(_GENERATION).with_for_update()
_ADVANCE = (
    update(schema.settings).values(value=cast(cast(_VALUE, Integer) + 1, Text)).where(_GENERATION).returning(_VALUE)
)


class Library:
    """An open library, closed at the end of a `with`. Connections come from `reading` and `writing`; nothing else may
    begin a transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.shown = _shown(engine.url)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def dialect(self) -> str:
        """ "sqlite" or "postgresql"."""
        return self.engine.dialect.name

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection in a transaction that only reads: one consistent state.

        Raises:
            LibraryError: the database cannot be read.
        """
        # SQLite gives one by itself; PostgreSQL would show each statement what was committed before it.
        snapshot = {"isolation_level": "REPEATABLE READ"} if self.dialect == "postgresql" else {}
        with faults.told(self.shown), self.engine.connect() as plain:
            connection = plain.execution_options(**snapshot)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction that holds the right to write from its start; committed at the end, rolled
        back by an exception. Writers go one after another, so what one reads cannot change before it writes.

        Raises:
            LibraryError: the database cannot be written, or another program writes for too long.
        """
        with faults.told(self.shown), self.engine.connect() as plain:
            connection = plain.execution_options(headnote_writes=True)
            with connection.begin():
                if self.dialect == "postgresql":
                    connection.execute(_TURN)
                yield connection

    def close(self) -> None:
        self.engine.dispose()


def advance(connection: Connection) -> int:
    """Count one more change of the library; the new generation, which goes into `works.changed`. Only while writing."""
    return int(connection.execute(_ADVANCE).scalar_one())


def default_path() -> Path:
    """Where a person's library lies: ``$HEADNOTE_LIBRARY``, else headnote/library.db in the user's data folder."""
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "headnote" / "library.db"


def open_library(where: str | None = None) -> Library:
    """Open a library, made or brought to this version's tables where needed.

    Args:
        where: a path of an SQLite file, or a URL (``postgresql://...``); null for ``$HEADNOTE_LIBRARY`` or the default.

    Raises:
        LibraryError: it cannot be opened, or is of a later version.
        MissingExtra: the driver for PostgreSQL is not installed.
    """
    url = _url(where or os.environ.get("HEADNOTE_LIBRARY") or str(default_path()))
    # SQLite's own addresses (file:...?mode=ro) say how a file is opened; none of them is to be made.
    if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:") and "uri" not in url.query:
        _make_folder(Path(str(url.database)).parent)
    try:
        engine = _engine(url)
    except (NoSuchModuleError, ModuleNotFoundError):
        raise MissingExtra(
            f"expected a driver for {url.drivername}, found none", hint="pip install 'headnote[postgres]'"
        ) from None
    try:
        with faults.told(_shown(url)):
            migrate(engine, _shown(url))
    except BaseException:
        engine.dispose()
        raise
    return Library(engine)


def _shown(url: URL) -> str:
    """A library's name in messages: its path, or its address without the password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.set(drivername="postgresql", query={}).render_as_string(hide_password=True)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(f"expected a folder that can be written, found {folder}: {error.strerror}") from None


def _url(where: str) -> URL:
    if "://" not in where:
        return URL.create("sqlite", database=str(Path(where).expanduser()))
    try:
        url = make_url(where)
    except (ArgumentError, ValueError):  # the second for a port that is no number
        raise LibraryError("expected a path or a URL such as postgresql://user@host/name for the library") from None
    backend = url.get_backend_name()
    if backend == "sqlite":
        return url
    if backend not in ("postgresql", "postgres"):
        raise LibraryError(f"expected a path or a postgresql:// address for the library, found {backend}://")
    return url.set(drivername="postgresql+psycopg")


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_size=10, max_overflow=40, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(url, connect_args={"timeout": BUSY, "check_same_thread": False}, hide_parameters=True)
    event.listen(engine, "connect", _tune_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _tune_sqlite(connection: object, _entry: ConnectionPoolEntry) -> None:
    """Readers and a writer at once, keys enforced, every commit on the disk before it is acknowledged."""
    connection.isolation_level = None  # type: ignore[attr-defined]
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at once: one that began by reading could not wait for another's commit."""
    writes = connection.get_execution_options().get("headnote_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
