"""A sweep from end to end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import msgspec

from headnote.corpus import manifest, outputs, sources
from headnote.corpus.crew import LIMIT, Chunk
from headnote.corpus.job import Job
from headnote.corpus.ledger import Ledger
from headnote.corpus.partial import Partial
from headnote.corpus.readers import Readers
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
    same command is gone on with; the output is the same bytes as without the interruption, whatever the number of
    workers.

    Args:
        workers: processes that read; null is one a core, 0 reads in this process.
        limit: seconds after which a row that is still being read is given up; only where workers read.
        progress: called after each chunk with the rows written and the share of the input that they are.

    Raises:
        OutputExists: `out` holds something else than an unfinished run of the same command.
        HeadnoteError: the input or output cannot be used. Rows that cannot be read raise nothing.
    """
    with Readers(job, workers, limit) as readers:
        return sweep_file(source, out, readers, force=force, progress=progress)


def sweep_file(
    source: Path, out: Path, readers: Readers, *, force: bool = False, progress: Progress | None = None
) -> Tally:
    """As `sweep`, by readers that are there already."""
    if out.exists() and source.exists() and out.samefile(source):
        raise UsageError(f"{out}: expected an output of its own, got the input")
    outputs.check_writable(out)
    sources.form_of(source)
    run = Ledger(source=sources.digest(source), job=readers.job.digest())
    with Partial(out, run, force=force) as partial:
        if not partial.ledger.finished:
            _write(partial, source, readers, progress)
            partial.finish()
        if partial.path.exists():
            outputs.deliver(partial.path, out)
        manifest.write(manifest.of_run(source, out, readers.job, partial.ledger), out)
        tally = Tally(rows=partial.ledger.rows, errors=partial.ledger.errors)
    partial.forget()
    return tally


def _write(partial: Partial, source: Path, readers: Readers, progress: Progress | None) -> None:
    share = 0.0

    def unread() -> Iterator[Row]:
        nonlocal share
        for row, done in sources.rows(source, readers.job):
            share = done
            yield row

    # What was written before is read again, but only for its ids: an id may come a second time after it.
    rows = islice(refuse_repeats(unread()), partial.ledger.rows, None)
    with closing(readers.read(chunked(rows))) as found:
        for lines in found:
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
