"""Who reads rows: worker processes, kept from one file to the next, or this process."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from typing import Self

from headnote.corpus import worker
from headnote.corpus.crew import LIMIT, Chunk, Crew
from headnote.corpus.job import Job


class Readers:
    """Use as a context: leaving it ends the processes.

    Args:
        workers: processes that read; null is one a core, 0 reads in this process.
        limit: seconds after which a row that is still being read is given up; only where workers read.
    """

    def __init__(self, job: Job, workers: int | None = None, limit: float = LIMIT) -> None:
        self.job, self.limit = job, limit
        self.count = (os.cpu_count() or 1) if workers is None else workers
        self._crew: Crew | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def read(self, chunks: Iterator[Chunk]) -> Generator[list[bytes]]:
        """Lines of each chunk, in order."""
        if not self.count:
            yield from (worker.lines(chunk, self.job) for chunk in chunks)
            return
        if self._crew is None:
            self._crew = Crew(self.count, self.job, limit=self.limit)
        try:
            yield from self._crew.read(chunks)
        except BaseException:  # also where nobody wants the rest: workers still hold rows that nobody will take
            self._end()
            raise

    def _end(self) -> None:
        if self._crew is not None:
            self._crew.end()
            self._crew = None
