"""Spans: stretches of files of rows that are read apart from each other, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate, islice

import msgspec

from headnote.corpus import sources
from headnote.corpus.engines import Todo
from headnote.corpus.job import Job
from headnote.corpus.places import Place
from headnote.corpus.rows import Row
from headnote.errors import HeadnoteError

#: Bytes, unpacked, that a span of a table has at least, where its row groups are smaller: opening a file for it is then
#: nothing beside reading it.
BYTES = 64 << 20


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a file. Spans of one file follow each other; `last` ends it.

    Args:
        number: as in the file's `Todo`.
        groups: first and end of the row groups of a Parquet file; null is all there is.
        skip: rows at its beginning that are done.
        since, width: share of the file before it, and its own, 0..1.
    """

    number: int
    source: Place
    groups: tuple[int, int] | None = None
    skip: int = 0
    since: float = 0.0
    width: float = 1.0
    last: bool = True


def spans(todo: Todo) -> list[Span]:
    """A file as spans that leave out what is done: a Parquet file by row groups, any other as one.

    A file that cannot be opened is one span: whoever reads it says what is wrong.
    """
    try:
        groups = sources.row_groups(todo.source) if sources.form_of(todo.source) == "parquet" else []
    except HeadnoteError:
        groups = []
    total = sum(rows for rows, _ in groups)
    ends = list(accumulate((rows for rows, _ in groups), initial=0))
    found = []
    for first, end in _stretches(groups):
        if ends[end] <= todo.done:
            continue
        found.append(
            Span(
                number=todo.number,
                source=todo.source,
                groups=(first, end),
                skip=max(0, todo.done - ends[first]),
                since=ends[first] / total,
                width=(ends[end] - ends[first]) / total,
                last=end == len(groups),
            )
        )
    return found or [Span(number=todo.number, source=todo.source, skip=todo.done)]


def _stretches(groups: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Neighbouring row groups, first and end, that have `BYTES` together."""
    first = size = 0
    for end, (_, more) in enumerate(groups, 1):
        size += more
        if size >= BYTES or end == len(groups):
            yield first, end
            first, size = end, 0


def rows(span: Span, job: Job) -> Iterator[tuple[Row, float]]:
    """Rows of a span as `sources.rows` gives them, each with the share of its file read by then."""
    groups = None if span.groups is None else range(*span.groups)
    found: Iterable[tuple[Row, float]] = sources.rows(span.source, job, groups)
    for row, share in islice(found, span.skip, None):
        yield row, span.since + span.width * share
