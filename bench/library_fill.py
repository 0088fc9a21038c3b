"""A library of invented works, put straight into the tables: ``python -m bench.library_fill WHERE --works 100000``.

Names are syllables in a row and texts are such words in a row, so nothing in it can be read. How often a value comes is
as in archives: a few fandoms, people and tags are everywhere and most are rare (Zipf's law), lengths are log-normal
with a median of 3,000 words, one work in twenty is held. The same count and seed make the same library.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, insert, text, update

from headnote import intake
from headnote.card import read
from headnote.corpus import likeness
from headnote.library import documents, indexing, schema
from headnote.library.database import Library, open_library
from headnote.library.indexing import Indexed
from headnote.library.urgency import GRAVITY, urgency
from headnote.library.values import STANDINGS
from headnote.taxonomy import RATINGS, codes, tropes

SEED = 5
#: Works of a transaction.
BATCH = 2_000
#: Most words of a text that are indexed: the whole texts would be four times as much and take as much longer to fill.
TEXT = 1_500
#: Different words, and words of the run from which every text is a stretch.
VOCABULARY, RUN = 60_000, 4_000_000
#: Values of each kind, and the mean number of them that a work has.
KINDS = {"fandom": (3_000, 1.3), "person": (40_000, 4.0), "pair": (25_000, 1.2), "tag": (40_000, 5.0)}
KINDS |= {"author": (30_000, 1.05), "warning": (6, 1.0), "series": (9_000, 0.2)}
_SYLLABLES = [a + b for a in "bdfghklmnprstvz" for b in (*"aeiou", "ai", "ou", "ar", "en")]
_LANGUAGES = ("en", "zh", "es", "fr", "ru", "de", "pt", "it", "pl", "ja")


@dataclass(frozen=True)
class World:
    """What all works are drawn from. `values` holds the values of each kind, the commonest first; `packed` texts,
    documents and cards of a few real readings, which works share."""

    random: np.random.Generator
    run: str
    values: dict[str, list[str]]
    packed: list[tuple[bytes, bytes, bytes]]


def fill(library: Library, works: int, *, seed: int = SEED) -> None:
    """Put so many works into an empty library."""
    world = _world(seed)
    places = _put_terms(library, world)
    for first in range(0, works, BATCH):
        with library.writing() as connection:
            _put_batch(connection, world, places, range(first + 1, min(first + BATCH, works) + 1))
    with library.writing() as connection:
        if library.dialect == "postgresql":
            for table in ("works", "versions", "terms"):
                connection.execute(
                    text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
                )
    with library.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def words(seed: int = SEED) -> list[str]:
    """The vocabulary, the commonest word first."""
    random = np.random.default_rng(seed)
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        for parts in random.integers(0, len(_SYLLABLES), (VOCABULARY, 4)):
            found["".join(_SYLLABLES[n] for n in parts[: 1 + min(len(found) // 120, 2) + int(parts[3]) % 2])] = None
    return list(found)[:VOCABULARY]


def _world(seed: int) -> World:
    random, vocabulary = np.random.default_rng(seed), np.asarray(words(seed), dtype=object)
    run = " ".join(vocabulary[_zipf(random, VOCABULARY, RUN)])
    return World(
        random=random,
        run=run,
        values={kind: [_name(random, vocabulary) for _ in range(size)] for kind, (size, _) in KINDS.items()},
        packed=[documents.pack(read(intake.read_text(_story(n)), tier="fast")) for n in (3, 12, 40)],
    )


def _zipf(random: np.random.Generator, size: int, count: int) -> NDArray[np.int64]:
    """Ranks from 0, drawn by Zipf's law with Mandelbrot's shift."""
    weights = 1 / (np.arange(size) + 2.7) ** 1.07
    return np.searchsorted(np.cumsum(weights / weights.sum()), random.random(count)).clip(max=size - 1)


def _name(random: np.random.Generator, vocabulary: NDArray[np.object_]) -> str:
    picked = vocabulary[random.integers(100, VOCABULARY, int(random.integers(1, 4)))]
    return " ".join(str(word).capitalize() for word in picked)


def _story(paragraphs: int) -> str:
    line = '"The lamp is lit," said Mara, and {} of them went down to the harbour to wait for the boat.'
    return "\n\n".join(line.format(n + 2) for n in range(paragraphs))


def _put_terms(library: Library, world: World) -> dict[str, tuple[int, int]]:
    """The facet values; for each kind the first id and how many there are."""
    places: dict[str, tuple[int, int]] = {}
    rows: list[dict[str, Any]] = []
    for kind, names in (*world.values.items(), ("trope", list(tropes()))):
        distinct = list(dict.fromkeys(names))
        places[kind] = (len(rows) + 1, len(distinct))
        world.values[kind] = distinct
        rows += [{"id": len(rows) + n + 1, "kind": kind, "value": value} for n, value in enumerate(distinct)]
    with library.writing() as connection:
        connection.execute(insert(schema.terms), rows)
    return places


def _put_batch(connection: Connection, world: World, places: dict[str, tuple[int, int]], ids: range) -> None:
    random, count = world.random, len(ids)
    lengths = np.exp(random.normal(np.log(3_000), 1.3, count)).clip(60, 900_000).astype(int)
    linked = dict(_links(random, places, count))
    found = [[world.values[kind][at] for kind, at in linked[n]] for n in range(count)]
    connection.execute(insert(schema.works), list(_works(world, linked, ids, lengths)))
    versions = list(_versions(world, ids, lengths))
    connection.execute(insert(schema.versions), versions)
    connection.execute(insert(schema.bands), list(_bands(versions)))
    connection.execute(insert(schema.codes), list(_codes(random, ids)))
    connection.execute(
        insert(schema.work_terms),
        [{"work_id": ids[n], "term_id": places[kind][0] + at} for n in range(count) for kind, at in linked[n]],
    )
    for n, work in enumerate(ids):
        body = _text(world, int(lengths[n]))
        row = Indexed(title=_title(world, work).casefold(), people="", tags=" ".join(found[n]).casefold(), body=body)
        indexing.put(connection, work, row, None)
    connection.execute(
        update(schema.settings).where(schema.settings.c.name == "generation").values(value=str(ids[0] // BATCH + 1))
    )


def _links(
    random: np.random.Generator, places: dict[str, tuple[int, int]], count: int
) -> Iterator[tuple[int, list[tuple[str, int]]]]:
    """For each work of a batch its terms: kind and place among the kind's values."""
    means = {kind: mean for kind, (_, mean) in KINDS.items()} | {"trope": 1.5}
    drawn = {kind: random.poisson(mean, count) for kind, mean in means.items()}
    for least in ("fandom", "author", "warning"):
        drawn[least] = drawn[least].clip(1)
    ranks = {kind: _zipf(random, places[kind][1], int(numbers.sum())) for kind, numbers in drawn.items()}
    starts = {kind: np.cumsum(numbers) - numbers for kind, numbers in drawn.items()}
    for n in range(count):
        yield (
            n,
            [
                (kind, int(at))
                for kind in means
                for at in dict.fromkeys(ranks[kind][starts[kind][n] : starts[kind][n] + drawn[kind][n]].tolist())
            ],
        )


