"""Facet values of a work: the rows of `terms` and `work_terms`."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select, tuple_

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
    table = schema.terms
    rows = connection.execute(
        select(table.c.kind, table.c.value, table.c.id).where(tuple_(table.c.kind, table.c.value).in_(list(terms)))
    )
    return {(kind, value): term_id for kind, value, term_id in rows}
