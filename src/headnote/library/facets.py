"""Facet values of a work: the rows of `terms` and `work_terms`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, and_, delete, insert, or_, select

from headnote.library.schema import terms, work_terms

#: Kind and value.
Term = tuple[str, str]


def put(connection: Connection, work_id: int, wanted: Sequence[Term]) -> None:
    """Give a work that has none these facet values."""
    if not wanted:
        return
    known = _ids(connection, wanted)
    missing = [{"kind": kind, "value": value} for kind, value in wanted if (kind, value) not in known]
    if missing:
        added = connection.execute(insert(terms).returning(terms.c.kind, terms.c.value, terms.c.id), missing)
        known |= {(kind, value): term_id for kind, value, term_id in added}
    connection.execute(insert(work_terms), [{"work_id": work_id, "term_id": known[term]} for term in wanted])


def forget(connection: Connection, work_id: int) -> None:
    """Take a work's facet values away. Values that no work has any more stay, unseen."""
    connection.execute(delete(work_terms).where(work_terms.c.work_id == work_id))


def _ids(connection: Connection, wanted: Sequence[Term]) -> dict[Term, int]:
    """Ids of those that there are. Kind by kind: SQLite would read the whole table for a list of pairs."""
    by_kind = defaultdict[str, list[str]](list)
    for kind, value in wanted:
        by_kind[kind].append(value)
    each = (and_(terms.c.kind == kind, terms.c.value.in_(values)) for kind, values in by_kind.items())
    found = connection.execute(select(terms.c.kind, terms.c.value, terms.c.id).where(or_(*each)))
    return {(kind, value): term_id for kind, value, term_id in found}
