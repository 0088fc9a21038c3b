"""Runs `headnote add` again and again and kills it: a process of its own, so that loading is paid for once.

Called as ``python -m tests.library.killing FOLDER LIBRARY KILLS SEED``. Each run is a fork that calls the command line
as its program does, and is killed at any moment after the library's file changed some times. After each kill the
library is opened and counted. Prints the kills that hit a run that was still going.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from headnote.cli import failure
from headnote.cli.app import headnote
from headnote.library.database import open_library
from tests.library.wholeness import check_counts

#: Times that a run may change the library before it is killed, less one; the moment after that, in seconds: about as
#: long as it takes to read a story and store it.
CHANGES, MOMENT = 6, 0.05
#: Seconds after which a change is not waited for any more: the run may be done.
PATIENCE = 0.3


def main(folder: str, library: str, kills: str, seed: str) -> None:
    chance = random.Random(int(seed))
    _warm(Path(folder))
    hits = 0
    while hits < int(kills):
        child = _start(folder, library)
        if "://" in library:  # a server's files are out of sight
            time.sleep(chance.random() * PATIENCE)
        else:
            for _ in range(chance.randrange(CHANGES)):
                _wait_for_change(library)
            time.sleep(chance.random() * MOMENT)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            break  # it was done before: everything is there
        hits += 1
        _check(library)
    print(hits)


def _warm(folder: Path) -> None:
    """Load what a run needs, by a run into a library that is thrown away."""
    with tempfile.TemporaryDirectory() as elsewhere:
        _run(str(min(folder.iterdir())), f"{elsewhere}/library.db")


def _start(folder: str, library: str) -> int:
    child = os.fork()
    if child:
        return child
    os._exit(_run(folder, library))


def _run(stories: str, library: str) -> int:
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        return failure.guard(headnote, ["add", stories, "--fast", "--library", library, "--workers", "0"])


def _wait_for_change(library: str) -> None:
    """Until something is written next to the library's file."""
    log = Path(f"{library}-wal")
    before, until = _state(log), time.monotonic() + PATIENCE
    while _state(log) == before and time.monotonic() < until:
        time.sleep(0.0005)


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns


def _check(library: str) -> None:
    with open_library(library) as opened, opened.reading() as connection:
        check_counts(connection)


if __name__ == "__main__":
    main(*sys.argv[1:])
