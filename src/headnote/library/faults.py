"""What the database says when it cannot go on, as one plain line. Never what a statement held: that may be a story."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnection

from headnote.errors import LibraryError

#: By the beginning of SQLite's name of an error, or of PostgreSQL's SQLSTATE: what was expected and found, what to do.
_TOLD = (
    ("SQLITE_FULL", "room on the disk", "none", "Free some space; nothing of the last work was stored."),
    ("SQLITE_READONLY", "the right to write", "a library that may only be read", "Ask for the right, or copy it."),
    ("SQLITE_BUSY", "its turn to write", "another program writing", "Start again when the other program is done."),
    ("SQLITE_LOCKED", "its turn to write", "another program writing", "Start again when the other program is done."),
    ("SQLITE_NOTADB", "a library", "a file of another kind", None),
    ("SQLITE_CORRUPT", "a whole library", "a damaged file", "Put back a copy of it."),
    ("SQLITE_CANTOPEN", "a file that can be opened", "none", None),
    ("SQLITE_IOERR", "a disk that can be read and written", "one that fails", "Look at the disk, or copy the library."),
    ("53100", "room on the server's disk", "none", "Free some space; nothing of the last work was stored."),
    ("25006", "the right to write", "a server that may only be read", None),
    ("42501", "the right to do this", "a user who lacks it", "Ask the database's owner to grant it."),
    ("55P03", "its turn to write", "another program writing", "Start again when the other program is done."),
    ("28", "a user whom the server lets in", "one whom it refuses", "Check the user and the password."),
    ("3D000", "a database of this name", "none", "Make it first: createdb NAME."),
    ("53300", "a free connection", "a server with none left", "Close other programs, or let the server take more."),
)


@contextmanager
def told(shown: str) -> Iterator[None]:
    """Turn what a database cannot do in this block into a `LibraryError`. `shown` names the library, without its
    password. Mistakes of our own in a statement stay what they are.

    Raises:
        LibraryError: with what was expected and found.
    """
    try:
        yield
    except NoConnection:
        raise LibraryError(f"{shown}: expected a free connection, found none", hint="Try again later.") from None
    except DBAPIError as error:
        line = _line(error)
        if line is None:
            raise
        expected, found, hint = line
        raise LibraryError(f"{shown}: expected {expected}, found {found}", hint=hint) from None


def _line(error: DBAPIError) -> tuple[str, str, str | None] | None:
    name = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None) or ""
    for begins, expected, found, hint in _TOLD:
        if name.startswith(begins):
            return expected, found, hint
    if isinstance(error, IntegrityError | ProgrammingError) or name:
        return None
    return "a database that answers", "none", "Is the server running, and its address right?"