def _works(
    world: World, linked: dict[int, list[tuple[str, int]]], ids: Sequence[int], lengths: NDArray[np.int64]
) -> Iterator[dict[str, Any]]:
    random, count, begin = world.random, len(ids), datetime(2016, 1, 1, tzinfo=UTC)
    ratings = random.choice([*RATINGS, ""], count, p=[0.22, 0.35, 0.2, 0.15, 0.08])
    languages = random.choice(_LANGUAGES, count, p=[0.88, 0.04, 0.02, 0.01, 0.015, 0.01, 0.01, 0.005, 0.005, 0.005])
    actions = random.choice(np.asarray(GRAVITY, dtype=object), count, p=[0.55, 0.3, 0.1, 0.04, 0.01])
    standings = random.choice(np.asarray(STANDINGS, dtype=object), count, p=[0.96, 0.035, 0.005])
    days = random.uniform(0, 3_900, count)
    for n, work in enumerate(ids):
        added = (begin + timedelta(days=float(days[n]))).isoformat(timespec="seconds")
        authors = [world.values[kind][at] for kind, at in linked[n] if kind == "author"]
        yield {
            "id": work,
            "key": f"w{work:010d}",
            "identity": f"{work:064x}",
            "version_id": work,
            "changed": ids[0] // BATCH + 1,
            "title": _title(world, work),
            "authors": ", ".join(authors),
            "summary": _text(world, 40),
            "rating": str(ratings[n]) or None,
            "rating_confidence": round(float(random.uniform(0.4, 1)), 3),
            "declared_rating": str(ratings[n]) or None,
            "language": str(languages[n]),
            "words": int(lengths[n]),
            "added_at": added,
            "updated_at": added,
            "machine_action": actions[n],
            "action": actions[n],
            "standing": standings[n],
            "urgency": urgency(
                action=actions[n], standing=standings[n], reopened=False, guarded=False, confidence=n % 100 / 100
            ),
        }


