"""Works put straight into the tables, and a plain reading of the same works to hold the library against."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from sqlalchemy import Connection, delete, insert, select, update

from headnote.corpus.folding import fold
from headnote.library import facets, indexing, schema
from headnote.library.database import Library, advance
from headnote.library.indexing import Indexed
from headnote.library.query import ONE, CodeTerm, Query, Term
from headnote.library.values import band_names
from headnote.records import Record
from headnote.taxonomy import RATINGS


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
    summary: str = "About a lamp."
    body: str = "the lamp was lit"

    @property
    def held(self) -> bool:
        return self.action in ("review", "withhold") or self.standing == "proposed"


class Shelf:
    """A library that a test fills. Works are replaced by their key, as new versions would."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.bodies: dict[str, str] = {}

    def put(self, works: Iterable[Made]) -> None:
        """Put works into the library, all in one change."""
        with self.library.writing() as connection:
            generation = advance(connection)
            for made in works:
                self._put_one(connection, made, generation)

    def _put_one(self, connection: Connection, made: Made, generation: int) -> None:
        table = schema.works
        row = _row(made) | {"changed": generation}
        work = connection.execute(select(table.c.id).where(table.c.key == made.key)).scalar_one_or_none()
        if work is None:
            added = insert(table).values(key=made.key, identity=made.key, **row).returning(table.c.id)
            work = int(connection.execute(added).scalar_one())
        connection.execute(update(table).where(table.c.id == work).values(**row))
        connection.execute(delete(schema.codes).where(schema.codes.c.work_id == work))
        for code, confidence, intensity, raised in made.codes:
            found = {"code": code, "confidence": confidence, "intensity": intensity, "raised": raised}
            connection.execute(insert(schema.codes).values(work_id=work, presence="depicted", **found))
        facets.forget(connection, work)
        facets.put(connection, work, made.terms)
        names = " ".join(value for _, value in made.terms)
        now = Indexed(title=fold(made.title), people="", tags=fold(names), body=fold(made.body))
        indexing.put(connection, work, now, self.bodies.get(made.key))
        self.bodies[made.key] = now.body


def _row(made: Made) -> dict[str, object]:
    return {
        "title": made.title,
        "authors": "Ada Finch",
        "summary": made.summary,
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


def plain(works: Sequence[Made], hides: Sequence[Query], query: Query) -> list[Made]:
    """The works that a query finds, in order, by reading each one: `works` are those that exist, in the order in which
    they were first put."""
    found = [w for w in works if fits(w, query) and not any(fits(w, hide) for hide in hides)]
    found.sort(key=lambda w: (w.added_at, works.index(w)), reverse=True)
    keys: dict[str, Callable[[Made], object]] = {
        "title": lambda w: fold(w.title),
        "words": lambda w: -w.words,
        "rating": lambda w: RATINGS.index(w.rating) if w.rating else len(RATINGS),
        "relevance": lambda w: -_relevance(w, query),
    }
    return sorted(found, key=keys[query.order]) if query.order in keys else found  # type: ignore[arg-type]


def fits(work: Made, query: Query) -> bool:
    """Whether a work is what a query asks for."""
    return all(passes for _, _, passes in asked(work, query))


def asked(work: Made, query: Query) -> Iterator[tuple[str, str, bool]]:
    """Each thing that a query asks of a work: facet, value, whether it is so."""
    for phrase in query.words.replace('"', "").split():
        there = any(phrase.lstrip("-") in text.split() for text in _texts(work))
        yield "words", phrase, there != phrase.startswith("-")
    yield "range", "", (query.low or 0) <= work.words <= (query.high if query.high is not None else work.words)
    for code in query.has:
        yield "code", code.code, has(work, code)
    for code in query.without:
        yield "code", code.code, not has(work, code)
    for kind in ONE:
        wanted = [term.value for term in query.with_terms if term.kind == kind]
        yield kind, "", not wanted or one_value(work, kind) in wanted
    for term in query.with_terms:
        yield term.kind, term.value, term.kind in ONE or has_term(work, term)
    for term in query.without_terms:
        yield term.kind, term.value, not has_term(work, term)


def has(work: Made, wanted: CodeTerm) -> bool:
    return any(
        code == wanted.code
        and (raised if wanted.confidence is None else confidence >= wanted.confidence)
        and intensity >= wanted.intensity
        for code, confidence, intensity, raised in work.codes
    )


def has_term(work: Made, term: Term) -> bool:
    if term.kind in ONE:
        return one_value(work, term.kind) == term.value
    return any((kind, value.casefold()) == (term.kind, term.value.casefold()) for kind, value in work.terms)


def one_value(work: Made, kind: str) -> str:
    """The value of a kind of which a work has one."""
    if kind == "length":
        return next(b for b in reversed(band_names()) if work.words >= int(b.split("-")[0]))
    value = {"rating": work.rating or "Not Rated", "language": work.language or "unknown"}
    return (value | {"action": work.action, "standing": work.standing})[kind]


def _texts(work: Made) -> list[str]:
    return [fold(work.title), fold(" ".join(value for _, value in work.terms)), fold(work.body)]


def _relevance(work: Made, query: Query) -> int:
    phrases = dict.fromkeys(p for p in query.words.replace('"', "").split() if not p.startswith("-"))
    in_terms = [fold(value).split() for _, value in work.terms]
    return sum(4 * (p in fold(work.title).split()) + any(p in words for words in in_terms) for p in phrases)
