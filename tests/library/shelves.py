"""Works put straight into the tables, and a plain reading of the same works to hold the library against."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import insert, select, update

from headnote.library import facets, schema
from headnote.library.database import Library, advance
from headnote.library.indexing import Indexed, fold, put
from headnote.records import Record


class Made(Record, frozen=True, kw_only=True):
    """A work of a test. `codes` are code, confidence, intensity, raised; `terms` kind and value."""

    key: str
    title: str = "A Lamp"
    rating: str | None = "General Audiences"
    language: str | None = "en"
    words: int = 1200
    added_at: str = "2026-01-01T00:00:00+00:00"
    action: str = "list"
    standing: str = "machine"
    codes: tuple[tuple[str, float, int, bool], ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    body: str = "the lamp was lit"

    @property
    def held(self) -> bool:
        return self.action in ("review", "withhold") or self.standing == "proposed"


def shelve(library: Library, works: Iterable[Made]) -> None:
    """Put works into a library; one that is there is replaced, as a new version would."""
    for made in works:
        with library.writing() as connection:
            table = schema.works
            row = {
                "changed": advance(connection),
                "title": made.title,
                "authors": "Ada Finch",
                "summary": "About a lamp.",
                "rating": made.rating,
                "rating_confidence": 0.75,
                "language": made.language,
                "words": made.words,
                "added_at": made.added_at,
                "updated_at": made.added_at,
                "machine_action": made.action,
                "action": made.action,
                "standing": made.standing,
                "urgency": 0.0,
            }
            known = connection.execute(select(table.c.id).where(table.c.key == made.key)).scalar_one_or_none()
            if known is None:
                result = connection.execute(insert(table).values(key=made.key, identity=made.key, **row))
                primary = result.inserted_primary_key
                assert primary is not None
                work = int(primary[0])
                names = " ".join(value for kind, value in made.terms if kind != "trope")
                put(
                    connection,
                    work,
                    Indexed(title=fold(made.title), people="", tags=fold(names), body=fold(made.body)),
                    None,
                )
            else:
                work = known
                connection.execute(update(table).where(table.c.id == work).values(**row))
                connection.execute(schema.codes.delete().where(schema.codes.c.work_id == work))
            for code, confidence, intensity, raised in made.codes:
                connection.execute(
                    insert(schema.codes).values(
                        work_id=work,
                        code=code,
                        confidence=confidence,
                        intensity=intensity,
                        presence="depicted",
                        raised=raised,
                    )
                )
            facets.put(connection, work, list(dict.fromkeys(made.terms)))
