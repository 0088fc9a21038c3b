"""Every work of a library as columns of numbers, so that counting facets is a pass over memory.

A work is a row: its place in `Columns.ids`, which ascend. A term is a place in `Columns.term_ids`. Columns are never
changed; what has changed in the library makes new ones from the old.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from headnote.library import values
from headnote.library.query import MANY
from headnote.taxonomy import NOT_RATED, RATINGS, codes

Mask: TypeAlias = NDArray[np.bool_]
Rows: TypeAlias = NDArray[np.int32]

CODES = tuple(codes())
CODE_AT: Mapping[str, int] = {code: at for at, code in enumerate(CODES)}
#: The values of kinds of which a work has one; languages are numbered as they come (`Columns.languages`).
RATING_VALUES = (*RATINGS, NOT_RATED)
_KIND_AT = {kind: at for at, kind in enumerate(MANY)}


class Lines:
    """Many short texts as one, so that finding those in which words stand is one search."""

    def __init__(self, folded: Sequence[str]) -> None:
        self.text = "".join(f"\n {line} " for line in folded)
        lengths = np.fromiter((len(line) + 3 for line in folded), dtype=np.int64, count=len(folded))
        self.starts = np.cumsum(lengths) - lengths

    def holding(self, words: str, *, begin: bool = False) -> Rows:
        """Numbers of the lines that hold these folded words in a row; with `begin`, of which the last may go on."""
        wanted, found, at = f" {words}" if begin else f" {words} ", [], -1
        while (at := self.text.find(wanted, at + 1)) >= 0:
            found.append(at)
        return np.unique(np.searchsorted(self.starts, np.asarray(found, dtype=np.int64), side="right") - 1).astype(
            np.int32
        )


@dataclass(frozen=True)
class Columns:
    """One state of a library. For n works, c codes, t terms and e pairs of a work and a term:

    Attributes:
        generation: of the library, at least what is here.
        ids: int32 [n], `works.id` ascending; `titles`: [n], folded; `added`: bytes [n], ISO 8601.
        words: int32 [n]; `ones`: int16 [n] for each kind of which a work has one value but length.
        held: bool [n], whether the work does not exist for a reader.
        confidence: float32 [c, n], -1 where nothing was found; `intensity`: int8 [c, n]; `raised`: bool [c, n].
        owner, term: int32 [e], the work's row and the term's place.
        term_ids: int32 [t] ascending; `term_kinds`: int8 [t], of `MANY`; `term_hashes`: int64 [t], by `term_hash`;
            `term_values`, `term_folded`: [t].
        languages: the values of `ones["language"]`.
    """

    generation: int
    ids: Rows
    titles: list[str]
    added: NDArray[np.bytes_]
    words: Rows
    ones: dict[str, NDArray[np.int16]]
    held: Mask
    confidence: NDArray[np.float32]
    intensity: NDArray[np.int8]
    raised: Mask
    owner: Rows
    term: Rows
    term_ids: Rows
    term_kinds: NDArray[np.int8]
    term_hashes: NDArray[np.int64]
    term_values: list[str]
    term_folded: list[str]
    languages: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def nbytes(self) -> int:
        """Bytes that the numbers take; texts (titles, values) come on top."""
        arrays = [value for value in vars(self).values() if isinstance(value, np.ndarray)]
        return sum(int(array.nbytes) for array in chain(arrays, self.ones.values()))

    @cached_property
    def bands(self) -> NDArray[np.int16]:
        """int16 [n]: the band of length of each work."""
        return (np.searchsorted(values.BANDS, self.words, side="right") - 1).astype(np.int16)

    @cached_property
    def title_lines(self) -> Lines:
        return Lines(self.titles)

    @cached_property
    def term_lines(self) -> Lines:
        return Lines(self.term_folded)

    def places_of(self, kind: str, value: str) -> list[int]:
        """Places of the terms of a kind that have this value, whatever the case of its letters."""
        wanted = value.casefold()
        likely: list[int] = np.flatnonzero(self.term_hashes == term_hash(kind, value)).tolist()
        return [place for place in likely if self.term_values[place].casefold() == wanted]

    @cached_property
    def counted(self) -> dict[bytes, NDArray[np.int64]]:
        """Counts of terms by the digest of the rows that were counted; `counting` fills it."""
        return {}

    @cached_property
    def newest(self) -> Rows:
        """All rows, the latest added first."""
        return np.lexsort((self.ids, self.added))[::-1].astype(np.int32)

    @cached_property
    def by_title(self) -> Rows:
        """All rows by folded title; here and below, the latest added first among equals."""
        order = sorted(self.newest.tolist(), key=self.titles.__getitem__)
        return np.asarray(order, dtype=np.int32)

    @cached_property
    def longest(self) -> Rows:
        """All rows, those of the most words first."""
        return self.newest[np.argsort(-self.words[self.newest], kind="stable")]

    @cached_property
    def mildest(self) -> Rows:
        """All rows, the mildest rating first, those without one last."""
        return self.newest[np.argsort(self.ones["rating"][self.newest], kind="stable")]

    def rows_of(self, ids: NDArray[np.int64]) -> Mask:
        """Which rows are the works of these ids; ids that are not here are left out."""
        mask = np.zeros(len(self), dtype=np.bool_)
        if len(self):
            at = np.searchsorted(self.ids, ids).clip(max=len(self) - 1)
            mask[at[self.ids[at] == ids]] = True
        return mask


def term_hash(kind: str, value: str) -> int:
    """What a term is looked up by, in this process: the same for values that differ in case alone."""
    return hash((kind, value.casefold()))


def kind_number(kind: str) -> int:
    """Number of a kind of `MANY` in `Columns.term_kinds`."""
    return _KIND_AT[kind]


def value_names(columns: Columns, kind: str) -> tuple[str, ...]:
    """The values that the numbers of a kind of which a work has one stand for."""
    return {
        "rating": RATING_VALUES,
        "action": values.ACTIONS,
        "standing": values.STANDINGS,
        "length": values.band_names(),
        "language": columns.languages,
    }[kind]


def value_numbers(columns: Columns, kind: str) -> NDArray[np.int16]:
    """int16 [n]: the number of each work's value of a kind of which a work has one."""
    return columns.bands if kind == "length" else columns.ones[kind]
