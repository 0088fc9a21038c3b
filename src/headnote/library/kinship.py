"""Which stored works are alike: kept when a version is stored, told to those who may see both."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select

from headnote.corpus import likeness
from headnote.library import schema
from headnote.library.viewers import Viewer
from headnote.library.visibility import visible
from headnote.records import Record

#: Versions that one is compared with; a text that thousands share in part need not be held against them all.
_COMPARED = 200


class NearWork(Record, frozen=True, kw_only=True):
    """Another work that shares much of its text. `likeness` is the share, 0..1, as estimated."""

    key: str
    title: str
    likeness: float


def put(connection: Connection, version_id: int, work_id: int, minhash: bytes) -> None:
    """Keep a version's bands, and the versions of other works that it is alike."""
    forget(connection, version_id)
    bands = list(enumerate(likeness.bands(minhash)))
    others = connection.execute(
        select(schema.versions.c.id, schema.versions.c.minhash)
        .where(
            schema.versions.c.id.in_(
                select(schema.bands.c.version_id).where(or_(*(_is_band(band, value) for band, value in bands)))
            ),
            schema.versions.c.work_id != work_id,
        )
        .order_by(schema.versions.c.id)
        .limit(_COMPARED)
    ).all()
    connection.execute(
        insert(schema.bands), [{"band": band, "hash": value, "version_id": version_id} for band, value in bands]
    )
    for other, signature in others:
        if (share := likeness.likeness(minhash, signature)) >= likeness.ALIKE:
            # Both ways, so that either work finds the other.
            both = ((version_id, other), (other, version_id))
            connection.execute(
                insert(schema.near), [{"version_id": a, "other_id": b, "likeness": share} for a, b in both]
            )


def _is_band(band: int, value: int) -> ColumnElement[bool]:
    """SQLite looks each of these up; it would read the whole table for a list of pairs."""
    return and_(schema.bands.c.band == band, schema.bands.c.hash == value)


def forget(connection: Connection, version_id: int) -> None:
    """Drop what is kept of a version."""
    connection.execute(delete(schema.bands).where(schema.bands.c.version_id == version_id))
    connection.execute(
        delete(schema.near).where((schema.near.c.version_id == version_id) | (schema.near.c.other_id == version_id))
    )


def near_works(connection: Connection, viewer: Viewer, version_id: int | None) -> list[NearWork]:
    """Works whose current version is like this one and that exist for the viewer, the likest first."""
    rows = connection.execute(
        select(schema.works.c.key, schema.works.c.title, schema.near.c.likeness)
        .select_from(schema.near)
        .join(schema.versions, schema.versions.c.id == schema.near.c.other_id)
        .join(schema.works, schema.works.c.id == schema.versions.c.work_id)
        .where(
            schema.near.c.version_id == version_id,
            schema.works.c.version_id == schema.near.c.other_id,
            visible(viewer),
        )
        .order_by(schema.near.c.likeness.desc(), schema.works.c.key)
    ).all()
    return [NearWork(key=key, title=title, likeness=share) for key, title, share in rows]
