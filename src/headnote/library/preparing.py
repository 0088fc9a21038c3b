"""From a reading to the rows that it becomes: all that can be made without the library, and in another process."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import PurePath

import msgspec

from headnote.card import Reading
from headnote.corpus import likeness
from headnote.corpus.folding import fold
from headnote.library import documents, identities
from headnote.library.indexing import Indexed
from headnote.library.rulings import guarded
from headnote.records import Action, Cast, Declared, Engine, Intensity, Presence, Record
from headnote.taxonomy import canonical
from headnote.verdict import Policy

INTENSITIES: tuple[Intensity, ...] = ("mild", "moderate", "graphic")
#: Confidence from which a pair or fandom that nobody declared is a facet of its work.
SURE = 0.5
#: People of a work that are facets of it, most mentioned first.
PEOPLE = 12
#: Values of one kind that a work has at most.
VALUES = 300
#: Characters of a facet's value, of a title and of a summary that are kept in columns; the card has all.
TERM, TITLE, SUMMARY = 200, 500, 5000


class CodeRow(Record, frozen=True, kw_only=True):
    """One row of `codes` without its work."""

    code: str
    confidence: float
    intensity: int
    presence: Presence
    raised: bool


class Prepared(Record, frozen=True, kw_only=True):
    """One work, ready to be stored. `address`, `by_title` and `by_bytes` are digests (`identities`), null where a work
    has none; `guarded` as in `rulings.Said`; `terms` are pairs of kind and value."""

    address: str | None
    by_title: str | None
    by_bytes: str
    sha256: str
    source_name: str | None
    title: str
    authors: str
    summary: str | None
    rating: str | None
    rating_confidence: float
    declared_rating: str | None
    language: str | None
    words: int
    engine: str
    tier: str
    policy: str
    action: Action
    guarded: bool
    codes: tuple[CodeRow, ...]
    terms: tuple[tuple[str, str], ...]
    text: bytes
    document: bytes
    card: bytes
    minhash: bytes
    indexed: Indexed


def prepare(reading: Reading, *, policy: str) -> Prepared:
    """The rows of a reading. `policy` is what `policy_mark` says of the policy that it was read by."""
    work, advisory = reading.work, reading.advisory
    text, document, card = documents.pack(reading)
    terms = tuple(dict.fromkeys(_terms(work.declared, reading.cast, [t.code for t in advisory.tropes])))
    title = _fit(work.declared.title or PurePath(work.source.name or "").stem, TITLE) or "Untitled"
    authors = _fit(", ".join(work.declared.authors or ()), TITLE)
    indexed = _indexed(title, authors, terms, work.text)
    return Prepared(
        address=identities.by_address(work),
        by_title=identities.by_title(work),
        by_bytes=identities.by_bytes(work),
        sha256=work.source.sha256,
        source_name=_fit(work.source.name or "", TITLE) or None,
        title=title,
        authors=authors,
        summary=_fit(work.declared.summary or "", SUMMARY) or None,
        rating=advisory.rating.value,
        rating_confidence=advisory.rating.confidence,
        declared_rating=_fit(work.declared.rating or "", 40) or None,
        language=_fit(work.source.language.code, 12) if work.source.language else None,
        words=work.source.words,
        engine=engine_mark(reading.engine),
        tier=reading.engine.tier,
        policy=_fit(policy, 80),
        action=reading.decision.action,
        guarded=guarded(reading.decision),
        codes=_codes(reading),
        terms=terms,
        text=text,
        document=document,
        card=card,
        minhash=likeness.signature(indexed.body),
        indexed=indexed,
    )


def engine_mark(engine: Engine) -> str:
    """What a version's `engine` column says: two equal marks, and a text is read in the same way."""
    return _fit(f"{engine.version} {engine.model or 'fast'}", 120)


def policy_mark(policy: Policy) -> str:
    """What a version's `policy` column says: the policy's name, and a digest that tells two of one name apart."""
    digest = hashlib.sha256(msgspec.json.encode(policy, order="deterministic")).hexdigest()
    return f"{policy.name}@{digest[:8]}"


def _codes(reading: Reading) -> tuple[CodeRow, ...]:
    return tuple(
        CodeRow(
            code=found.code,
            confidence=found.confidence,
            intensity=INTENSITIES.index(found.intensity),
            presence=found.presence,
            raised=found.raised,
        )
        for found in reading.advisory.findings
    )


def _terms(declared: Declared, cast: Cast, tropes: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Facet values, declared ones as they stand and found ones where they are sure enough."""
    names = {person.id: person.name for person in cast.people}
    fandoms = [*(declared.fandoms or ()), *(f.name for f in cast.fandoms if f.confidence >= SURE)]
    people = [*(declared.characters or ()), *(p.name for p in cast.people[:PEOPLE])]
    pairs = [*(declared.relationships or ()), *_pairs(cast, names)]
    for kind, values in (
        ("fandom", fandoms),
        ("person", people),
        ("pair", pairs),
        ("trope", tropes),
        ("author", declared.authors or ()),
        ("tag", declared.tags or ()),
        ("warning", map(canonical, declared.warnings or ())),
        ("series", [series.name for series in declared.series or ()]),
    ):
        seen: set[str] = set()
        for value in filter(None, (_fit(value, TERM) for value in islice(values, VALUES))):
            if (folded := value.casefold()) not in seen:
                seen.add(folded)
                yield kind, value


def _pairs(cast: Cast, names: dict[str, str]) -> Iterator[str]:
    for pair in cast.pairs:
        if pair.kind in ("romantic", "sexual") and pair.confidence >= SURE:
            yield "/".join(sorted(names[person] for person in pair.people))


def _indexed(title: str, authors: str, terms: Iterable[tuple[str, str]], text: str) -> Indexed:
    people = " ".join([authors, *(value for kind, value in terms if kind in ("person", "pair"))])
    tags = " ".join(value for kind, value in terms if kind in ("fandom", "tag", "series", "warning"))
    return Indexed(title=fold(title), people=fold(people), tags=fold(tags), body=fold(text))


def _fit(value: str, limit: int) -> str:
    """A value on one line that any column takes: no null characters, which PostgreSQL has no way to keep."""
    return " ".join(value.replace("\0", " ").split())[:limit]
