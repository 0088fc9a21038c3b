"""Adding files and folders of stories: read in other processes, stored in this one, each work whole or not at all.

What is stored is known by its bytes before it is read, so the same command goes on where it was stopped.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sqlalchemy import select

from headnote.corpus import Job
from headnote.corpus.crew import Chunk
from headnote.corpus.readers import Readers, processes
from headnote.corpus.rows import Row
from headnote.errors import HeadnoteError, internal
from headnote.intake.box import open_box
from headnote.intake.open_file import read_path, shown
from headnote.intake.reader import story_names
from headnote.library import crewing, schema
from headnote.library.crewing import Unread
from headnote.library.database import Library
from headnote.library.storing import Stored, store_prepared
from headnote.records import Record, Tier
from headnote.verdict import Policy

#: Called with the files done so far and the share of all that they are (0..1).
Progress = Callable[[int, float], None]
#: Called with each work that was stored and each file that could not be read, as they come.
Tell = Callable[[Stored | Unread], None]
#: Fewer files are read in this process: starting another takes longer than reading them.
_WORTH_A_CREW = 3


class AddTally(Record, frozen=True, kw_only=True):
    """Works that were added, were known by their bytes, became a version of a known work; files that could not be
    read; works that are much alike another. Each work is counted once under the first three."""

    added: int = 0
    known: int = 0
    versions: int = 0
    failed: int = 0
    near: int = 0

    @property
    def files(self) -> int:
        """Works and files in all."""
        return self.added + self.known + self.versions + self.failed


def add(
    library: Library,
    paths: Iterable[Path],
    *,
    tier: Tier,
    policy: Policy,
    workers: int | None = None,
    progress: Progress | None = None,
    tell: Tell | None = None,
) -> AddTally:
    """Store the works of files, folders and .zip archives that the library lacks.

    Args:
        paths: a folder stands for every story below it, hidden files left out.
        workers: processes that read; null is one a core, 0 reads in this process.

    Raises:
        LibraryError: the library cannot be written. Files that cannot be read raise nothing; they are told and counted.
    """
    run = _Run(library, Job(tier=tier, policy=policy), progress, tell)
    files = list(_walk(paths))
    count = processes(workers)
    if workers is None and len(files) < _WORTH_A_CREW and not any(path.suffix == ".zip" for path in files):
        count = 0
    with Readers(run.job, min(count, len(files)), task=crewing.TASK) as readers:
        for answers in readers.read(run.unknown(files)):
            for answer in answers:
                run.take(answer)
    return AddTally(**run.counts)


class _Run:
    """One call of `add`: what it counts and whom it tells."""

    def __init__(self, library: Library, job: Job, progress: Progress | None, tell: Tell | None) -> None:
        self.library, self.job, self.progress, self.tell = library, job, progress, tell
        self.counts = dict.fromkeys(AddTally.__struct_fields__, 0)
        self.share = 0.0

    def take(self, answer: bytes) -> None:
        """Store a work, or tell why there is none."""
        result = crewing.decoded(answer)
        if isinstance(result, Unread):
            self._failed(result)
            return
        stored = store_prepared(self.library, result)
        self.counts[{"added": "added", "version": "versions", "known": "known"}[stored.outcome]] += 1
        self.counts["near"] += bool(stored.near)
        if self.tell:
            self.tell(stored)
        self._show()

    def unknown(self, files: list[Path]) -> Iterator[Chunk]:
        """The rows of what the library lacks."""
        for at, path in enumerate(files):
            for digest, row in self._stories(path):
                if self._knows(digest):
                    self.counts["known"] += 1
                else:
                    yield (row,)
            self.share = (at + 1) / len(files)
            self._show()

    def _stories(self, path: Path) -> Iterator[tuple[str, Row]]:
        """Digest and row of the story in a file, or of each in a .zip."""
        try:
            yield from _stories(path)
        except HeadnoteError as error:
            self._failed(Unread(place=shown(str(path)), message=str(error), hint=error.hint))
        except Exception as error:
            message = internal(error)
            self._failed(Unread(place=shown(str(path)), message=message))

    def _knows(self, digest: str) -> bool:
        with self.library.reading() as connection:
            known = select(schema.versions.c.id).where(schema.versions.c.sha256 == digest)
            return connection.execute(known).scalar() is not None

    def _failed(self, unread: Unread) -> None:
        self.counts["failed"] += 1
        if self.tell:
            self.tell(unread)
        self._show()

    def _show(self) -> None:
        if self.progress:
            done = sum(count for name, count in self.counts.items() if name != "near")
            self.progress(done, self.share)


def _walk(paths: Iterable[Path]) -> Iterator[Path]:
    """Files in a fixed order, each once: those named, and stories below folders. No link to a folder is followed."""
    seen: set[Path] = set()
    for path in paths:
        for file in _below(path) if path.is_dir() else (path,):
            if file not in seen:
                seen.add(file)
                yield file


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(story_names(files)):
            if (path := Path(place, name)).is_file():
                yield path


def _stories(path: Path) -> Iterator[tuple[str, Row]]:
    """Digest and row of the story in a file, or of each in a .zip.

    Raises:
        HeadnoteError: the file cannot be opened.
    """
    data = read_path(path)
    box = open_box(data, path.name)
    if box is None:
        yield hashlib.sha256(data).hexdigest(), crewing.row(path, None)
        return
    for member in box.names:
        try:
            digest = hashlib.sha256(box.data(member)).hexdigest()
        except HeadnoteError:
            digest = ""  # a worker finds the same and says so
        yield digest, crewing.row(path, member)
