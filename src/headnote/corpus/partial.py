"""The output of a sweep while it is written: JSON Lines in ``OUT.partial`` with its ledger, whatever OUT will be."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import msgspec

from headnote.corpus import ledger
from headnote.corpus.ledger import Ledger
from headnote.errors import NotFound, OutputExists


class Partial:
    """Appends chunks of lines so that a kill at any moment loses no chunk that was done and repeats none.

    Args:
        out: where the output will be.
        run: an empty ledger of this command.
        force: discard what is there and is not an unfinished run of this command.

    Raises:
        OutputExists: there is an output, or an unfinished run of another command, or this one is running.
    """

    def __init__(self, out: Path, run: Ledger, *, force: bool) -> None:
        self.out, self.path = out, out.with_name(out.name + ".partial")
        self.ledger_path = out.with_name(out.name + ".ledger")
        if not out.absolute().parent.is_dir():
            raise NotFound(f"{out.parent}: no such folder", hint="Make the folder first.")
        before = ledger.load(self.ledger_path)
        unfinished = before is not None and before.same_run(run) and self._holds(before)
        if not unfinished and not force:
            self._refuse_to_replace()
        self.ledger = before if unfinished and before else run
        self.file: BinaryIO | None = None

    def _holds(self, before: Ledger) -> bool:
        """Whether what the ledger speaks of is there: all of it, or the output that it became."""
        if self.path.exists():
            return self.path.stat().st_size >= before.bytes
        return before.finished and self.out.exists()

    def _refuse_to_replace(self) -> None:
        if self.out.exists():
            raise OutputExists(f"{self.out}: the output exists")
        if self.path.exists() and self.path.stat().st_size:
            raise OutputExists(f"{self.path}: holds an unfinished run of another command or another input")

    def __enter__(self) -> Partial:
        if not (self.ledger.finished and not self.path.exists()):
            self.file = self.path.open("ab")
            try:
                _lock(self.file, self.path)
            except OutputExists:
                self.file.close()
                raise
            self.file.truncate(self.ledger.bytes)
            ledger.save(self.ledger, self.ledger_path)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.file:
            self.file.close()

    def append(self, lines: list[bytes]) -> None:
        """Write the lines of a chunk; when this returns, they are on the disk and in the ledger."""
        assert self.file is not None
        self.file.write(b"".join(lines))
        self.file.flush()
        os.fsync(self.file.fileno())
        self._note(ledger.after(self.ledger, lines))

    def finish(self) -> None:
        """Note that every row is written."""
        self._note(msgspec.structs.replace(self.ledger, finished=True))

    def forget(self) -> None:
        """Remove what is left beside the output."""
        self.path.unlink(missing_ok=True)
        self.ledger_path.unlink(missing_ok=True)

    def _note(self, now: Ledger) -> None:
        self.ledger = now
        ledger.save(self.ledger, self.ledger_path)


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
