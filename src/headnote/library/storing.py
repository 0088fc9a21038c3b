"""Storing a work: everything that belongs to it in one transaction, or nothing."""

from __future__ import annotations

from typing import Literal

import msgspec
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from headnote.card import Reading
from headnote.corpus.folding import fold
from headnote.library import facets, indexing, kinship, matching, schema, settling
from headnote.library.clock import now
from headnote.library.database import Library, advance
from headnote.library.documents import unpack_text
from headnote.library.kinship import NearWork
from headnote.library.matching import KnownWork
from headnote.library.preparing import Prepared, prepare
from headnote.library.rulings import Said
from headnote.library.viewers import OWNER
from headnote.records import Record

Outcome = Literal["added", "known", "version"]


class Stored(Record, frozen=True, kw_only=True):
    """What became of a work: a new one, the same bytes as before, or version `number` of a known one. `near` are other
    works that are much alike, the likest first."""

    key: str
    title: str
    outcome: Outcome
    number: int
    near: list[NearWork] = []


def store(library: Library, reading: Reading, *, policy: str) -> Stored:
    """Store a reading. `policy` is the mark of the policy that it was read by.

    Raises:
        LibraryError: the library cannot be written.
    """
    return store_prepared(library, prepare(reading, policy=policy))


def store_prepared(library: Library, prepared: Prepared) -> Stored:
    """As `store`, from what `prepare` made."""
    with library.writing() as connection:
        known = _version_of(connection, prepared.sha256)
        if known is not None:
            return Stored(key=known.key, title=known.title, outcome="known", number=known.number)
        work = matching.known_work(connection, prepared)
        if work is None:
            work, number = _add_work(connection, prepared), 1
        else:
            number = _next_number(connection, work.id)
        version_id = _add_version(connection, prepared, work.id, number)
        alike = make_current(connection, prepared, work, version_id, number)
        near = kinship.near_works(connection, OWNER, version_id) if alike else []
    outcome: Outcome = "added" if number == 1 else "version"
    return Stored(key=work.key, title=prepared.title, outcome=outcome, number=number, near=near)


def make_current(connection: Connection, prepared: Prepared, work: KnownWork, version_id: int, number: int) -> bool:
    """Make everything that is known of a work follow from one of its versions, whose row is there; whether another
    work is alike.

    What people decided is settled anew over what the machine now says (`settling`). Where a server holds the library,
    each statement is a way there and back, so that a new work is asked for nothing that it cannot have.
    """
    old_body = _indexed_body(connection, work.version_id)
    said = Said(action=prepared.action, guarded=prepared.guarded, version=number)
    gravest = max((code.confidence for code in prepared.codes if code.raised), default=0.0)
    connection.execute(
        update(schema.works)
        .where(schema.works.c.id == work.id)
        .values(
            **_shown(prepared),
            **settling.columns(connection, work.key, said, gravest),
            version_id=version_id,
            changed=advance(connection),
            machine_action=prepared.action,
        )
    )
    if work.version_id is not None:
        connection.execute(delete(schema.codes).where(schema.codes.c.work_id == work.id))
        facets.forget(connection, work.id)
        kinship.forget(connection, version_id)
    _put_codes(connection, prepared, work.id)
    facets.put(connection, work.id, prepared.terms)
    alike = kinship.put(connection, version_id, work.id, prepared.minhash)
    indexing.put(connection, work.id, prepared.indexed, old_body)
    return alike


def _version_of(connection: Connection, sha256: str) -> Row[str, str, int] | None:
    return connection.execute(
        select(schema.works.c.key, schema.works.c.title, schema.versions.c.number)
        .join(schema.works, schema.works.c.id == schema.versions.c.work_id)
        .where(schema.versions.c.sha256 == sha256)
    ).one_or_none()


def _add_work(connection: Connection, prepared: Prepared) -> KnownWork:
    """A row for a new work, without a version yet."""
    identity = matching.free_identity(connection, prepared)
    key = matching.free_key(connection, identity)
    added = connection.execute(
        insert(schema.works)
        .values(
            **_shown(prepared),
            key=key,
            identity=identity,
            changed=0,
            added_at=now(),
            updated_at=now(),
            machine_action=prepared.action,
            action=prepared.action,
            standing="machine",
            urgency=0.0,
        )
        .returning(schema.works.c.id)
    )
    return KnownWork(id=added.scalar_one(), key=key, version_id=None)


def _shown(prepared: Prepared) -> dict[str, str | int | float | None]:
    """The columns of `works` that say what a version says."""
    return {
        "title_identity": prepared.by_title,
        "title": prepared.title,
        "authors": prepared.authors,
        "summary": prepared.summary,
        "rating": prepared.rating,
        "rating_confidence": prepared.rating_confidence,
        "declared_rating": prepared.declared_rating,
        "language": prepared.language,
        "words": prepared.words,
    }


def _next_number(connection: Connection, work_id: int) -> int:
    """The number of a new version of a known work, which is thereby changed."""
    connection.execute(update(schema.works).where(schema.works.c.id == work_id).values(updated_at=now()))
    highest = select(func.max(schema.versions.c.number)).where(schema.versions.c.work_id == work_id)
    return int(connection.execute(highest).scalar() or 0) + 1


def _add_version(connection: Connection, prepared: Prepared, work_id: int, number: int) -> int:
    added = connection.execute(
        insert(schema.versions)
        .values(
            **version_columns(prepared),
            work_id=work_id,
            number=number,
            sha256=prepared.sha256,
            source_name=prepared.source_name,
            added_at=now(),
        )
        .returning(schema.versions.c.id)
    )
    return int(added.scalar_one())


def version_columns(prepared: Prepared) -> dict[str, str | int | bytes]:
    """The columns of `versions` that a new reading of the same text changes."""
    return {
        "engine": prepared.engine,
        "tier": prepared.tier,
        "policy": prepared.policy,
        "words": prepared.words,
        "text": prepared.text,
        "document": prepared.document,
        "card": prepared.card,
        "minhash": prepared.minhash,
    }


def _indexed_body(connection: Connection, version_id: int | None) -> str | None:
    """The folded text that a work is found by until now."""
    if version_id is None or connection.dialect.name != "sqlite":
        return None
    packed = connection.execute(select(schema.versions.c.text).where(schema.versions.c.id == version_id)).scalar_one()
    return fold(unpack_text(packed))


def _put_codes(connection: Connection, prepared: Prepared, work_id: int) -> None:
    if prepared.codes:
        rows = [{"work_id": work_id, **msgspec.structs.asdict(code)} for code in prepared.codes]
        connection.execute(insert(schema.codes), rows)
