"""Columns from the tables: all of them once, then only what a later generation touched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Integer, Text, cast, func, select

from headnote.corpus.folding import fold
from headnote.library import schema, values
from headnote.library.columns import CODE_AT, CODES, RATING_VALUES, Columns, Mask, Rows, kind_number, term_hash
from headnote.library.query import MANY
from headnote.library.visibility import is_held
from headnote.taxonomy import NOT_RATED, tropes

#: Works whose rows are fetched at once: as a stretch of ids, and by name.
_STRETCH, _NAMED = 25_000, 500


def generation(connection: Connection) -> int:
    """How many changes the library has seen."""
    table = schema.settings
    return int(connection.execute(select(table.c.value).where(table.c.name == "generation")).scalar_one())


def load(connection: Connection) -> Columns:
    """The columns of a whole library."""
    now = generation(connection)
    return _extended(_nothing(), connection, now, changed=False)


def refreshed(columns: Columns, connection: Connection) -> Columns:
    """Columns with what has changed since they were made; these, where nothing has."""
    now = generation(connection)
    if now <= columns.generation:
        return columns
    works = schema.works
    there = connection.execute(select(func.count()).select_from(works)).scalar_one()
    new = connection.execute(select(works.c.id).where(works.c.changed > columns.generation).order_by(works.c.id))
    ids = np.fromiter(new.scalars(), dtype=np.int32)
    unknown = ids[~np.isin(ids, columns.ids)]
    if there != len(columns) + len(unknown) or (len(unknown) and len(columns) and unknown[0] < columns.ids[-1]):
        return load(connection)  # a work was removed: rows can only be changed or come after the others
    return _extended(columns, connection, now, changed=True)


def _nothing() -> Columns:
    """The columns of an empty library."""
    none, codes = np.zeros(0, dtype=np.int32), (len(CODES), 0)
    return Columns(
        generation=-1,
        ids=none,
        titles=[],
        added=np.zeros(0, dtype="S32"),
        words=none,
        ones={kind: np.zeros(0, dtype=np.int16) for kind in ("rating", "language", "action", "standing")},
        held=np.zeros(0, dtype=np.bool_),
        confidence=np.zeros(codes, dtype=np.float32),
        intensity=np.zeros(codes, dtype=np.int8),
        raised=np.zeros(codes, dtype=np.bool_),
        owner=none,
        term=none,
        term_ids=none,
        term_kinds=np.zeros(0, dtype=np.int8),
        term_hashes=np.zeros(0, dtype=np.int64),
        term_values=[],
        term_folded=[],
        languages=(),
    )


def _extended(old: Columns, connection: Connection, now: int, *, changed: bool) -> Columns:
    """Columns with the works that changed after those columns were made (all of them, where `changed` is false)."""
    since = old.generation if changed else None
    columns, touched = _with_works(old, connection, since)
    columns = _with_terms(columns, connection)
    columns = _with_codes(columns, touched, connection, since)
    columns = _with_links(columns, touched, connection, since)
    return replace(columns, generation=now)


def _with_works(old: Columns, connection: Connection, since: int | None) -> tuple[Columns, Rows]:
    """With the rows of `works`; and which rows these are, of the new columns. Columns of codes are widened."""
    c = schema.works.c
    wanted = select(c.id, c.title, c.added_at, c.words, c.rating, c.language, c.action, c.standing).order_by(c.id)
    fetched = connection.execute(wanted if since is None else wanted.where(c.changed > since)).all()
    if not fetched:
        return old, np.zeros(0, dtype=np.int32)
    ids, titles, added, words, ratings, languages, actions, standings = zip(*fetched, strict=True)
    all_ids = np.union1d(old.ids, np.asarray(ids, dtype=np.int32))
    at = np.searchsorted(all_ids, np.asarray(ids, dtype=np.int32)).astype(np.int32)
    tongues = dict.fromkeys([*old.languages, *(language or values.UNKNOWN for language in languages)])
    numbers = {tongue: number for number, tongue in enumerate(tongues)}
    ones = {
        "rating": [_place(RATING_VALUES, rating or NOT_RATED) for rating in ratings],
        "language": [numbers[language or values.UNKNOWN] for language in languages],
        "action": [values.ACTIONS.index(action) for action in actions],
        "standing": [values.STANDINGS.index(standing) for standing in standings],
    }
    wider, size = len(all_ids) - len(old), len(all_ids)
    new_titles = old.titles + [""] * wider
    for row, title in zip(at.tolist(), titles, strict=True):
        new_titles[row] = fold(title)
    held = [is_held(action, standing) for action, standing in zip(actions, standings, strict=True)]
    columns = replace(
        old,
        ids=all_ids,
        titles=new_titles,
        added=_patched(old.added, size, at, np.asarray(added, dtype="S32")),
        words=_patched(old.words, size, at, np.asarray(words, dtype=np.int32)),
        ones={k: _patched(old.ones[k], size, at, np.asarray(v, dtype=np.int16)) for k, v in ones.items()},
        held=_patched(old.held, size, at, np.asarray(held, dtype=np.bool_)),
        languages=tuple(tongues),
    )
    return columns, at


def _place(known: tuple[str, ...], value: str) -> int:
    """Place of a value; one that a later version wrote counts as the last, which says the least."""
    return known.index(value) if value in known else len(known) - 1


def _patched(old: NDArray[Any], size: int, at: Rows, new: NDArray[Any]) -> NDArray[Any]:
    """A column widened to `size` rows, with new values in the rows `at`."""
    column = np.zeros(size, dtype=new.dtype)
    column[: len(old)] = old
    column[at] = new
    return column


def _with_terms(old: Columns, connection: Connection) -> Columns:
    """With the values of facets that are new."""
    c = schema.terms.c
    last = int(old.term_ids[-1]) if len(old.term_ids) else 0
    rows = connection.execute(select(c.id, c.kind, c.value).where(c.id > last).order_by(c.id)).all()
    rows = [row for row in rows if row.kind in MANY]
    if not rows:
        return old
    ids, kinds, texts = zip(*rows, strict=True)
    return replace(
        old,
        term_ids=np.concatenate([old.term_ids, np.asarray(ids, dtype=np.int32)]),
        term_kinds=np.concatenate([old.term_kinds, np.asarray([kind_number(k) for k in kinds], dtype=np.int8)]),
        term_hashes=np.concatenate([old.term_hashes, np.fromiter(map(term_hash, kinds, texts), dtype=np.int64)]),
        term_values=[*old.term_values, *texts],
        term_folded=[*old.term_folded, *map(_looked_for, kinds, texts)],
    )


def _looked_for(kind: str, value: str) -> str:
    """The words by which a value is found: its own, and the title of a trope."""
    return fold(f"{value} {tropes()[value].title}" if kind == "trope" and value in tropes() else value)


def _with_codes(old: Columns, touched: Rows, connection: Connection, since: int | None) -> Columns:
    """With what was found in the works that were touched."""
    c, size = schema.codes.c, (len(CODES), len(old))
    confidence = np.full(size, -1.0, dtype=np.float32)
    intensity, raised = np.zeros(size, dtype=np.int8), np.zeros(size, dtype=np.bool_)
    new: NDArray[Any]
    before: NDArray[Any]
    for new, before, none in (
        (confidence, old.confidence, -1.0),
        (intensity, old.intensity, 0),
        (raised, old.raised, 0),
    ):
        new[:, : before.shape[1]] = before
        new[:, touched] = none
    columns: tuple[NDArray[Any], ...] = (confidence, intensity, raised)
    numbers = (c.confidence, c.intensity, cast(c.raised, Integer))
    for these in _these(c.work_id, old.ids[touched], changed=since is not None):
        owners, names, *found = _listed(connection, these & c.code.in_(CODES), (c.work_id, c.code, *numbers))
        rows, known = _positions(old.ids, _whole(owners))
        at = np.asarray([CODE_AT[name] for name in names.split(",") if name], dtype=np.int64)[known], rows
        for column, texts in zip(columns, found, strict=True):
            column[at] = np.fromstring(texts, dtype=np.float64, sep=",")[known]
    return replace(old, confidence=confidence, intensity=intensity, raised=raised)


def _with_links(old: Columns, touched: Rows, connection: Connection, since: int | None) -> Columns:
    """With the terms of the works that were touched."""
    again = np.zeros(len(old), dtype=np.bool_)
    again[touched] = True
    kept = ~again[old.owner]
    owners, terms, c = [old.owner[kept]], [old.term[kept]], schema.work_terms.c
    for these in _these(c.work_id, old.ids[touched], changed=since is not None):
        works, ids = map(_whole, _listed(connection, these, (c.work_id, c.term_id)))
        rows, row_known = _positions(old.ids, works)
        places, place_known = _positions(old.term_ids, ids)
        both = row_known & place_known
        owners.append(rows[both[row_known]])
        terms.append(places[both[place_known]])
    return replace(old, owner=np.concatenate(owners), term=np.concatenate(terms))


def _these(work_id: ColumnElement[int], ids: Rows, *, changed: bool) -> Iterator[ColumnElement[bool]]:
    """Conditions that together take the rows of these works: of a few that changed by name, of all in stretches."""
    step = _NAMED if changed else _STRETCH
    for first in range(0, len(ids), step):
        some: list[int] = ids[first : first + step].tolist()
        yield work_id.in_(some) if changed else work_id.between(some[0], some[-1])


def _listed(
    connection: Connection, these: ColumnElement[bool], columns: Sequence[ColumnElement[Any]]
) -> tuple[str, ...]:
    """Columns of a table as one text each, with commas: millions of rows one by one would take ten times as long."""
    texts = (func.aggregate_strings(cast(column, Text), ",") for column in columns)
    return tuple(text or "" for text in connection.execute(select(*texts).where(these)).one())


def _whole(text: str) -> Rows:
    return np.fromstring(text, dtype=np.int32, sep=",")


def _positions(ids: Rows, wanted: Rows) -> tuple[Rows, Mask]:
    """Places of ids in ascending `ids`, and which of those wanted are there at all."""
    if not len(ids):
        return np.zeros(0, dtype=np.int32), np.zeros(len(wanted), dtype=np.bool_)
    at = np.searchsorted(ids, wanted).clip(max=len(ids) - 1).astype(np.int32)
    known = ids[at] == wanted
    return at[known], known
