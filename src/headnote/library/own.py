"""A person's own: saved searches, codes they avoid, how they read, how far they came."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from headnote.errors import UsageError
from headnote.library.clock import now
from headnote.library.database import Library
from headnote.library.fulltext import phrases
from headnote.library.query import HELD_KINDS, Query, parse, to_text
from headnote.library.schema import filters, preferences, progress, versions, works
from headnote.library.viewers import Viewer
from headnote.library.visibility import visible
from headnote.records import Record
from headnote.taxonomy import codes

#: Saved searches that a person may have, and characters of a name.
MOST, LONGEST_NAME = 50, 80


class SavedFilter(Record, frozen=True, kw_only=True):
    """A saved search. `hide`: its works are never shown to the person whose it is. `query` is null where this version
    can no longer read `text`."""

    name: str
    text: str
    query: Query | None
    hide: bool


class Progress(Record, frozen=True, kw_only=True):
    """How far a person came: `start` is the offset in the text of the version of that number. `current`: it is still
    the work's version."""

    number: int
    start: int
    updated_at: str
    current: bool


def saved_filters(library: Library, viewer: Viewer) -> list[SavedFilter]:
    """A person's saved searches by name."""
    with library.reading() as connection:
        rows = connection.execute(
            select(filters.c.name, filters.c.query, filters.c.hide)
            .where(filters.c.user_id == viewer.user_id)
            .order_by(filters.c.name)
        ).all()
    return [SavedFilter(name=name, text=text, query=_read(text), hide=hide) for name, text, hide in rows]


def save_filter(library: Library, viewer: Viewer, name: str, query: Query, *, hide: bool = False) -> None:
    """Keep a search under a name, in place of the one that has it.

    Raises:
        UsageError: no name or too long a one, a search that finds everything to hide, one by what the person does not
            have, too many of them.
    """
    name, text = " ".join(name.split()), to_text(msgspec.structs.replace(query, order="relevance", page=1))
    if not 0 < len(name) <= LONGEST_NAME:
        raise UsageError(f"expected a name of 1 to {LONGEST_NAME} characters, got {len(name)}")
    for term in (*query.with_terms, *query.without_terms):
        if term.kind in HELD_KINDS and not viewer.sees_held:
            raise UsageError(f"expected a facet that a reader has, got {term.kind}:, which reviewers have")
    if (
        hide
        and msgspec.structs.replace(query, words="", order="relevance", page=1) == Query()
        and not phrases(query.words)
    ):
        raise UsageError("expected a search that finds some works, got one that finds all: it would hide everything")
    mine = filters.c.user_id == viewer.user_id
    with library.writing() as connection:
        names = connection.execute(select(filters.c.name).where(mine)).scalars().all()
        if name in names:
            connection.execute(update(filters).where(mine, filters.c.name == name).values(query=text, hide=hide))
            return
        if len(names) >= MOST:
            raise UsageError(f"expected at most {MOST} saved searches, got one more", hint="Remove one first.")
        connection.execute(insert(filters).values(user_id=viewer.user_id, name=name, query=text, hide=hide))


def drop_filter(library: Library, viewer: Viewer, name: str) -> bool:
    """Forget a saved search; whether there was one."""
    with library.writing() as connection:
        gone = connection.execute(
            delete(filters).where(filters.c.user_id == viewer.user_id, filters.c.name == name)
        ).rowcount
    return bool(gone)


def hiding(connection: Connection, viewer: Viewer) -> list[Query]:
    """The searches whose works a person never wants to see.

    Raises:
        UsageError: one of them can no longer be read; to go on without it would show what it hid.
    """
    rows = connection.execute(
        select(filters.c.name, filters.c.query)
        .where(filters.c.user_id == viewer.user_id, filters.c.hide)
        .order_by(filters.c.name)
    )
    queries = []
    for name, text in rows:
        query = _read(text)
        if query is None:
            raise UsageError(
                f"expected a search that can be read, found {text!r} in your filter {name!r}",
                hint="Remove the filter or save it anew.",
            )
        queries.append(query)
    return queries


def _read(text: str) -> Query | None:
    try:
        return parse(text)
    except UsageError:
        return None


def avoided(library: Library, viewer: Viewer) -> tuple[str, ...]:
    """Codes whose scenes a person does not want to come upon, in card order."""
    raw = preference(library, viewer, "avoid")
    chosen = set(msgspec.json.decode(raw, type=list[str])) if raw else set()
    return tuple(code for code in codes() if code in chosen)


def avoid(library: Library, viewer: Viewer, chosen: tuple[str, ...]) -> None:
    """Keep the codes that a person avoids, in place of those before.

    Raises:
        UsageError: one is no code of the taxonomy.
    """
    for code in chosen:
        if code not in codes():
            raise UsageError(f"expected a code of the taxonomy, got {code!r}", hint="`headnote explain` lists them.")
    prefer(library, viewer, "avoid", msgspec.json.encode(sorted(set(chosen))).decode())


def progress_of(library: Library, viewer: Viewer, key: str) -> Progress | None:
    """How far a person came in a work; null where they did not begin, or the work does not exist for them."""
    with library.reading() as connection:
        row = connection.execute(
            select(versions.c.number, progress.c.start, progress.c.updated_at, versions.c.id, works.c.version_id)
            .join(works, works.c.id == progress.c.work_id)
            .join(versions, versions.c.id == progress.c.version_id)
            .where(progress.c.user_id == viewer.user_id, works.c.key == key, visible(viewer))
        ).one_or_none()
    if row is None:
        return None
    return Progress(number=row.number, start=row.start, updated_at=row.updated_at, current=row.id == row.version_id)


def keep_progress(library: Library, viewer: Viewer, key: str, number: int, start: int) -> bool:
    """Keep how far a person came: an offset in the text of a version. False, and nothing kept, where there is no such
    version or the work does not exist for them.

    Raises:
        UsageError: the offset is no offset.
    """
    if not 0 <= start < 2**31:
        raise UsageError(f"expected an offset from 0 up, got {start}")
    with library.writing() as connection:
        found = connection.execute(
            select(works.c.id, versions.c.id.label("version"))
            .join(versions, versions.c.work_id == works.c.id)
            .where(works.c.key == key, versions.c.number == number, visible(viewer))
        ).one_or_none()
        if found is None:
            return False
        mine = (progress.c.user_id == viewer.user_id, progress.c.work_id == found.id)
        connection.execute(delete(progress).where(*mine))
        connection.execute(
            insert(progress).values(
                user_id=viewer.user_id, work_id=found.id, version_id=found.version, start=start, updated_at=now()
            )
        )
    return True


def preference(library: Library, viewer: Viewer, name: str) -> str | None:
    """What a person keeps under a name of at most 40 characters; null where they keep nothing."""
    table = preferences.c
    with library.reading() as connection:
        return connection.execute(
            select(table.value).where(table.user_id == viewer.user_id, table.name == name)
        ).scalar_one_or_none()


def prefer(library: Library, viewer: Viewer, name: str, value: str) -> None:
    """Keep something under a name, in place of what was there."""
    mine = (preferences.c.user_id == viewer.user_id, preferences.c.name == name)
    with library.writing() as connection:
        connection.execute(delete(preferences).where(*mine))
        connection.execute(insert(preferences).values(user_id=viewer.user_id, name=name, value=value))
