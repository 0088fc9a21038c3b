"""Who reads the rows of a corpus: an engine takes files that are to be read and gives their lines back in order.

`Local` reads here, in processes of this machine; `ray_engine.Ray` on a cluster. A sweep knows no more of them than
`Engine` says, so all of them write the same bytes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from itertools import islice
from typing import NamedTuple, Protocol, Self

import msgspec

from headnote.corpus import sources
from headnote.corpus.crew import LIMIT, Chunk
from headnote.corpus.job import Job
from headnote.corpus.places import Place
from headnote.corpus.readers import Readers
from headnote.corpus.rows import Row
from headnote.errors import HeadnoteError
from headnote.signals import semantic

#: A chunk ends at whichever comes first. Large enough that sending and syncing it cost nothing beside reading it
#: (about a second of work), small enough that a kill loses little and a hundred chunks in memory are no burden.
CHUNK_ROWS, CHUNK_CHARACTERS = 32, 500_000


class Todo(msgspec.Struct, frozen=True, kw_only=True):
    """A file of rows that is to be read. `number` is what its answers carry, `done` the rows that were read before."""

    number: int
    source: Place
    done: int = 0


class Answer(NamedTuple):
    """Lines of some rows of one file.

    Args:
        number: of the file's `Todo`.
        lines: one a row, each with its line end.
        places: where each row stands in its file: "line 7".
        share: of the file that is read, 0..1.
        end: these are the last; `error` says why where the file could not be read to its end.
    """

    number: int
    lines: list[bytes]
    places: list[str]
    share: float = 0.0
    end: bool = False
    error: HeadnoteError | None = None


class Engine(Protocol):
    """Use as a context: leaving it ends what it started."""

    job: Job

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def read(self, todos: Iterable[Todo]) -> Generator[Answer]:
        """Every row of each file after those that are done, in order, file after file; each file ends with an answer
        whose `end` is true. `todos` is taken as it is needed: what comes later may not be known yet.

        Raises:
            HeadnoteError: no further row can be read, of any file.
        """


class Local:
    """Processes of this machine.

    Args:
        workers: how many; null is one a core, 0 reads in this process.
        limit: seconds after which a row that is still being read is given up; only where workers read.
    """

    def __init__(self, job: Job, workers: int | None = None, limit: float = LIMIT) -> None:
        self.job = job
        self._readers = Readers(job, workers, limit)

    def __enter__(self) -> Self:
        if self.job.tier == "full":
            semantic.check_device(self.job.device)
        return self

    def __exit__(self, *_: object) -> None:
        self._readers.__exit__()

    def read(self, todos: Iterable[Todo]) -> Generator[Answer]:
        """As `Engine.read`."""
        ahead: deque[Answer] = deque()
        with closing(self._readers.read(self._chunks(todos, ahead))) as found:
            for lines in found:
                yield ahead.popleft()._replace(lines=lines)

    def _chunks(self, todos: Iterable[Todo], ahead: deque[Answer]) -> Iterator[Chunk]:
        """Rows to be read; what belongs to each chunk's answer goes to `ahead`. A file ends with an empty chunk."""
        for todo in todos:
            error: HeadnoteError | None = None
            try:
                for chunk, share in chunked(islice(sources.rows(todo.source, self.job), todo.done, None)):
                    ahead.append(Answer(todo.number, [], [row.place for row in chunk], share))
                    yield chunk
            except HeadnoteError as why:
                error = why
            ahead.append(Answer(todo.number, [], [], 1.0, end=True, error=error))
            yield ()


def chunked(rows: Iterable[tuple[Row, float]]) -> Iterator[tuple[Chunk, float]]:
    """Rows in chunks of at most `CHUNK_ROWS` and, but for a single long row, about `CHUNK_CHARACTERS`.

    Args:
        rows: each with the share of its file read by then; a chunk comes with that of its last row.
    """
    chunk: list[Row] = []
    size = 0
    share = 0.0
    for row, share in rows:
        chunk.append(row)
        size += len(row.text)
        if len(chunk) == CHUNK_ROWS or size >= CHUNK_CHARACTERS:
            yield tuple(chunk), share
            chunk, size = [], 0
    if chunk:
        yield tuple(chunk), share
