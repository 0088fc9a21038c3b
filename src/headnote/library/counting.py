"""Facets: how many of the works that are found have each value, the excluded ones too."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from headnote.corpus.folding import fold
from headnote.errors import UsageError
from headnote.library.columns import CODES, Columns, Mask, kind_number, value_names, value_numbers
from headnote.library.index import Part, View
from headnote.library.query import HELD_KINDS, KINDS, MANY, ONE, State
from headnote.records import Record
from headnote.taxonomy import codes, tropes

#: Every facet in the order in which a page shows them.
FACETS = (
    *("code", "rating", "fandom", "person", "pair", "trope", "tag", "author", "warning", "series"),
    *("language", "length", "action", "standing"),
)
#: Values shown of a facet that has any number of them; those that the query is about come on top.
SHOWN = 15
#: Sets of rows whose counts are kept, each of eight bytes a term.
_COUNTED = 32


class FacetCount(Record, frozen=True, kw_only=True):
    """A value of a facet and how many works of the query have it. For a value that is excluded, and for those of a
    facet of which a work has only one value, the facet's own choice is set aside: how many there would be."""

    value: str
    label: str
    count: int
    state: State = ""


def facets(view: View, parts: Sequence[Part]) -> dict[str, list[FacetCount]]:
    """The counts of every facet that the viewer may choose by, under what is asked.

    Works whose part of the query fails are told by how many parts fail: a value's own exclusion is set aside by
    counting those that fail in nothing else.
    """
    failing = np.zeros(len(view.columns), dtype=np.int16)
    for part in parts:
        failing += ~part.mask
    found = view.rows & (failing == 0)
    many = _term_counts(view.columns, found)
    counts = {}
    for facet in FACETS:
        if facet in HELD_KINDS and not view.sees_held:
            continue
        own = [part for part in parts if part.facet == facet]
        if facet == "code":
            counts[facet] = _codes(view, own, found, failing)
        elif facet in ONE:
            counts[facet] = _one(view, facet, own, failing)
        else:
            counts[facet] = _many(view, facet, own, many, failing)
    return counts


def suggestions(view: View, kind: str, prefix: str, limit: int) -> list[FacetCount]:
    """Values of a facet in which a word begins with `prefix`, the commonest first, counted over the view.

    Raises:
        UsageError: there is no such facet, or the viewer has none.
    """
    if kind not in (*KINDS, "code") or (kind in HELD_KINDS and not view.sees_held):
        raise UsageError(f"expected a facet ({', '.join(FACETS[:-2])}), got {kind!r}")
    wanted = fold(prefix)
    if kind in MANY:
        found = _common(view, kind, wanted, limit)
    else:
        nothing = np.zeros(len(view.columns), dtype=np.int16)
        whole = _codes(view, [], view.rows, nothing) if kind == "code" else _one(view, kind, [], nothing)
        found = [c for c in whole if f" {wanted}" in f" {fold(c.label)}" or c.value.startswith(prefix.casefold())]
    return sorted(found, key=lambda c: (-c.count, c.label))[:limit]


def _common(view: View, kind: str, wanted: str, limit: int) -> list[FacetCount]:
    """Counts of a kind's values in which a word begins as wanted, at least the `limit` commonest."""
    columns = view.columns
    of_kind = columns.term_kinds == kind_number(kind)
    if wanted:
        begins = np.zeros(len(of_kind), dtype=np.bool_)
        begins[columns.term_lines.holding(wanted, begin=True)] = True
        of_kind &= begins
    counts = np.where(of_kind, _term_counts(columns, view.rows), 0)
    return [_count(columns, kind, place, int(counts[place]), "") for place in _top(counts, limit)]


def _codes(view: View, own: Sequence[Part], found: Mask, failing: NDArray[np.int16]) -> list[FacetCount]:
    """Every code that was raised in a work that is found or that the query is about, in card order."""
    states = _states(own)
    counts = []
    for at, code in enumerate(CODES):
        number = int(np.count_nonzero(view.columns.raised[at] & found))
        for part in own:
            if part.excluded and code in part.values:
                number += _only_failing(view, part, failing)
        if number or code in states:
            counts.append(FacetCount(value=code, label=codes()[code].title, count=number, state=states.get(code, "")))
    return counts


