"""Sessions: who is logged in. The library keeps a digest of each token, so that who reads it can be nobody else."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, insert, select

from headnote.library import schema
from headnote.library.accounts import checked_account
from headnote.library.clock import now
from headnote.library.database import Library
from headnote.library.schema import users
from headnote.library.viewers import Viewer
from headnote.records import Record

#: How long a session lasts.
LASTS = timedelta(days=7)
#: Most sessions of one account; the oldest ends when another begins.
MOST = 20
#: Random bytes of a token.
_BYTES = 32
_DIGITS: Final = "microseconds"


class Login(Record, frozen=True, kw_only=True):
    """A session that was opened. `token` is the cookie's value, and is shown to nobody else."""

    viewer: Viewer
    token: str


def log_in(library: Library, name: str, password: str) -> Login | None:
    """Open a session for a name and its password; null where they do not fit, with the same work for unknown names."""
    checked = checked_account(library, name, password)
    if checked is None:
        return None
    viewer, stored = checked
    token = secrets.token_urlsafe(_BYTES)
    with library.writing() as connection:
        # Whoever changed the password or shut the account since the check has ended this session too.
        row = connection.execute(select(users).where(users.c.id == viewer.user_id)).one()
        if row.disabled or row.password != stored:
            return None
        own = schema.sessions.c.user_id == row.id
        connection.execute(delete(schema.sessions).where(schema.sessions.c.expires_at <= now(_DIGITS)))
        newest = select(schema.sessions.c.token).where(own).order_by(schema.sessions.c.created_at.desc())
        old = connection.scalars(newest.offset(MOST - 1)).all()
        connection.execute(delete(schema.sessions).where(schema.sessions.c.token.in_(old)))
        connection.execute(
            insert(schema.sessions).values(
                token=_digest(token),
                user_id=row.id,
                created_at=now(_DIGITS),
                expires_at=now(_DIGITS, after=LASTS),
            )
        )
    return Login(viewer=Viewer(user_id=row.id, name=row.name, role=row.role), token=token)


def whose(library: Library, token: str) -> Viewer | None:
    """Who a token belongs to, with the role that they have now; null where it is unknown or expired, or the account is
    shut."""
    session = schema.sessions.c
    with library.reading() as connection:
        row = connection.execute(
            select(users)
            .join(schema.sessions, session.user_id == users.c.id)
            .where(session.token == _digest(token), session.expires_at > now(_DIGITS), ~users.c.disabled)
        ).one_or_none()
    return Viewer(user_id=row.id, name=row.name, role=row.role) if row is not None else None


def log_out(library: Library, token: str) -> None:
    """End a session; nothing happens where there is none."""
    with library.writing() as connection:
        connection.execute(delete(schema.sessions).where(schema.sessions.c.token == _digest(token)))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
