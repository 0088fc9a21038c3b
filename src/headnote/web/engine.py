"""Reading submitted stories outside of the desk's own process: bounded in number and time, killed when over."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from headnote.library.viewers import Viewer
from headnote.web import failures
from headnote.web.reading_process import LENGTH, Results, Story, Terms, Unread
from headnote.web.settings import Settings

LOG = logging.getLogger("headnote.web")

#: Seconds that a process may take to start and load what it needs.
START = 60.0
#: Bytes of an answer: far more than the readings of the largest submission.
MOST_ANSWER = 512 * 1024**2
#: Seconds after which someone who found no place may try again.
AGAIN = 10


#: Names of the environment that say where the library is and how to get in; who reads stories needs none of it.
SECRETS = ("HEADNOTE_LIBRARY", "PG")


class _Ended(Exception):
    """The process is gone: it was killed, or it ran out of memory."""


class _Reader:
    """One reading process. It is started when first asked, and again after it ended."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.process: Process | None = None

    async def start(self) -> None:
        if self.process is not None and self.process.returncode is None:
            return
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "headnote.web.reading_process",
            stdin=PIPE,
            stdout=PIPE,
            env={name: value for name, value in os.environ.items() if not name.startswith(SECRETS)},
            start_new_session=True,
        )
        async with asyncio.timeout(START):
            await self._ask(msgspec.msgpack.encode(self.terms))

    async def read(self, story: Story) -> Results:
        await self.start()
        return await self._ask(msgspec.msgpack.encode(story))

    async def _ask(self, data: bytes) -> Results:
        if self.process is None or (pipe := self.process.stdin) is None or (answers := self.process.stdout) is None:
            raise _Ended
        try:
            pipe.write(LENGTH.pack(len(data)))
            pipe.write(data)
            await pipe.drain()
            length = LENGTH.unpack(await answers.readexactly(LENGTH.size))[0]
            if length > MOST_ANSWER:
                raise _Ended
            answer = await answers.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError):
            raise _Ended from None
        return msgspec.msgpack.decode(answer, type=Results)

    async def kill(self) -> None:
        """Stop it whatever it does."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
            await self.process.wait()
            self.process = None


class Engine:
    """Up to `settings.limits.readers` processes, and `waiting` submissions before them. It belongs to the event loop
    in which it is first used; `close` ends its processes."""

    def __init__(self, settings: Settings) -> None:
        self.limits = settings.limits
        self.terms = Terms(settings.tier, settings.policy, self.limits.memory)
        self.readers: list[_Reader] = []
        self.idle: asyncio.Queue[_Reader] = asyncio.Queue()
        self.taken: Counter[int] = Counter()

    @contextlib.contextmanager
    def place(self, viewer: Viewer) -> Iterator[None]:
        """A place for one submission of a person, taken before its body is received.

        Raises:
            Failure: 503, all are taken, or all that one person may take.
        """
        full = self.taken.total() >= self.limits.readers + self.limits.waiting
        if full or self.taken[viewer.user_id] >= self.limits.each:
            raise failures.too_busy(AGAIN)
        self.taken[viewer.user_id] += 1
        try:
            yield
        finally:
            self.taken[viewer.user_id] -= 1

    async def read(self, stories: Sequence[Story]) -> Results:
        """Results of all stories, in their order. They share `settings.limits.seconds` from when a reader is free; what
        is not read by then says so."""
        reader = await self._reader()
        results: Results = []
        try:
            with contextlib.suppress(TimeoutError, _Ended):  # where it cannot start, each story says so
                await reader.start()
            until = asyncio.get_running_loop().time() + self.limits.seconds
            for story in stories:
                results += await self._one(reader, story, until)
        except BaseException:
            await reader.kill()  # it may still be at work on what nobody waits for
            raise
        finally:
            self.idle.put_nowait(reader)
        return results

    async def _one(self, reader: _Reader, story: Story, until: float) -> Results:
        try:
            await reader.start()
            async with asyncio.timeout_at(until):
                return await reader.read(story)
        except TimeoutError:
            why = f"Reading it took longer than {self.limits.seconds:g} seconds, the most that this desk spends."
        except _Ended:
            why = "The process that read it was ended: it may have needed too much memory."
        await reader.kill()
        LOG.warning("a reading process was ended: %s", why)
        return [Unread(story.name, why, "`headnote add` reads it without these bounds.")]

    async def _reader(self) -> _Reader:
        if self.idle.empty() and len(self.readers) < self.limits.readers:
            self.readers.append(_Reader(self.terms))
            return self.readers[-1]
        return await self.idle.get()

    async def warm(self) -> None:
        """Start one process, so that the first story does not wait for it."""
        reader = await self._reader()
        try:
            await reader.start()
        except (TimeoutError, _Ended):
            await reader.kill()
        finally:
            self.idle.put_nowait(reader)

    async def close(self) -> None:
        for reader in self.readers:
            await reader.kill()
