"""A worker that is killed by some rows, as a crash in a library would kill it."""

from __future__ import annotations

import os
import time
from multiprocessing.connection import Connection
from pathlib import Path

from headnote.corpus import worker
from headnote.corpus.job import Job


def serve(pipe: Connection, job: Job) -> None:
    """Answers with the ids of the rows; a row with the text "die" ends the process."""
    pipe.send(worker.READY)
    while True:
        try:
            rows = pipe.recv()
        except EOFError:
            return
        if any(row.text == "die" for row in rows):
            os._exit(9)
        pipe.send([f"{row.id}\n".encode() for row in rows])


def dies_once(pipe: Connection, job: Job) -> None:
    """As `serve`, but the first process to get the row "fall" is killed and the next reads it: a death that was no
    row's fault. The flag is the file that the job's text column names."""
    flag = Path(job.text_column)
    pipe.send(worker.READY)
    while True:
        try:
            rows = pipe.recv()
        except EOFError:
            return
        if len(rows) == 1 and rows[0].text == "fall" and not flag.exists():
            flag.touch()
            os._exit(9)
        pipe.send([f"{row.id}\n".encode() for row in rows])


def never_starts(pipe: Connection, job: Job) -> None:
    os._exit(3)


def may_hang(pipe: Connection, job: Job) -> None:
    """As `serve`, but a row with the text "hang" is never answered."""
    pipe.send(worker.READY)
    while True:
        try:
            rows = pipe.recv()
        except EOFError:
            return
        if any(row.text == "hang" for row in rows):
            time.sleep(3600)
        pipe.send([f"{row.id}\n".encode() for row in rows])
