"""The index: which works a query finds, for a viewer. Here, and nowhere else, a list or a count learns what exists.

A `View` is what one viewer may know of a library at one moment. Every count, suggestion, order and export is made from
one, and its rows never hold a work that does not exist for its viewer, nor one that their own filters hide.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from headnote.errors import UsageError
from headnote.library import fulltext, loading, own
from headnote.library.columns import CODE_AT, Columns, Mask, Rows, value_names, value_numbers
from headnote.library.database import Library
from headnote.library.query import HELD_KINDS, ONE, CodeTerm, Query, Term
from headnote.library.viewers import Viewer

#: Searches of full text that are kept, each at most an eighth of a byte a work.
_KEPT = 64
#: What a phrase counts in the title, and in a name, fandom, tag or series; elsewhere nothing.
_IN_TITLE, _IN_TERM = 4, 1

Words: TypeAlias = tuple[fulltext.Phrase, ...]


@dataclass(frozen=True)
class Part:
    """One thing that a query asks: bool [n], the works that fulfil it. `facet` is a kind, ``code``, ``words`` or
    ``range``; `values` are the facet's values that it is about, as the query writes them."""

    facet: str
    values: tuple[str, ...]
    excluded: bool
    mask: Mask


class Index:
    """The columns of one library, brought up to date when asked; for any number of threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._columns: Columns | None = None
        self._words: OrderedDict[tuple[int, Words], NDArray[np.uint8]] = OrderedDict()

    def columns(self, connection: Connection) -> Columns:
        """The columns as the library is now: a look at its generation, and only where it moved, the rows that did."""
        here = self._columns
        if here is not None and loading.generation(connection) <= here.generation:
            return here
        with self._lock:
            here = self._columns
            self._columns = loading.load(connection) if here is None else loading.refreshed(here, connection)
            return self._columns

    def holding(self, connection: Connection, columns: Columns, words: Words) -> Mask:
        """bool [n]: the works that hold what these words ask for and nothing that they exclude. Kept for a while."""
        key = (columns.generation, words)
        packed = self._words.get(key)
        if packed is not None:
            return np.unpackbits(packed, count=len(columns)).view(np.bool_)
        asked, excluded = fulltext.matching(connection, words)
        mask = np.ones(len(columns), dtype=np.bool_) if asked is None else columns.rows_of(asked)
        mask &= ~columns.rows_of(excluded)
        if loading.generation(connection) != columns.generation:  # this transaction began before the columns' state
            return mask
        with self._lock:
            self._words[key] = np.packbits(mask)
            while len(self._words) > _KEPT:
                self._words.popitem(last=False)
        return mask


_INDEXES: WeakKeyDictionary[Library, Index] = WeakKeyDictionary()
_OPENING = threading.Lock()


def index_of(library: Library) -> Index:
    """The one index of an open library; it goes with the library."""
    with _OPENING:
        return _INDEXES.setdefault(library, Index())


def warm(library: Library) -> None:
    """Read the columns of a library, which takes seconds for a large one, before somebody waits for a page."""
    with library.reading() as connection:
        index_of(library).columns(connection)


@dataclass(frozen=True)
class View:
    """What a viewer may know: `rows` bool [n]. `hidden` are those that exist for them but that their filters hide."""

    columns: Columns
    rows: Mask
    hidden: Mask
    sees_held: bool
    index: Index
    connection: Connection

    def parts(self, query: Query) -> list[Part]:
        """What a query asks, one part for each choice.

        Raises:
            UsageError: it asks by what only who sees held works has.
        """
        for term in (*query.with_terms, *query.without_terms):
            if term.kind in HELD_KINDS and not self.sees_held:
                raise UsageError(f"expected a facet that a reader has, got {term.kind}:, which reviewers have")
        return _parts(self.columns, query, self._words_part(query))

    def _words_part(self, query: Query) -> list[Part]:
        words = tuple(fulltext.phrases(query.words))
        if not words:
            return []
        mask = self.index.holding(self.connection, self.columns, words)
        return [Part(facet="words", values=(query.words,), excluded=False, mask=mask)]

    def found(self, parts: Iterable[Part]) -> Mask:
        """bool [n]: the works of this view that fulfil every part."""
        rows = self.rows.copy()
        for part in parts:
            rows &= part.mask
        return rows

    def hiding(self, parts: Iterable[Part]) -> int:
        """How many works that fulfil every part the viewer's own filters hide."""
        rows = self.hidden.copy()
        for part in parts:
            rows &= part.mask
        return int(np.count_nonzero(rows))

    def ordered(self, rows: Mask, query: Query) -> Rows:
        """Rows in the order that a query asks for; equals, and all where nothing is asked, the latest added first."""
        order = _order(self.columns, query.order)
        chosen = order[rows[order]]
        asked = [phrase for phrase in fulltext.phrases(query.words) if not phrase.excluded]
        if query.order != "relevance" or not asked:
            return chosen
        return chosen[np.argsort(-_relevance(self.columns, asked)[chosen], kind="stable")]


