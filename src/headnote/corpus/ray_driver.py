"""Ray's driver as a process of its own, seen from the sweep.

Where the node or the cluster that a driver belongs to is lost, Ray ends the driver's process without a word. So it is
not the sweep's: that one sees the other end, says so and keeps what is done.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import shutil
import signal
import tempfile
from collections.abc import Generator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path

import msgspec

from headnote.corpus import ray_blocks, ray_pipeline
from headnote.corpus.job import Job
from headnote.corpus.ray_blocks import Part
from headnote.corpus.ray_pipeline import NO_FILE, Setting
from headnote.corpus.readers import Task
from headnote.corpus.spans import Span

#: Seconds that a driver is given to leave Ray, or to stop it.
LEAVING = 30.0


class Driver:
    """A driver that is started at once. `end` ends it, and the Ray that it has started."""

    def __init__(self, job: Job, address: str | None, workers: int | None, limit: float, task: Task) -> None:
        # A folder of this user only. Not in TMPDIR, which may be too long for sockets.
        self.folder = Path(tempfile.mkdtemp(prefix="headnote-ray-", dir=None if os.name == "nt" else "/tmp"))
        setting = Setting(
            job=job,
            address=address,
            workers=workers,
            limit=limit,
            task=task,
            folder=self.folder,
            most=ray_blocks.PATIENCE,
            block=ray_pipeline.BLOCK,
        )
        context = multiprocessing.get_context("spawn")
        self.pipe: Connection
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=ray_pipeline.serve, args=(theirs, setting), daemon=True)
        self.process.start()
        theirs.close()
        self._ended = False

    def read(self, spans: list[Span]) -> Generator[Part]:
        """The parts of spans, in order. One that is left before its end leaves a driver of no further use.

        Raises:
            Incomplete: Ray lost more than it could make good.
            HeadnoteError: there is no Ray to be had.
        """
        with suppress(OSError):  # where it is gone, what it said last is still to be read
            self.pipe.send(spans)
        try:
            while True:
                part = msgspec.msgpack.decode(self.pipe.recv_bytes(), type=Part)
                if part.number != NO_FILE:
                    yield part
                elif part.error:
                    raise pickle.loads(part.error)
                else:
                    return
        except (EOFError, OSError):
            self.end()
            raise ray_pipeline.stopped(f"its driver ended with code {self.process.exitcode}") from None

    def end(self) -> None:
        """Let it leave Ray in good order, or at all events."""
        if self._ended:
            return
        self._ended = True
        self.pipe.close()
        self.process.terminate()
        if not wait([self.process.sentinel], LEAVING):
            self.process.kill()
            wait([self.process.sentinel])
        # Before it is joined: until then no other process can have its number.
        _kill_session(self.process.pid)
        self.process.join()
        shutil.rmtree(self.folder, ignore_errors=True)


def _kill_session(leader: int | None) -> None:
    """End what a local Ray leaves behind where its driver was ended first; elsewhere than on Linux it takes a minute to
    go by itself."""
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(ProcessLookupError, PermissionError):
            if os.getsid(int(entry.name)) == leader != int(entry.name):
                os.kill(int(entry.name), signal.SIGKILL)
