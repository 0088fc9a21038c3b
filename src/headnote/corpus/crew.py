"""Worker processes that read chunks of rows: results come back in order, and a worker that dies costs one row.

Each worker has a pipe of its own, so it is known which rows a dead one held. They are given out again one at a time;
a row whose reader dies `PATIENCE` times while it reads nothing else is the one that kills.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from headnote.corpus import worker
from headnote.corpus.job import Job
from headnote.corpus.rows import Row
from headnote.errors import HeadnoteError

Chunk = tuple[Row, ...]
Serve = Callable[[Connection, Job], None]
#: Chunks ahead of the one that is written next, for each worker: while one worker reads a row of 10 MB, which takes a
#: minute, the others go on with what comes after it, and what they find waits.
AHEAD = 64
#: Characters given out and not answered yet, in all; one row may be longer.
AHEAD_CHARACTERS = 20_000_000
#: Seconds that a worker is given for what it was sent before it is ended: a novel of 10 MB takes a minute or two in the
#: full tier on a slow machine, so that only a row that will never end runs into it.
LIMIT = 600.0
#: Deaths of a worker that a row is given: one may have been the machine's doing (memory, a person with `kill`).
PATIENCE = 2


class _Order:
    """A chunk given out: its lines, filled in as they come, by position."""

    def __init__(self, chunk: Chunk) -> None:
        self.lines = [b""] * len(chunk)
        self.missing = len(chunk)
        self.characters = sum(len(row.text) for row in chunk)

    def fill(self, at: int, lines: list[bytes]) -> None:
        self.lines[at : at + len(lines)] = lines
        self.missing -= len(lines)


class _Task:
    """Rows for one worker: those of `order` from position `at`. `deaths` of workers that they cost."""

    def __init__(self, order: _Order, at: int, rows: Chunk) -> None:
        self.order, self.at, self.rows, self.deaths = order, at, rows, 0

    def alone(self) -> list[_Task]:
        return [_Task(self.order, self.at + i, (row,)) for i, row in enumerate(self.rows)]


class _Worker:
    """A process, our end of its pipe, and what it is reading. `started` once it has said so."""

    def __init__(self, job: Job, serve: Serve) -> None:
        # Spawned, not forked: the same on every platform, and no worker holds another's end of a pipe.
        context = multiprocessing.get_context("spawn")
        self.pipe: Connection
        self.pipe, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=serve, args=(theirs, job), daemon=True)
        with _no_interrupts():
            self.process.start()
        theirs.close()
        self.started = False
        self.task: _Task | None = None
        self.since = 0.0

    def give(self, task: _Task) -> None:
        """Send it rows; its time starts."""
        self.task, self.since = task, time.monotonic()
        self.pipe.send(task.rows)

    def end(self) -> int | None:
        """Stop it whatever it does; returns how it ended."""
        self.pipe.close()
        self.process.kill()
        self.process.join()
        return self.process.exitcode


class Crew:
    """Up to `count` workers that run `serve`, started when there is work. Use as a context: leaving it ends them.

    A worker that takes longer than `limit` seconds for a chunk is ended and its rows are read one at a time; a row that
    takes as long alone is an error.
    """

    def __init__(self, count: int, job: Job, serve: Serve = worker.serve, limit: float = LIMIT) -> None:
        self.count, self.job, self.serve, self.limit = count, job, serve, limit
        self.workers: list[_Worker] = []
        self.tasks: deque[_Task] = deque()

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """End every worker, whatever it does."""
        for each in self.workers:
            each.end()
        self.workers.clear()

    def read(self, chunks: Iterable[Chunk]) -> Iterator[list[bytes]]:
        """Lines of each chunk, in order; at most `AHEAD` chunks a worker are in memory."""
        orders: deque[_Order] = deque()
        more = iter(chunks)
        while True:
            while self._has_room(orders) and (chunk := next(more, None)) is not None:
                orders.append(_Order(chunk))
                if chunk:  # an empty one keeps its place and costs nobody anything
                    self.tasks.append(_Task(orders[-1], 0, chunk))
            if not orders:
                return
            while orders[0].missing:
                self._give_out()
                self._take_in()
            yield orders.popleft().lines

    def _has_room(self, orders: Collection[_Order]) -> bool:
        held = sum(order.characters for order in orders if order.missing)
        return len(orders) < self.count * AHEAD and held < AHEAD_CHARACTERS

    def _give_out(self) -> None:
        while len(self.workers) < min(self.count, len(self.tasks) + self._busy()):
            self.workers.append(_Worker(self.job, self.serve))
        for each in list(self.workers):
            if self.tasks and each.started and each.task is None:
                try:
                    each.give(self.tasks.popleft())
                except OSError:
                    self._bury(each)

    def _busy(self) -> int:
        return sum(each.task is not None for each in self.workers)

    def _take_in(self) -> None:
        by_pipe = {each.pipe: each for each in self.workers if each.task or not each.started}
        for pipe in wait(list(by_pipe), timeout=self._time_left()):
            each = next(w for p, w in by_pipe.items() if p is pipe)
            try:
                answer = each.pipe.recv()
            except (EOFError, OSError):
                self._bury(each)
                continue
            if each.task is None:
                _refuse_unready(answer)
                each.started = True
            else:
                each.task.order.fill(each.task.at, answer)
                each.task = None

        for each in [w for w in self.workers if w.task and time.monotonic() - w.since > self.limit]:
            self._end_late(each)

    def _time_left(self) -> float | None:
        """Seconds until the first worker that reads is late; null where none reads."""
        ends = [each.since + self.limit for each in self.workers if each.task]
        return max(0.0, min(ends) - time.monotonic()) + 0.01 if ends else None

    def _end_late(self, late: _Worker) -> None:
        """A worker is over its time: its rows go back one at a time, but for a single row, which is the cause."""
        self.workers.remove(late)
        late.end()
        if (task := late.task) is None:
            return
        if len(task.rows) > 1:
            self.tasks.extendleft(reversed(task.alone()))
        else:
            message = f"reading took longer than {self.limit:g} seconds"
            task.order.fill(task.at, [worker.failed(task.rows[0], message)])

    def _bury(self, dead: _Worker) -> None:
        """A worker died: its rows go back one at a time, but for a single row that has cost enough."""
        self.workers.remove(dead)
        code = dead.end()
        if not dead.started:
            raise HeadnoteError(
                f"expected a worker process to start, it ended with code {code}",
                hint="Try --workers 0, which reads in this process.",
            )
        if (task := dead.task) is None:
            return
        if len(task.rows) > 1:
            self.tasks.extendleft(reversed(task.alone()))
            return
        task.deaths += 1
        if task.deaths < PATIENCE:
            self.tasks.appendleft(task)
        else:
            task.order.fill(task.at, [worker.failed(task.rows[0], "the process that read this row died")])


def _refuse_unready(answer: object) -> None:
    """A worker that cannot load what it needs says so in the place of that it is ready."""
    if answer != worker.READY:
        message, hint = answer if isinstance(answer, tuple) else ("expected a worker that is ready", "")
        raise HeadnoteError(f"a worker process could not start: {message}", hint=hint)


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """A process started in this block ignores Ctrl-C from its first moment on."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
