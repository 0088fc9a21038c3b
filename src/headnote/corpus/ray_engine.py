"""Ray as an engine of a sweep: files are given to a driver of Ray in waves, and its parts are answers."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import closing
from importlib.util import find_spec
from itertools import islice
from typing import Self

from headnote.corpus import ray_blocks
from headnote.corpus.crew import LIMIT
from headnote.corpus.engines import Answer, Todo
from headnote.corpus.job import Job
from headnote.corpus.places import Place
from headnote.corpus.ray_driver import Driver
from headnote.corpus.readers import SWEEP, Task
from headnote.corpus.spans import spans
from headnote.errors import HeadnoteError, MissingExtra

#: Files that are given to Ray at a time: each may hold a file of its output open. The next ones are taken up while
#: these are read.
FILES = 64


class Ray:
    """Processes of a Ray cluster.

    Args:
        address: of the cluster, as `ray.init` takes it; null starts a Ray of this machine, and stops it.
        workers: how many read; null is one a core of the cluster.
        limit: seconds after which a row that is still being read is given up.
        task: what is done with rows.
    """

    def __init__(
        self,
        job: Job,
        address: str | None = None,
        workers: int | None = None,
        limit: float = LIMIT,
        task: Task = SWEEP,
    ) -> None:
        self.job, self.address, self.workers, self.limit, self.task = job, address, workers, limit, task
        self._driver: Driver | None = None

    def __enter__(self) -> Self:
        if find_spec("ray") is None:
            raise MissingExtra("ray is not installed", hint="pip install 'headnote[ray]'")
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def read(self, todos: Iterable[Todo]) -> Generator[Answer]:
        """As `engines.Engine.read`. Ray starts with the first file.

        Raises:
            Incomplete: Ray lost more than it could make good; what was answered is whole.
            HeadnoteError: there is no Ray to be had.
        """
        more = iter(todos)
        wave = list(islice(more, FILES))
        try:
            while wave:
                after: list[Todo] = []
                with closing(self._read_wave(wave)) as answers:
                    for answer in answers:
                        yield answer
                        if len(after) < FILES:
                            after.extend(islice(more, 1))
                wave = after or list(islice(more, FILES))
        except BaseException:  # also where nobody wants the rest: Ray would read on
            self._end()
            raise

    def _read_wave(self, wave: list[Todo]) -> Generator[Answer]:
        if self._driver is None:
            self._driver = Driver(self.job, self.address, self.workers, self.limit, self.task)
        given = {todo.number: todo.source for todo in wave}
        ended: set[int] = set()
        with closing(self._driver.read([span for todo in wave for span in spans(_anywhere(todo))])) as parts:
            for part in parts:
                if part.number in ended:  # rows after a broken place in their file
                    continue
                answer = ray_blocks.answer(part)
                if part.end:
                    ended.add(part.number)
                yield answer._replace(error=_as_given(answer.error, given[part.number]))

    def _end(self) -> None:
        if self._driver is not None:
            self._driver.end()
            self._driver = None


def _anywhere(todo: Todo) -> Todo:
    """A file by a path that holds in any folder: Ray's processes have their own."""
    path = todo.source.local
    if path is None:
        return todo
    return Todo(number=todo.number, source=Place(str(path.absolute())), done=todo.done)


def _as_given(error: HeadnoteError | None, source: Place) -> HeadnoteError | None:
    """An error that names its file as it was named to us."""
    if error is not None and source.local is not None:
        error.args = (str(error).replace(str(source.local.absolute()), str(source), 1),)
    return error
