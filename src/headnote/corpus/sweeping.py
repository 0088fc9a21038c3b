"""A sweep from end to end: files of rows, an engine that reads them, outputs that are whole or not there.

Every file has a partial output and a ledger until its output is delivered, so that a sweep that was stopped goes on
where it was. Where duplicates are asked for, outputs are delivered together at the end: a row may be like one of any
file before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from headnote.corpus import delivering, duplicates, forms, joining, listing, manifest, sources, worker
from headnote.corpus.crew import LIMIT
from headnote.corpus.engines import Answer, Engine, Local, Todo
from headnote.corpus.job import Job
from headnote.corpus.ledger import Counted, Ledger
from headnote.corpus.listing import Shard
from headnote.corpus.partial import Partial, forget
from headnote.corpus.rows import Row, Seen
from headnote.corpus.state import state_of
from headnote.errors import HeadnoteError
from headnote.records import SweepRun

#: Called after each answer with the rows written by this run and those it went on from, and with the share of the input
#: that is read, 0..1.
Progress = Callable[[int, float], None]
REPEATED = "expected an id of its own, got one that an earlier row has"


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a sweep: rows and errors of all files that are done, how many files there are and were done
    before, and those that could not be swept with why."""

    rows: int
    errors: int
    shards: int
    known: int
    failed: list[tuple[str, HeadnoteError]]


def sweep(
    source: str | Path,
    out: str | Path,
    job: Job,
    *,
    workers: int | None = None,
    force: bool = False,
    progress: Progress | None = None,
    limit: float = LIMIT,
    state: Path | None = None,
) -> Tally:
    """Read every row of a file, of a folder of files or of those that a pattern names, and write what was found.

    Rows are written in their order, one a row, for each file to an output of its own. Beside it, ``OUT.run.json`` says
    by what and from what it was written (`records.SweepRun`). An unfinished run of the same command is gone on with;
    the output is the same bytes as without the interruption, whatever the engine and the number of workers.

    Args:
        source, out: as `listing.shards` takes them.
        workers, limit: as `engines.Local` takes them.
        force: replace outputs that are there and are not of this command.
        progress: called as rows are written.
        state: where unfinished runs lie whose output is an address; null is a folder of the user's own.

    Raises:
        OutputExists: the only output holds something else than an unfinished run of the same command.
        HeadnoteError: the only file cannot be used, or no further file can. Of several, those that cannot be swept are
            in the tally. Rows that cannot be read raise nothing.
    """
    with Local(job, workers, limit) as engine:
        return sweep_by(engine, listing.shards(source, out), force=force, progress=progress, state=state)


def sweep_by(
    engine: Engine,
    shards: Sequence[Shard],
    *,
    force: bool = False,
    progress: Progress | None = None,
    state: Path | None = None,
) -> Tally:
    """As `sweep`, by an engine."""
    with closing(_Sweep(engine.job, shards, force, state)) as run:
        if not run.is_done():
            with closing(engine.read(run.todos())) as answers:
                for answer in answers:
                    run.take(answer)
                    if progress:
                        progress(run.written, (answer.number + answer.share) / len(shards))
            run.deliver_waiting()
        tally = run.tally()
    if tally.failed and shards[0].alone:
        raise tally.failed[0][1]
    return tally