def _one(view: View, kind: str, own: Sequence[Part], failing: NDArray[np.int16]) -> list[FacetCount]:
    """Every value that a work has or that the query is about, its own choice set aside, in the values' own order."""
    elsewhere = failing.copy()
    for part in own:
        elsewhere -= ~part.mask
    names, states = value_names(view.columns, kind), _states(own)
    numbers = value_numbers(view.columns, kind)[view.rows & (elsewhere == 0)]
    absent = dict.fromkeys(value for part in own for value in part.values if value not in names)
    tally = np.bincount(numbers, minlength=len(names)).tolist() + [0] * len(absent)
    counts = [
        FacetCount(value=name, label=_label(kind, name), count=count, state=states.get(name.casefold(), ""))
        for name, count in zip((*names, *absent), tally, strict=True)
        if count or name.casefold() in states
    ]
    return counts if kind != "language" else sorted(counts, key=lambda c: (-c.count, c.label))


def _many(
    view: View, kind: str, own: Sequence[Part], tally: NDArray[np.int64], failing: NDArray[np.int16]
) -> list[FacetCount]:
    """The commonest values of a kind, those that the query is about before them."""
    columns, states = view.columns, _states(own)
    total = int(np.count_nonzero(view.rows & (failing == 0)))
    chosen = [
        FacetCount(
            value=part.values[0],
            label=_label(kind, part.values[0]),
            count=_only_failing(view, part, failing) if part.excluded else total,
            state="without" if part.excluded else "with",
        )
        for part in own
    ]
    counts = np.where(columns.term_kinds == kind_number(kind), tally, 0)
    most = len(tropes()) if kind == "trope" else SHOWN
    common = [_count(columns, kind, at, int(counts[at]), "") for at in _top(counts, most + len(states))]
    rest = sorted((c for c in common if c.value.casefold() not in states), key=lambda c: (-c.count, c.label))
    return chosen + rest[:most]


def _only_failing(view: View, part: Part, failing: NDArray[np.int16]) -> int:
    """Works that this part alone keeps away."""
    return int(np.count_nonzero(view.rows & (failing == 1) & ~part.mask))


def _states(own: Iterable[Part]) -> dict[str, State]:
    """How values stand in the query, by the value without case."""
    states: dict[str, State] = {}
    for part in own:
        states |= dict.fromkeys((value.casefold() for value in part.values), "without" if part.excluded else "with")
    return states


def _term_counts(columns: Columns, rows: Mask) -> NDArray[np.int64]:
    """int64 [t]: how many of the rows have each term. Kept with the columns for some sets of rows: the page that
    everybody opens first is counted once."""
    key = hashlib.blake2b(np.packbits(rows).tobytes(), digest_size=16).digest()
    counts = columns.counted.get(key)
    if counts is None:
        counts = np.bincount(columns.term[rows[columns.owner]], minlength=len(columns.term_ids))
        if len(columns.counted) >= _COUNTED:
            columns.counted.clear()
        columns.counted[key] = counts
    return counts


def _top(counts: NDArray[np.int64], most: int) -> list[int]:
    """Places of the largest counts over nothing, and of those that equal the last of them: which of equals are shown
    is for their names to say, not for the order in which the library learnt them."""
    some = np.sort(counts[counts > 0])
    least = int(some[-most]) if len(some) > most else 1
    places: list[int] = np.flatnonzero(counts >= least).tolist()
    return places


def _count(columns: Columns, kind: str, place: int, count: int, state: State) -> FacetCount:
    value = columns.term_values[place]
    return FacetCount(value=value, label=_label(kind, value), count=count, state=state)


def _label(kind: str, value: str) -> str:
    """What a person calls a value."""
    if kind == "trope":
        return tropes()[value].title if value in tropes() else value
    if kind == "length":
        low, _, high = value.partition("-")
        if not high:
            return f"{int(low):,} words and more"
        return f"under {int(high):,} words" if low == "0" else f"{int(low):,}–{int(high) - 1:,} words"
    return value
