"""Bringing a library's tables to this version."""

from __future__ import annotations

from sqlalchemy import Engine


def migrate(engine: Engine, shown: str) -> None:
    """Run the migrations that a library lacks. `shown` names it in messages, without its password.

    Raises:
        LibraryError: it is of a later version than this program.
    """
    raise NotImplementedError(shown, engine)