class _Sweep:
    """A sweep under way. Partial outputs are open from the moment their file is given to the engine."""

    def __init__(self, job: Job, shards: Sequence[Shard], force: bool, state: Path | None) -> None:
        self.job, self.shards, self.force, self.state = job, shards, force, state
        self.partials: dict[int, Partial] = {}
        self.seen: dict[int, Seen] = {}
        self.waiting: list[int] = []
        self.done: list[tuple[int, int]] = []  # rows and errors of each file
        self.known = 0
        self.failed: list[tuple[str, HeadnoteError]] = []
        self.written = 0

    def close(self) -> None:
        for partial in self.partials.values():
            partial.close()

    def tally(self) -> Tally:
        return Tally(
            rows=sum(rows for rows, _ in self.done),
            errors=sum(errors for _, errors in self.done),
            shards=len(self.shards),
            known=self.known,
            failed=self.failed,
        )

    def is_done(self) -> bool:
        """Whether outputs that are only right together are all there."""
        if not self.job.duplicates or self.force:
            return False
        if any(manifest.beside(shard.out) is None for shard in self.shards):
            return False
        runs = [manifest.of_this(shard.out, self._run(shard)) for shard in self.shards]
        known = [run for run in runs if run]
        if len(known) < len(runs):
            return False
        for number, run in enumerate(known):
            self._know(number, run)
        return True

    def todos(self) -> Iterator[Todo]:
        """Files that have rows to be read; those without are delivered on the way."""
        for number, shard in enumerate(self.shards):
            try:
                todo = self._begin(number, shard)
            except HeadnoteError as error:
                self.failed.append((shard.name, error))
                continue
            if todo:
                yield todo

    def take(self, answer: Answer) -> None:
        """Write what an engine has read."""
        partial = self.partials[answer.number]
        if answer.lines:
            partial.append(*_refused(answer, self.seen[answer.number]))
            self.written += len(answer.lines)
        if not answer.end:
            return
        del self.seen[answer.number]
        if answer.error:
            partial.close()
            self.failed.append((self.shards[answer.number].name, answer.error))
        else:
            partial.finish()
            self._finish(answer.number)

    def deliver_waiting(self) -> None:
        """Deliver outputs that had to wait for each other, unless one of them is missing."""
        if not self.waiting or self.failed:
            return
        found = duplicates.find([(self.shards[n].name, self.partials[n].path) for n in self.waiting])
        for number, alike in zip(self.waiting, found, strict=True):
            self._deliver(number, alike)
        for number in self.waiting:
            self._declare(number)
        for number in self.waiting:
            self._forget(number)

    def _begin(self, number: int, shard: Shard) -> Todo | None:
        forms.check_writable(shard.out)
        sources.form_of(shard.source)
        if self.job.with_input:
            joining.check(shard.source, shard.out)
        run = self._run(shard)
        if not self.job.duplicates and (known := manifest.of_this(shard.out, run)):
            self._know(number, known)
            return None
        path = state_of(shard.out, self.state)
        if not shard.alone:
            path.parent.mkdir(parents=True, exist_ok=True)
        partial = Partial(path, run, exists=shard.out.exists(), force=self.force)
        partial.open()
        self.partials[number] = partial
        if partial.ledger.finished:
            self._finish(number)
            return None
        self.written += partial.ledger.rows
        self.seen[number] = Seen()
        for its_id in partial.ids():
            self.seen[number].first(its_id)
        return Todo(number=number, source=shard.source, done=partial.ledger.rows)

    def _run(self, shard: Shard) -> Ledger:
        return Ledger(source=shard.source.digest(), job=self.job.digest())

    def _know(self, number: int, run: SweepRun) -> None:
        """A file that was done before; a kill may have left its ledger."""
        self.known += 1
        self.done.append((run.rows, run.errors))
        forget(state_of(self.shards[number].out, self.state))

    def _finish(self, number: int) -> None:
        if self.job.duplicates:
            self.partials[number].close()
            self.waiting.append(number)
            return
        self._deliver(number, None)
        self._declare(number)
        self._forget(number)

    def _deliver(self, number: int, alike: duplicates.Alike | None) -> None:
        shard, partial = self.shards[number], self.partials[number]
        partial.close()
        if partial.path.exists():
            source = shard.source if self.job.with_input else None
            delivering.deliver(partial.path, shard.out, source=source, job=self.job, alike=alike)

    def _declare(self, number: int) -> None:
        shard, partial = self.shards[number], self.partials[number]
        manifest.write(manifest.of_run(shard.source, shard.out, self.job, partial.ledger), shard.out, partial.out)
        self.done.append((partial.ledger.rows, partial.ledger.errors))

    def _forget(self, number: int) -> None:
        self.partials.pop(number).forget()


def _refused(answer: Answer, seen: Seen) -> tuple[list[bytes], list[Counted]]:
    """Lines and what they say of their rows, those with an id that came before made errors."""
    lines = list(answer.lines)
    rows = [msgspec.json.decode(line, type=Counted) for line in lines]
    for at, row in enumerate(rows):
        if not seen.first(row.id):
            lines[at] = worker.failed(Row(place=answer.places[at], id=row.id), REPEATED)
            rows[at] = msgspec.json.decode(lines[at], type=Counted)
    return lines, rows
