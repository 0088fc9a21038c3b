"""A sweep from end to end."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

import msgspec

from headnote.corpus import manifest, outputs, sources, worker
from headnote.corpus.crew import LIMIT, Chunk, Crew
from headnote.corpus.job import Job
from headnote.corpus.ledger import Ledger
from headnote.corpus.partial import Partial
from headnote.corpus.rows import Row, refuse_repeats
from headnote.errors import UsageError

#: A chunk ends at whichever comes first. Large enough that sending and syncing it cost nothing beside reading it
#: (about a second of work), small enough that a kill loses little and a hundred chunks in memory are no burden.
CHUNK_ROWS, CHUNK_CHARACTERS = 32, 500_000

Progress = Callable[[int, float], None]


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """Rows written in all, by this run and those it went on from, and how many of them are errors."""

    rows: int
    errors: int


def sweep(
    source: Path,
    out: Path,
    job: Job,
    *,
    workers: int | None = None,
    force: bool = False,
    progress: Progress | None = None,
    limit: float = LIMIT,
) -> Tally:
    """Read every row of `source` and write what was found to `out`, in the order of the rows.

    Beside it, ``OUT.run.json`` says by what and from what it was written (`records.SweepRun`). An unfinished run of the
    same command is gone on with; the output is the same bytes as without the interruption,
    whatever the number of workers.

    Args:
        workers: processes that read; null is one a core, 0 reads in this process.
        limit: seconds after which a row that is still being read is given up; only where workers read.
        progress: called after each chunk with the rows written and the share of the input that they are.

    Raises:
        OutputExists: `out` holds something else than an unfinished run of the same command.
        HeadnoteError: the input or output cannot be used. Rows that cannot be read raise nothing.
    """
    if out.exists() and source.exists() and out.samefile(source):
        raise UsageError(f"{out}: expected an output of its own, got the input")
    outputs.check_writable(out)
    sources.form_of(source)
    count = (os.cpu_count() or 1) if workers is None else workers
    run = Ledger(source=sources.digest(source), job=job.digest())
    with Partial(out, run, force=force) as partial:
        if not partial.ledger.finished:
            _write(partial, source, _Readers(job, count, limit), progress)
            partial.finish()
        if partial.path.exists():
            outputs.deliver(partial.path, out)
        manifest.write(manifest.of_run(source, out, job, partial.ledger), out)
        tally = Tally(rows=partial.ledger.rows, errors=partial.ledger.errors)
    partial.forget()
    return tally


class _Readers(msgspec.Struct, frozen=True):
    """Who reads: `count` worker processes with a limit of seconds, or, where it is 0, this one."""

    job: Job
    count: int
    limit: float

    def read(self, chunks: Iterator[Chunk], stack: ExitStack) -> Iterator[list[bytes]]:
        if self.count:
            yield from stack.enter_context(Crew(self.count, self.job, limit=self.limit)).read(chunks)
        else:
            yield from (worker.lines(chunk, self.job) for chunk in chunks)


def _write(partial: Partial, source: Path, readers: _Readers, progress: Progress | None) -> None:
    share = 0.0

    def unread() -> Iterator[Row]:
        nonlocal share
        for row, done in sources.rows(source, readers.job):
            share = done
            yield row

    # What was written before is read again, but only for its ids: an id may come a second time after it.
    rows = islice(refuse_repeats(unread()), partial.ledger.rows, None)
    with ExitStack() as stack:
        for lines in readers.read(chunked(rows), stack):
            partial.append(lines)
            if progress:
                progress(partial.ledger.rows, share)


def chunked(rows: Iterable[Row]) -> Iterator[Chunk]:
    """Rows in chunks of at most `CHUNK_ROWS` and, but for a single long row, about `CHUNK_CHARACTERS`."""
    chunk: list[Row] = []
    size = 0
    for row in rows:
        chunk.append(row)
        size += len(row.text)
        if len(chunk) == CHUNK_ROWS or size >= CHUNK_CHARACTERS:
            yield tuple(chunk)
            chunk, size = [], 0
    if chunk:
        yield tuple(chunk)
