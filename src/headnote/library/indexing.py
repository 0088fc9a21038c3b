"""Writing full text in each dialect's own way. Words come folded, so that both find the same."""

from __future__ import annotations

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from headnote.records import Record

#: A tsvector holds at most a mebibyte. A text that does not fit is found by its distinct words, so many characters.
_DISTINCT = 300_000
#: Characters that always fit: of five bytes each at most, for a word of one letter takes ten bytes with its place.
_FITS = 200_000


class Indexed(Record, frozen=True, kw_only=True):
    """The words of a work, folded: what the four columns of `fulltext` are made of."""

    title: str
    people: str
    tags: str
    body: str


def put(connection: Connection, work_id: int, now: Indexed, old_body: str | None) -> None:
    """Make a work found by its words.

    Args:
        old_body: the folded text that the work was found by until now; null for a new work.
    """
    if connection.dialect.name == "postgresql":
        _put_vector(connection, work_id, now)
        return
    if old_body is not None:
        _forget(connection, work_id, old_body)
    row = {"id": work_id, "title": now.title, "people": now.people, "tags": now.tags, "body": now.body}
    connection.execute(text("INSERT INTO indexed VALUES (:id, :title, :people, :tags)"), row)
    connection.execute(
        text("INSERT INTO fulltext (rowid, title, people, tags, body) VALUES (:id, :title, :people, :tags, :body)"), row
    )


def _forget(connection: Connection, work_id: int, body: str) -> None:
    connection.execute(
        text(
            "INSERT INTO fulltext (fulltext, rowid, title, people, tags, body)"
            " SELECT 'delete', work_id, title, people, tags, :body FROM indexed WHERE work_id = :id"
        ),
        {"id": work_id, "body": body},
    )
    connection.execute(text("DELETE FROM indexed WHERE work_id = :id"), {"id": work_id})


_VECTOR = text(
    "INSERT INTO fulltext (work_id, words) VALUES (:id,"
    " setweight(to_tsvector('headnote', :title), 'A') || setweight(to_tsvector('headnote', :people), 'B') ||"
    " setweight(to_tsvector('headnote', :tags), 'C') || to_tsvector('headnote', :body))"
    " ON CONFLICT (work_id) DO UPDATE SET words = excluded.words"
)


def _put_vector(connection: Connection, work_id: int, now: Indexed) -> None:
    row = {"id": work_id, "title": now.title, "people": now.people, "tags": now.tags, "body": now.body}
    if sum(map(len, (now.title, now.people, now.tags, now.body))) <= _FITS:
        connection.execute(_VECTOR, row)
        return
    try:
        with connection.begin_nested():
            connection.execute(_VECTOR, row)
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != "54000":  # program limit exceeded
            raise
        distinct = " ".join(dict.fromkeys(now.body.split()))[:_DISTINCT]
        connection.execute(_VECTOR, row | {"body": distinct})
