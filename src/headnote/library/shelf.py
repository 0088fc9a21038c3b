"""The shelf: a page of works with the counts of every facet, for one viewer."""

from __future__ import annotations

from headnote.library.database import Library
from headnote.library.query import Query, State
from headnote.library.viewers import Viewer
from headnote.records import Record

#: Works on a page.
SIZE = 24


class FacetCount(Record, frozen=True, kw_only=True):
    """A value of a facet and how many works of the query have it. For a value that is excluded, and for those of a
    facet of which a work has only one value, the facet's own choice is set aside: how many there would be."""

    value: str
    label: str
    count: int
    state: State = ""


class ShownCode(Record, frozen=True, kw_only=True):
    """A code that was raised in a work. `intensity` counts mild 0, moderate 1, graphic 2."""

    code: str
    label: str
    confidence: float
    intensity: int
    presence: str


class WorkRow(Record, frozen=True, kw_only=True):
    """A work on the shelf. `codes` are those raised, in card order; `terms` the facet values by kind (``fandom``,
    ``person``, ``pair``, ``trope``, ``tag``, ``author``, ``warning``, ``series``), a kind without values left out.
    `held`: it does not exist for a reader."""

    key: str
    title: str
    authors: str
    summary: str | None
    rating: str | None
    rating_confidence: float
    declared_rating: str | None
    language: str | None
    words: int
    added_at: str
    updated_at: str
    action: str
    standing: str
    held: bool
    codes: tuple[ShownCode, ...]
    terms: dict[str, tuple[str, ...]]


class ShelfPage(Record, frozen=True, kw_only=True):
    """`facets` has every facet that the viewer may choose by, in the order in which they are shown: ``code``,
    ``rating``, ``fandom``, ``person``, ``pair``, ``trope``, ``tag``, ``author``, ``warning``, ``series``,
    ``language``, ``length``, and for who sees held works ``action`` and ``standing``. `hidden` is how many works of the
    query the viewer's own filters keep away."""

    works: list[WorkRow]
    total: int
    hidden: int
    facets: dict[str, list[FacetCount]]
    page: int
    pages: int


def shelf(library: Library, viewer: Viewer, query: Query, *, size: int = SIZE) -> ShelfPage:
    """One page of the works that a viewer may see, less those that their filters hide. A page past the end is empty.

    Raises:
        UsageError: the query asks by what only reviewers have.
    """
    raise NotImplementedError(library, viewer, query, size)


def suggest(library: Library, viewer: Viewer, kind: str, prefix: str, *, limit: int = 10) -> list[FacetCount]:
    """Values of a facet in which a word begins with `prefix`, the commonest first, counted over what the viewer sees.

    Raises:
        UsageError: there is no such kind.
    """
    raise NotImplementedError(library, viewer, kind, prefix, limit)
