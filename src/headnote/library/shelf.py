"""The shelf: a page of works with the counts of every facet, for one viewer."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from headnote.library import counting
from headnote.library.columns import CODES, Rows
from headnote.library.counting import FacetCount
from headnote.library.database import Library
from headnote.library.index import View, view
from headnote.library.listed import ListedWork
from headnote.library.query import Query
from headnote.library.schema import codes, terms, work_terms, works
from headnote.library.viewers import Viewer
from headnote.library.visibility import is_held, visible
from headnote.records import Record
from headnote.taxonomy import title

__all__ = ["FacetCount", "ShelfPage", "ShownCode", "WorkRow", "rows", "shelf", "suggest"]

#: Works on a page.
SIZE = 24


class ShownCode(Record, frozen=True, kw_only=True):
    """A code that was raised in a work. `intensity` counts mild 0, moderate 1, graphic 2."""

    code: str
    label: str
    confidence: float
    intensity: int
    presence: str


class WorkRow(ListedWork, frozen=True, kw_only=True):
    """A work on the shelf. `codes` are those raised, in card order; `terms` the facet values by kind (``fandom``,
    ``person``, ``pair``, ``trope``, ``tag``, ``author``, ``warning``, ``series``), a kind without values left out.
    `held`: it does not exist for a reader."""

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


def shelf(library: Library, viewer: Viewer, query: Query, *, size: int = SIZE, facets: bool = True) -> ShelfPage:
    """One page of the works that a viewer may see, less those that their filters hide. A page past the end is empty.

    Args:
        facets: false leaves the facets uncounted, which is most of the work.

    Raises:
        UsageError: the query asks by what only reviewers have.
    """
    with library.reading() as connection:
        seen = view(library, connection, viewer)
        parts = seen.parts(query)
        found = seen.found(parts)
        ordered = seen.ordered(found, query)
        start = (query.page - 1) * size
        shown = ordered[start : start + size]
        return ShelfPage(
            works=rows(connection, viewer, seen, shown),
            total=len(ordered),
            hidden=seen.hiding(parts),
            facets=counting.facets(seen, parts) if facets else {},
            page=query.page,
            pages=max(-(-len(ordered) // size), 1),
        )


def suggest(library: Library, viewer: Viewer, kind: str, prefix: str, *, limit: int = 10) -> list[FacetCount]:
    """Values of a facet in which a word begins with `prefix`, the commonest first, counted over what the viewer sees.

    Raises:
        UsageError: there is no such kind.
    """
    with library.reading() as connection:
        return counting.suggestions(view(library, connection, viewer), kind, prefix, limit)


def rows(connection: Connection, viewer: Viewer, seen: View, shown: Rows) -> list[WorkRow]:
    """The works of these rows of a view, in their order. One that has been withheld since the view was made is left
    out."""
    ids: list[int] = seen.columns.ids[shown].tolist()
    if not ids:
        return []
    wanted = select(works).where(works.c.id.in_(ids), visible(viewer))
    found = {row["id"]: row for row in connection.execute(wanted).mappings()}
    warnings, values = _codes(connection, ids), _terms(connection, ids)
    return [
        WorkRow(
            **{name: found[work][name] for name in ListedWork.__struct_fields__},
            held=is_held(found[work]["action"], found[work]["standing"]),
            codes=tuple(warnings.get(work, ())),
            terms={kind: tuple(there) for kind, there in values.get(work, {}).items()},
        )
        for work in ids
        if work in found
    ]


def _codes(connection: Connection, ids: Sequence[int]) -> dict[int, list[ShownCode]]:
    """What was raised in each of these works, in card order."""
    wanted = select(codes).where(codes.c.work_id.in_(ids), codes.c.raised, codes.c.code.in_(CODES))
    found: dict[int, list[ShownCode]] = {}
    for row in sorted(connection.execute(wanted), key=lambda row: CODES.index(row.code)):
        found.setdefault(row.work_id, []).append(
            ShownCode(
                code=row.code,
                label=title(row.code),
                confidence=row.confidence,
                intensity=row.intensity,
                presence=row.presence,
            )
        )
    return found


def _terms(connection: Connection, ids: Sequence[int]) -> dict[int, dict[str, list[str]]]:
    """The facet values of each of these works by kind, each kind's by the alphabet."""
    wanted = (
        select(work_terms.c.work_id, terms.c.kind, terms.c.value)
        .join(terms, terms.c.id == work_terms.c.term_id)
        .where(work_terms.c.work_id.in_(ids))
    )
    found: dict[int, dict[str, list[str]]] = {}
    for work, kind, value in sorted(connection.execute(wanted), key=lambda row: (row.value.casefold(), row.value)):
        found.setdefault(work, {}).setdefault(kind, []).append(value)
    return found
