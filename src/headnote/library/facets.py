"""Facet values of a work: the rows of `terms` and `work_terms`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from headnote.library import schema


def put(connection: Connection, work_id: int, terms: Sequence[tuple[str, str]]) -> None:
    """Make these pairs of kind and value a work's only ones. Values that no work has any more stay, unseen."""
    connection.execute(delete(schema.work_terms).where(schema.work_terms.c.work_id == work_id))
    if not terms:
        return
    known = _ids(connection, terms)
    missing = [term for term in terms if term not in known]
    if missing:
        connection.execute(insert(schema.terms), [{"kind": kind, "value": value} for kind, value in missing])
        known |= _ids(connection, missing)
    rows = [{"work_id": work_id, "term_id": known[term]} for term in terms]
    connection.execute(insert(schema.work_terms), rows)


def _ids(connection: Connection, terms: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Ids by kind and value. One kind after the other: SQLite would read the whole table for a list of pairs."""
    table, by_kind = schema.terms, defaultdict[str, list[str]](list)
    for kind, value in terms:
        by_kind[kind].append(value)
    return {
        (kind, value): term_id
        for kind, values in by_kind.items()
        for value, term_id in connection.execute(
            select(table.c.value, table.c.id).where(table.c.kind == kind, table.c.value.in_(values))
        )
    }