def _versions(world: World, ids: Sequence[int], lengths: NDArray[np.int64]) -> Iterator[dict[str, Any]]:
    for n, work in enumerate(ids):
        packed_text, document, card = world.packed[work % len(world.packed)]
        yield {
            "id": work,
            "work_id": work,
            "number": 1,
            "sha256": f"{work:064x}",
            "source_name": f"{work}.txt",
            "added_at": "2026-01-01T00:00:00+00:00",
            "engine": "bench fast",
            "tier": "fast",
            "policy": "archive",
            "words": int(lengths[n]),
            "text": packed_text,
            "document": document,
            "card": card,
            "minhash": world.random.integers(0, 2**32, likeness.PERMUTATIONS).astype("<u4").tobytes(),
        }


def _bands(versions: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What near-duplicates are told by: no two works are alike."""
    for version in versions:
        for band, value in enumerate(likeness.bands(version["minhash"])):
            yield {"band": band, "hash": value, "version_id": version["id"]}


def _codes(random: np.random.Generator, ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    """About nine findings a work, half of them raised; the first codes of the taxonomy are not the commonest."""
    names = list(codes())
    common = np.random.default_rng(SEED).permutation(len(names))
    for work in ids:
        for rank in dict.fromkeys(_zipf(random, len(names), int(random.poisson(11))).tolist()):
            confidence = round(float(random.beta(2, 2)), 4)
            yield {
                "work_id": work,
                "code": names[common[rank]],
                "confidence": confidence,
                "intensity": int(random.integers(0, 3)),
                "presence": "depicted",
                "raised": confidence >= 0.5,
            }


def _title(world: World, work: int) -> str:
    """Some words of the run, the same for a work whenever it is asked for."""
    at = world.run.index(" ", work * 37) + 1
    return " ".join(world.run[at : at + 80].split()[: 2 + work % 4]).title()


def _text(world: World, length: int) -> str:
    """A stretch of the run of at most `TEXT` words."""
    size = min(length, TEXT) * 6
    at = int(world.random.integers(0, len(world.run) - size))
    return world.run[world.run.index(" ", at) + 1 : at + size].rpartition(" ")[0]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.library_fill", description="A library of invented works.")
    parser.add_argument("where", help="a path, or a postgresql:// address; must be empty")
    parser.add_argument("--works", type=int, default=100_000)
    options = parser.parse_args()
    library, begin = open_library(options.where), perf_counter()
    fill(library, options.works)
    library.close()
    print(f"{options.works:,} works in {perf_counter() - begin:.0f} s")


if __name__ == "__main__":
    main()
