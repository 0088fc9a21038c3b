"""One stored work, for those for whom it exists."""

from __future__ import annotations

from sqlalchemy import Connection, Row, select

from headnote.library import documents, schema
from headnote.library.database import Library
from headnote.library.documents import Document
from headnote.library.kinship import NearWork, near_works
from headnote.library.listed import ListedWork
from headnote.library.viewers import Viewer
from headnote.library.visibility import visible
from headnote.records import Action, Card, Record
from headnote.version import VERSION


class VersionRow(Record, frozen=True, kw_only=True):
    """One version of a work, without its text. `number` counts from 1; `current` is the one that the card is of."""

    number: int
    sha256: str
    source_name: str | None
    added_at: str
    engine: str
    tier: str
    policy: str
    words: int
    current: bool


class StoredWork(ListedWork, frozen=True, kw_only=True):
    """A work as the library holds it: the columns of `works`, its current card, its versions, the newest first, and
    works that are much alike. `fresh`: it was read by this version of headnote."""

    id: int
    machine_action: Action
    urgency: float
    changed: int
    card: Card
    versions: list[VersionRow]
    near: list[NearWork]
    fresh: bool


def find(library: Library, viewer: Viewer, key: str) -> StoredWork | None:
    """The work of a key, null where there is none or it does not exist for the viewer.

    Raises:
        LibraryError: its card was written by a version whose form this one does not read.
    """
    with library.reading() as connection:
        work = _visible_work(connection, viewer, key)
        if work is None:
            return None
        versions = _versions(connection, work)
        packed = connection.execute(
            select(schema.versions.c.card).where(schema.versions.c.id == work.version_id)
        ).scalar_one()
        near = near_works(connection, viewer, work.version_id)
    current = next(version for version in versions if version.current)
    held = {name: getattr(work, name) for name in StoredWork.__struct_fields__ if name in schema.works.c}
    return StoredWork(
        **held,
        card=documents.unpack_card(packed),
        versions=versions,
        near=near,
        fresh=current.engine.split(" ")[0] == VERSION,
    )


def document(library: Library, viewer: Viewer, key: str, number: int | None = None) -> Document | None:
    """Text, layout and signals of a work's version: the current one, or the one of a number. Null as in `find`, and
    where there is no such version.

    Raises:
        LibraryError: as `find`.
    """
    with library.reading() as connection:
        work = _visible_work(connection, viewer, key)
        if work is None:
            return None
        versions = schema.versions
        which = versions.c.id == work.version_id if number is None else versions.c.number == number
        row = connection.execute(
            select(versions.c.text, versions.c.document).where(versions.c.work_id == work.id, which)
        ).one_or_none()
    return documents.unpack(row.text, row.document) if row is not None else None


def _visible_work(connection: Connection, viewer: Viewer, key: str) -> Row[*tuple[object, ...]] | None:
    return connection.execute(select(schema.works).where(schema.works.c.key == key, visible(viewer))).one_or_none()


def _versions(connection: Connection, work: Row[*tuple[object, ...]]) -> list[VersionRow]:
    columns = [schema.versions.c[name] for name in VersionRow.__struct_fields__ if name != "current"]
    rows = connection.execute(
        select(schema.versions.c.id, *columns)
        .where(schema.versions.c.work_id == work.id)
        .order_by(schema.versions.c.number.desc())
    ).mappings()
    return [
        VersionRow(**{k: v for k, v in row.items() if k != "id"}, current=row["id"] == work.version_id) for row in rows
    ]