def _order(columns: Columns, name: str) -> Rows:
    match name:
        case "title":
            return columns.by_title
        case "words":
            return columns.longest
        case "rating":
            return columns.mildest
        case _:
            return columns.newest


def view(library: Library, connection: Connection, viewer: Viewer) -> View:
    """What a viewer may know of a library now.

    Raises:
        UsageError: one of the viewer's own filters can no longer be read.
    """
    index = index_of(library)
    columns = index.columns(connection)
    exists = np.ones(len(columns), dtype=np.bool_) if viewer.sees_held else ~columns.held
    everything = View(
        columns=columns,
        rows=exists,
        hidden=np.zeros(len(columns), dtype=np.bool_),
        sees_held=True,
        index=index,
        connection=connection,
    )
    hidden = everything.hidden
    for query in own.hiding(connection, viewer):
        hidden |= everything.found(everything.parts(query))
    return View(
        columns=columns,
        rows=exists & ~hidden,
        hidden=exists & hidden,
        sees_held=viewer.sees_held,
        index=index,
        connection=connection,
    )


def _parts(columns: Columns, query: Query, parts: list[Part]) -> list[Part]:
    if query.low is not None or query.high is not None:
        mask = columns.words >= (query.low or 0)
        if query.high is not None:
            mask &= columns.words <= query.high
        parts.append(Part(facet="range", values=(), excluded=False, mask=mask))
    for codes, excluded in ((query.has, False), (query.without, True)):
        for code in codes:
            mask = _with_code(columns, code) ^ excluded
            parts.append(Part(facet="code", values=(code.code,), excluded=excluded, mask=mask))
    for kind in ONE:
        asked = tuple(term.value for term in query.with_terms if term.kind == kind)
        if asked:
            parts.append(Part(facet=kind, values=asked, excluded=False, mask=_with_any(columns, kind, asked)))
    for terms, excluded in ((query.with_terms, False), (query.without_terms, True)):
        for term in terms:
            if term.kind not in ONE or excluded:
                mask = _with_term(columns, term) ^ excluded
                parts.append(Part(facet=term.kind, values=(term.value,), excluded=excluded, mask=mask))
    return parts


def _with_code(columns: Columns, code: CodeTerm) -> Mask:
    at = CODE_AT[code.code]
    found: Mask = (
        columns.raised[at] if code.confidence is None else columns.confidence[at] >= np.float32(code.confidence)
    )
    intense: Mask = columns.intensity[at] >= code.intensity
    return found & intense


def _with_any(columns: Columns, kind: str, wanted: Iterable[str]) -> Mask:
    names = value_names(columns, kind)
    numbers = [names.index(value) for value in wanted if value in names]
    return np.isin(value_numbers(columns, kind), numbers)


def _with_term(columns: Columns, term: Term) -> Mask:
    if term.kind in ONE:
        return _with_any(columns, term.kind, (term.value,))
    mask = np.zeros(len(columns), dtype=np.bool_)
    for place in columns.places_of(term.kind, term.value):
        mask[columns.owner[columns.term == place]] = True
    return mask


def _relevance(columns: Columns, asked: Iterable[fulltext.Phrase]) -> Rows:
    """int32 [n]: how much of what is asked stands in a work's title, and in its names and tags."""
    score = np.zeros(len(columns), dtype=np.int32)
    for phrase in asked:
        named = np.zeros(len(columns.term_ids), dtype=np.bool_)
        named[columns.term_lines.holding(phrase.words)] = True
        in_term = np.zeros(len(columns), dtype=np.bool_)
        in_term[columns.owner[named[columns.term]]] = True
        score += _IN_TERM * in_term
        score[columns.title_lines.holding(phrase.words)] += _IN_TITLE
    return score
