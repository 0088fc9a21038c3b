"""Who reads rows: worker processes, kept from one file to the next, or this process."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from typing import NamedTuple, Self

from headnote.corpus import worker
from headnote.corpus.crew import LIMIT, Chunk, Crew, Serve
from headnote.corpus.job import Job
from headnote.corpus.worker import Answers


class Task(NamedTuple):
    """What is done with rows: `serve` runs in a worker process, `answers` is the same in this one."""

    serve: Serve
    answers: Answers


SWEEP = Task(worker.serve, worker.lines)


def processes(workers: int | None) -> int:
    """How many processes read: as many as asked for, 0 for none but this one; null is one a core."""
    return (os.cpu_count() or 1) if workers is None else workers


class Readers:
    """Use as a context: leaving it ends the processes.

    Args:
        workers: as `processes` takes it.
        limit: seconds after which a row that is still being read is given up; only where workers read.
    """

    def __init__(self, job: Job, workers: int | None = None, limit: float = LIMIT, task: Task = SWEEP) -> None:
        self.job, self.limit, self.task = job, limit, task
        self.count = processes(workers)
        self._crew: Crew | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def read(self, chunks: Iterator[Chunk]) -> Generator[list[bytes]]:
        """What is answered to each chunk, in order."""
        if not self.count:
            worker.warm(self.job)
            yield from (self.task.answers(chunk, self.job) for chunk in chunks)
            return
        if self._crew is None:
            self._crew = Crew(self.count, self.job, self.task.serve, self.limit)
        try:
            yield from self._crew.read(chunks)
        except BaseException:  # also where nobody wants the rest: workers still hold rows that nobody will take
            self._end()
            raise

    def _end(self) -> None:
        if self._crew is not None:
            self._crew.end()
            self._crew = None
