"""Which stored works are alike: kept when a version is stored, told to those who may see both."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, tuple_

from headnote.library import likeness, schema
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
                select(schema.bands.c.version_id).where(tuple_(schema.bands.c.band, schema.bands.c.hash).in_(bands))
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
        .join(schema.works, schema.works.c.version_id == schema.near.c.other_id)
        .where(schema.near.c.version_id == version_id, visible(viewer))
        .order_by(schema.near.c.likeness.desc(), schema.works.c.key)
    ).all()
    return [NearWork(key=key, title=title, likeness=share) for key, title, share in rows]
