"""Whether a work is one that the library knows, and what a new one is called."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, exists, select

from headnote.errors import LibraryError
from headnote.library import identities, schema
from headnote.library.documents import unpack_card
from headnote.library.preparing import Prepared
from headnote.records import Record

#: Works of one title and author that are looked at; who writes more of them is told apart by address alone.
_LOOKED_AT = 20


class KnownWork(Record, frozen=True, kw_only=True):
    """A row of `works`. `version_id` is its current version, null for a work that is being added."""

    id: int
    key: str
    version_id: int | None


def known_work(connection: Connection, prepared: Prepared) -> KnownWork | None:
    """The stored work that this is a version of, null for a new one.

    The same address; else the same title and authors, but for works whose addresses at one site differ: an author may
    use a title twice. Where several fit, none is taken.
    """
    works = schema.works
    if prepared.address:
        same = connection.execute(
            select(works.c.id, works.c.key, works.c.version_id).where(works.c.identity == prepared.address)
        ).one_or_none()
        if same is not None:
            return KnownWork(**same._mapping)
    if not prepared.by_title:
        return None
    titled = connection.execute(
        select(works.c.id, works.c.key, works.c.version_id, schema.versions.c.card)
        .join(schema.versions, schema.versions.c.id == works.c.version_id)
        .where(works.c.title_identity == prepared.by_title)
        .order_by(works.c.id)
        .limit(_LOOKED_AT)
    ).all()
    site = _site(prepared.card)
    fitting = [row for row in titled if not site or _site(row.card) != site]
    if len(fitting) != 1:
        return None
    return KnownWork(id=fitting[0].id, key=fitting[0].key, version_id=fitting[0].version_id)


def free_identity(connection: Connection, prepared: Prepared) -> str:
    """What a new work is told by: the first of address, title and bytes that no other work is."""
    for identity in filter(None, (prepared.address, prepared.by_title)):
        if not _taken(connection, schema.works.c.identity == identity):
            return identity
    return prepared.by_bytes


def free_key(connection: Connection, identity: str) -> str:
    """A public name that no other work has: 10 digits, more in the rare case that those are taken."""
    keys = (identities.key(identity, letters) for letters in range(10, 16))
    return next(key for key in keys if not _taken(connection, schema.works.c.key == key))


def _taken(connection: Connection, condition: ColumnElement[bool]) -> bool:
    return bool(connection.execute(select(exists().where(condition))).scalar())


def _site(card: bytes) -> str | None:
    """Site of the declared address of a stored card; null where there is none or the card cannot be read."""
    try:
        return identities.site(unpack_card(card).declared.url)
    except LibraryError:
        return None
