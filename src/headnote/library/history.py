"""What people did, in a chain: each entry's digest is over the entry and the digest of the one before it.

The tables refuse to change or delete an entry (triggers). Whoever goes round them breaks the chain, and `verify` says
where. `docs/desk-decisions.md` says what that proves and what it cannot.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Literal

import msgspec
from sqlalchemy import Connection, Row, func, insert, select, true, update

from headnote.errors import LibraryError
from headnote.library.clock import now
from headnote.library.database import Library
from headnote.library.schema import history, settings
from headnote.library.viewers import Viewer
from headnote.records import Record

Kind = Literal["decide", "propose", "confirm", "undo", "note", "viewed", "account"]
#: What an entry's payload holds: words, numbers, offsets. Never story text.
Payload = Mapping[str, object]

#: The row of `settings` that names the last entry's digest, so that a tail that was cut off shows.
HEAD = "history"
#: What stands before the first entry.
START = "0" * 64
_HINT = "Someone changed the history outside of headnote. Compare it with a copy kept elsewhere."


class Entry(Record, frozen=True, kw_only=True):
    """One entry. `seq` counts from 1 without a gap; `at` is ISO 8601 in UTC; `work_key` is null where no
    work is meant."""

    seq: int
    at: str
    actor: str
    kind: Kind
    work_key: str | None
    payload: dict[str, object]
    digest: str


class Verified(Record, frozen=True, kw_only=True):
    """A history that holds: how many entries, and the digest of the last one (`START` where there is none).

    `since` counts the entries after the digest that was expected; null where none was.
    """

    count: int
    head: str
    since: int | None = None


def append(
    connection: Connection,
    *,
    actor: str,
    kind: Kind,
    payload: Payload,
    work_key: str | None = None,
    at: str | None = None,
) -> Entry:
    """Add an entry at the end of the chain, in the caller's writing transaction."""
    head = connection.execute(select(settings.c.value).where(settings.c.name == HEAD)).scalar_one()
    seq = connection.execute(select(func.coalesce(func.max(history.c.seq), 0))).scalar_one() + 1
    at = at or now("milliseconds")
    text = msgspec.json.encode(payload, order="sorted").decode()
    digest = _digest([seq, at, actor, kind, work_key, text, head])
    connection.execute(
        insert(history).values(
            seq=seq, at=at, actor=actor, kind=kind, work_key=work_key, payload=text, before=head, digest=digest
        )
    )
    connection.execute(update(settings).values(value=digest).where(settings.c.name == HEAD))
    return Entry(
        seq=seq, at=at, actor=actor, kind=kind, work_key=work_key, payload=msgspec.json.decode(text), digest=digest
    )


def entries(library: Library, viewer: Viewer, key: str) -> list[Entry]:
    """The entries of one work, the oldest first. Nothing for a reader: what was said about a work is for those who
    decide."""
    if not viewer.sees_held:
        return []
    with library.reading() as connection:
        return entries_of(connection, key)


def entries_of(connection: Connection, key: str) -> list[Entry]:
    """As `entries`, within a transaction and for the program itself."""
    rows = connection.execute(select(history).where(history.c.work_key == key).order_by(history.c.seq))
    return [entry_of_row(row) for row in rows]


def verify(library: Library, *, expect: str | None = None) -> Verified:
    """Follow the whole chain.

    Args:
        expect: a head that was written down earlier; it must still be part of the chain.

    Raises:
        LibraryError: it does not hold; the message says at which entry.
    """
    seq, before, since, head = 0, START, 0 if expect == START else None, None
    # One statement, so that the head and the rows are of one moment in every dialect.
    both = select(settings.c.value, history).select_from(settings.outerjoin(history, true()))
    both = both.where(settings.c.name == HEAD).order_by(history.c.seq).execution_options(yield_per=1000)
    with library.reading() as connection, connection.execute(both) as rows:
        for row in rows:
            head = row.value
            if row.seq is None:
                continue
            seq += 1
            _check(row, seq, before)
            before = row.digest
            since = 0 if before == expect else since + 1 if since is not None else None
    if head != before:
        raise LibraryError(
            f"history: expected the last entry to be the head, found another after entry {seq}", hint=_HINT
        )
    if expect is not None and since is None:
        raise LibraryError(f"history: expected an entry with digest {expect[:12]}, found none in {seq}", hint=_HINT)
    return Verified(count=seq, head=before, since=since)


def _check(row: Row[*tuple[object, ...]], seq: int, before: str) -> None:
    if row.seq != seq:
        found = row.seq
        raise LibraryError(f"history: expected entry {seq}, found {found}", hint=_HINT)
    if row.before != before:
        raise LibraryError(f"history: entry {seq} does not follow the entry before it", hint=_HINT)
    made = _digest([row.seq, row.at, row.actor, row.kind, row.work_key, row.payload, row.before])
    if row.digest != made:
        raise LibraryError(f"history: entry {seq} is not as it was written", hint=_HINT)


def _digest(fields: list[object]) -> str:
    """SHA-256 of a row's fields but the digest as one JSON array, so that no two different rows are the same bytes."""
    return hashlib.sha256(msgspec.json.encode(fields)).hexdigest()


def entry_of_row(row: Row[*tuple[object, ...]]) -> Entry:
    return Entry(
        seq=row.seq,
        at=row.at,
        actor=row.actor,
        kind=row.kind,
        work_key=row.work_key,
        payload=msgspec.json.decode(row.payload),
        digest=row.digest,
    )
