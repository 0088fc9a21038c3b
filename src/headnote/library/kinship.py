"""Which stored works are alike: kept when a version is stored, told to those who may see both."""

from __future__ import annotations

from sqlalchemy import Connection, and_, bindparam, delete, insert, or_, select

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


#: Versions of other works than `work` that share a band. Put together once, since it takes as long as asking.
#: SQLite looks each band up; it would read the whole table for a list of pairs.
_SHARING = (
    select(schema.versions.c.id, schema.versions.c.minhash)
    .where(
        schema.versions.c.id.in_(
            select(schema.bands.c.version_id).where(
                or_(
                    *(
                        and_(schema.bands.c.band == band, schema.bands.c.hash == bindparam(f"hash{band}"))
                        for band in range(likeness.BANDS)
                    )
                )
            )
        ),
        schema.versions.c.work_id != bindparam("work"),
    )
    .order_by(schema.versions.c.id)
    .limit(_COMPARED)
)


def put(connection: Connection, version_id: int, work_id: int, minhash: bytes) -> bool:
    """Keep the bands of a version that has none, and the versions of other works that it is alike; whether there are
    any."""
    bands = likeness.bands(minhash)
    hashes = {f"hash{band}": value for band, value in enumerate(bands)}
    others = connection.execute(_SHARING, {"work": work_id, **hashes}).all()
    connection.execute(
        insert(schema.bands),
        [{"band": band, "hash": value, "version_id": version_id} for band, value in enumerate(bands)],
    )
    shares = [(other, likeness.likeness(minhash, signature)) for other, signature in others]
    # Both ways, so that either work finds the other.
    alike = [
        {"version_id": a, "other_id": b, "likeness": share}
        for other, share in shares
        if share >= likeness.ALIKE
        for a, b in ((version_id, other), (other, version_id))
    ]
    if alike:
        connection.execute(insert(schema.near), alike)
    return bool(alike)


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
