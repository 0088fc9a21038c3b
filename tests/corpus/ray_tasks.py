"""What Ray's workers do with rows in the tests: they answer with ids, and lose what a row's text says."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from headnote.corpus import worker
from headnote.corpus.job import Job
from headnote.corpus.readers import Task
from headnote.corpus.rows import Row


def ids(rows: Sequence[Row], job: Job) -> list[bytes]:
    """The id of each row and the digest of its text."""
    return [f"{row.id} {hashlib.sha256(row.text.encode()).hexdigest()}\n".encode() for row in rows]


def serve(pipe: Connection, job: Job) -> None:
    """As `ids`. The text "die" ends the process, "hang" is never answered, "nap" takes a moment; "fall" ends the Ray
    worker that the process belongs to, "fall FILE" does so if there is no such file yet, and makes it; to "card" the
    answer is which graphics cards the process sees."""
    worker.attend(pipe, job, _harmed)


def _harmed(rows: Sequence[Row], job: Job) -> list[bytes]:
    for row in rows:
        what, _, flag = row.text.partition(" ")
        if what == "die":
            os._exit(9)
        if what == "hang":
            time.sleep(3600)
        if what == "nap":
            time.sleep(0.02)
        if what == "fall" and not (flag and Path(flag).exists()):
            Path(flag or os.devnull).touch()
            os.kill(os.getppid(), signal.SIGKILL)
        if what == "card":
            return [f"card {os.environ.get('CUDA_VISIBLE_DEVICES')}\n".encode()] * len(rows)
    return ids(rows, job)


HARMED = Task(serve, ids)


def serve_slowly(pipe: Connection, job: Job) -> None:
    """What a sweep reads, a fifth of a second for each chunk."""
    worker.attend(pipe, job, _slowly)


def _slowly(rows: Sequence[Row], job: Job) -> list[bytes]:
    time.sleep(0.2)
    return worker.lines(rows, job)


SLOW = Task(serve_slowly, worker.lines)
