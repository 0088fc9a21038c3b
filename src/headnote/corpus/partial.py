"""The output of a sweep while it is written: JSON Lines in ``OUT.partial`` with its ledger, whatever OUT will be."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import msgspec

from headnote.corpus import ledger
from headnote.corpus.ledger import Counted, Ledger
from headnote.corpus.rows import RowId
from headnote.errors import NotFound, OutputExists, OutputFailed

#: Seconds between two moments at which what was written is made to last. A kill loses no more than that; the waiting
#: for the disk (two times, 6 ms each where this was measured) stays a few per cent of a run of very short rows.
SYNC = 0.25


class Partial:
    """Appends lines so that a kill at any moment loses nothing that the ledger says is done and repeats none.

    Args:
        out: the local path that the output will have, or that stands for it while it is made.
        run: an empty ledger of this command.
        exists: whether there is an output already.
        force: discard what is there and is not an unfinished run of this command.

    Raises:
        OutputExists: there is an output, or an unfinished run of another command, or this one is running.
    """

    def __init__(self, out: Path, run: Ledger, *, exists: bool, force: bool) -> None:
        self.out = out
        self.path, self.ledger_path = _beside(out)
        if not out.absolute().parent.is_dir():
            raise NotFound(f"{out.parent}: no such folder", hint="Make the folder first.")
        before = ledger.load(self.ledger_path)
        unfinished = before is not None and before.same_run(run) and self._holds(before, exists)
        if not unfinished and not force:
            self._refuse_to_replace(exists)
        self.ledger = before if unfinished and before else run
        self._synced = 0.0
        self._file: BinaryIO | None = None

    def _holds(self, before: Ledger, exists: bool) -> bool:
        """Whether what the ledger speaks of is there: all of it, or the output that it became."""
        if self.path.exists():
            return self.path.stat().st_size >= before.bytes
        return before.finished and exists

    def _refuse_to_replace(self, exists: bool) -> None:
        if exists:
            raise OutputExists(f"{self.out}: the output exists")
        if self.path.exists() and self.path.stat().st_size:
            raise OutputExists(f"{self.path}: holds an unfinished run of another command or another input")

    def open(self) -> None:
        """Take it for this process and cut off what the ledger does not know.

        Raises:
            OutputExists: another process has it.
        """
        if self.ledger.finished and not self.path.exists():
            return
        with self._lasting():
            self._file = self.path.open("ab")
            try:
                _lock(self._file, self.path)
            except OutputExists:
                self.close()
                raise
            self._file.truncate(self.ledger.bytes)
            ledger.save(self.ledger, self.ledger_path)

    def close(self) -> None:
        """Let it go; what was not made to last is written again by the next run."""
        if self._file:
            with self._lasting():
                self._file.close()
            self._file = None

    def ids(self) -> Iterator[RowId | None]:
        """Ids of the rows that are written."""
        with self.path.open("rb") as lines:
            for line in islice(lines, self.ledger.rows):
                yield msgspec.json.decode(line, type=Counted).id

    def append(self, lines: Sequence[bytes], rows: Sequence[Counted]) -> None:
        """Write lines, which say this of their rows; within `SYNC` seconds they are on the disk and in the ledger."""
        assert self._file is not None
        whole = b"".join(lines)
        with self._lasting():
            self._file.write(whole)
        self.ledger = ledger.after(self.ledger, len(whole), rows)
        if time.monotonic() - self._synced > SYNC:
            self._sync()

    def finish(self) -> None:
        """Note that every row is written."""
        self.ledger = msgspec.structs.replace(self.ledger, finished=True)
        self._sync()

    def forget(self) -> None:
        """Remove what is left beside the output."""
        self.close()
        forget(self.out)

    def _sync(self) -> None:
        assert self._file is not None
        with self._lasting():
            self._file.flush()
            os.fsync(self._file.fileno())
            ledger.save(self.ledger, self.ledger_path)
        self._synced = time.monotonic()

    @contextmanager
    def _lasting(self) -> Iterator[None]:
        """A disk that takes no more is our error; what the ledger says is done stays done."""
        try:
            yield
        except OSError as error:
            raise OutputFailed(f"{self.path}: expected to write rows, found: {error.strerror or error}") from error


def forget(out: Path) -> None:
    """Remove what a sweep has left beside an output that is done; `out` as `Partial` takes it."""
    for path in _beside(out):
        path.unlink(missing_ok=True)


def _beside(out: Path) -> tuple[Path, Path]:
    """Where the partial output and its ledger lie."""
    return out.with_name(out.name + ".partial"), out.with_name(out.name + ".ledger")


def _lock(file: BinaryIO, path: Path) -> None:
    """Refuse a second run of the same output at the same time; the lock ends with the process, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows: a file open for writing elsewhere cannot be renamed, which ends in an error too
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise OutputExists(f"{path}: another run is writing it", hint="Wait for it, or name another output.") from error
