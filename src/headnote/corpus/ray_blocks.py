"""What travels between Ray's processes: blocks of parts of files, and what is done with them there.

A block is an Arrow table with one column. Each of its cells is a part: some rows of one file, or what was found in
them. A part is not taken apart by Ray, which cuts and joins blocks between rows as it sees fit.
"""

from __future__ import annotations

import pickle
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any

import msgspec

from headnote.corpus import spans
from headnote.corpus.engines import Answer, chunked
from headnote.corpus.job import Job
from headnote.corpus.readers import Readers, Task
from headnote.corpus.rows import Row
from headnote.corpus.spans import Span
from headnote.errors import HeadnoteError, Incomplete, SourceError, internal

COLUMN = "part"
#: Times that a span is begun, and that a worker is replaced while nothing is read: after that it is no accident.
PATIENCE = 4
WORKERS = "workers"
MEMORY = "Does the machine have enough memory?"


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of one file that are read together, with the fields of their `Answer`; `error` is a pickled one."""

    number: int
    rows: list[Row] = []
    lines: list[bytes] = []
    places: list[str] = []
    share: float = 0.0
    end: bool = False
    error: bytes | None = None


def block(parts: Iterable[Part | Span]) -> Any:
    """A `pyarrow.Table` of parts or spans."""
    import pyarrow as pa

    cells = [msgspec.msgpack.encode(part) for part in parts]
    return pa.table({COLUMN: pa.array(cells, pa.large_binary())})


def items(found: Iterable[Span]) -> list[dict[str, bytes]]:
    """Spans as rows of a `ray.data.Dataset`."""
    return [{COLUMN: msgspec.msgpack.encode(span)} for span in found]


def parts(table: Any) -> Iterator[Part]:
    """The parts in a block."""
    for cell in table[COLUMN]:
        yield msgspec.msgpack.decode(cell.as_buffer(), type=Part)


class Losses:
    """Counts what is begun again, since Ray itself would try for ever. An actor, one for all processes of a run."""

    def __init__(self) -> None:
        self._begun: Counter[str] = Counter()

    def begin(self, what: str) -> int:
        """How often this was begun, now included."""
        self._begun[what] += 1
        return self._begun[what]

    def forget(self, what: str) -> None:
        self._begun.pop(what, None)


def read(table: Any, job: Job, losses: Any) -> Iterator[Any]:
    """Rows of the spans in a block, a block for each chunk of them; the last part of a file says that it ends.

    Args:
        losses: the handle of the run's `Losses`.
    """
    import ray

    for cell in table[COLUMN]:
        span = msgspec.msgpack.decode(cell.as_buffer(), type=Span)
        if ray.get(losses.begin.remote(f"{span.number} {span.groups}")) > PATIENCE:
            dead = SourceError(f"{span.source}: {PATIENCE} processes died that took rows out of it", hint=MEMORY)
            yield block([_end(span, dead)])
            continue
        for part in _parts_of(span, job):
            yield block([part])


def _parts_of(span: Span, job: Job) -> Iterator[Part]:
    error: HeadnoteError | None = None
    try:
        for chunk, share in chunked(spans.rows(span, job)):
            yield Part(number=span.number, rows=list(chunk), share=share)
    except HeadnoteError as why:
        error = why
    except Exception as why:  # Ray would print what it says, which could be a story's text
        error = SourceError(f"{span.source}: {internal(why)}", hint="Please report this.")
    if span.last or error:
        yield _end(span, error)


def _end(span: Span, error: HeadnoteError | None) -> Part:
    return Part(number=span.number, share=1.0, end=True, error=pickle.dumps(error) if error else None)


class Reader:
    """Reads blocks of rows in a process of its own, which a row may cost; Ray keeps one of these in each worker.

    Args:
        losses: the handle of the run's `Losses`.
        most: workers that may be lost in a row.
    """

    def __init__(self, job: Job, limit: float, task: Task, losses: Any, most: int) -> None:
        import ray

        if ray.get_runtime_context().was_current_actor_reconstructed and ray.get(losses.begin.remote(WORKERS)) > most:
            raise Incomplete(f"{most} workers were lost while nothing was read", hint=MEMORY)
        # A process that is spawned runs the program of its parent first, which is Ray's own here and of no use to it.
        vars(sys.modules["__main__"]).pop("__file__", None)
        self._readers = Readers(job, 1, limit, task)

    def __call__(self, table: Any) -> Iterator[Any]:
        """A block for each part, in order, with lines in place of its rows."""
        asked = list(parts(table))
        with closing(self._readers.read(tuple(part.rows) for part in asked)) as found:
            for part, lines in zip(asked, found, strict=True):
                places = [row.place for row in part.rows]
                yield block([msgspec.structs.replace(part, rows=[], lines=lines, places=places)])


def answer(part: Part) -> Answer:
    """What an engine says of a part that was read."""
    error = pickle.loads(part.error) if part.error else None
    return Answer(part.number, part.lines, part.places, part.share, part.end, error)
