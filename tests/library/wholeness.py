"""Whether everything that belongs to each stored work is there and agrees."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, select, text

from headnote import intake
from headnote.card import read
from headnote.corpus import likeness
from headnote.corpus.folding import fold
from headnote.library import documents, schema
from headnote.library.database import Library
from headnote.library.preparing import CodeRow, Prepared, prepare


class Totals(NamedTuple):
    works: int
    versions: int


def check(library: Library, folder: Path) -> Totals:
    """Hold every current version against a fresh reading of its file in `folder`, and count works and versions.

    Raises:
        AssertionError: something is missing, left over or different.
    """
    with library.reading() as connection:
        for work in connection.execute(select(schema.works)).all():
            versions = schema.versions
            version = connection.execute(select(versions).where(versions.c.id == work.version_id)).one()
            name = str(version.source_name)
            reading = read(intake.read_file(folder / name), tier="fast")
            prepared = prepare(reading, policy=version.policy)
            assert version.sha256 == prepared.sha256, name
            assert (version.text, version.document, version.card, version.minhash) == (
                prepared.text,
                prepared.document,
                prepared.card,
                prepared.minhash,
            ), name
            assert documents.unpack_card(version.card).source.sha256 == version.sha256
            _check_work(connection, work.id, work.version_id, prepared)
            assert (work.title, work.words, work.machine_action) == (prepared.title, prepared.words, prepared.action)
        return check_counts(connection)


def check_counts(connection: Connection) -> Totals:
    """What must agree however many works there are; quick enough for after every kill."""

    def count(statement: str) -> int:
        return int(connection.execute(text(statement)).scalar_one())

    works, versions = count("SELECT count(*) FROM works"), count("SELECT count(*) FROM versions")
    assert count("SELECT count(*) FROM works w JOIN versions v ON v.id = w.version_id AND v.work_id = w.id") == works
    assert count("SELECT count(DISTINCT work_id) FROM codes") <= works
    assert count("SELECT count(*) FROM bands") == versions * likeness.BANDS
    assert count("SELECT count(DISTINCT version_id) FROM bands") == versions
    assert count("SELECT count(*) FROM fulltext") == works
    generation = count("SELECT CAST(value AS INTEGER) FROM settings WHERE name = 'generation'")
    assert generation == count("SELECT coalesce(max(changed), 0) FROM works") >= versions
    if connection.dialect.name == "sqlite":
        assert count("SELECT count(*) FROM indexed") == works
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
    return Totals(works, versions)


def _check_work(connection: Connection, work_id: int, version_id: int, prepared: Prepared) -> None:
    codes = connection.execute(select(schema.codes).where(schema.codes.c.work_id == work_id)).mappings()
    rows = [
        msgspec.convert({str(name): value for name, value in row.items() if name != "work_id"}, CodeRow)
        for row in codes
    ]
    assert sorted(rows, key=str) == sorted(prepared.codes, key=str)
    terms = connection.execute(
        select(schema.terms.c.kind, schema.terms.c.value)
        .join(schema.work_terms, schema.work_terms.c.term_id == schema.terms.c.id)
        .where(schema.work_terms.c.work_id == work_id)
    )
    assert {(kind, value) for kind, value in terms} == set(prepared.terms)
    bands = connection.execute(
        select(schema.bands.c.hash).where(schema.bands.c.version_id == version_id).order_by(schema.bands.c.band)
    )
    assert list(bands.scalars()) == likeness.bands(prepared.minhash)
    assert work_id in found(connection, prepared.indexed.body[-60:].partition(" ")[2])


def found(connection: Connection, words: str) -> list[int]:
    """Ids of the works whose full text holds a run of words."""
    phrase = fold(words)
    if connection.dialect.name == "sqlite":
        statement, asked = "SELECT rowid FROM fulltext WHERE fulltext MATCH :words ORDER BY 1", f'"{phrase}"'
    else:
        statement = "SELECT work_id FROM fulltext WHERE words @@ phraseto_tsquery('headnote', :words) ORDER BY 1"
        asked = phrase
    return list(connection.execute(text(statement), {"words": asked}).scalars())
