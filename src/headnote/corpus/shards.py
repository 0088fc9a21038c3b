"""A corpus of many files: each is swept by itself, and what is done is done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from headnote.corpus import manifest, sources
from headnote.corpus.readers import Readers
from headnote.corpus.sweeping import Tally, sweep_file
from headnote.errors import HeadnoteError, NotAFile, NotFound, UsageError
from headnote.records import SweepRun

#: Called before each file with how many are done.
Begun = Callable[[int], None]


class Shard(msgspec.Struct, frozen=True, kw_only=True):
    """One file of rows and where its output goes."""

    source: Path
    out: Path


class FolderTally(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a folder: rows and errors of all files that are done, how many were done before, and those that
    could not be swept with why."""

    shards: int
    known: int
    rows: int
    errors: int
    failed: list[tuple[str, HeadnoteError]]


def shards(source: Path, out: Path) -> list[Shard]:
    """Every file of rows under a folder, in the order of their paths, each with the same name under `out`.

    Raises:
        NotFound, NotAFile: there is no such folder, or no such file in it.
        UsageError: the output lies in the input.
    """
    if not source.is_dir():
        raise NotAFile(f"{source}: expected a folder", hint="Name a folder of files of rows.")
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out}: expected a folder for the outputs, found a file", hint="Name a folder.")
    if source.resolve() == out.resolve() or source.resolve() in out.resolve().parents:
        raise UsageError(f"{out}: expected a folder outside the input", hint="Name another folder.")
    found = sorted(path for path in source.rglob("*") if path.is_file() and _is_rows(path))
    if not found:
        raise NotFound(f"{source}: no file of rows in it", hint=f"headnote reads {', '.join(sources.SUFFIXES)}.")
    return [Shard(source=path, out=out / path.relative_to(source)) for path in found]


def _is_rows(path: Path) -> bool:
    return not path.name.startswith(".") and path.name.lower().endswith(tuple(sources.SUFFIXES))


def sweep_folder(
    found: list[Shard],
    readers: Readers,
    *,
    force: bool = False,
    begun: Begun | None = None,
) -> FolderTally:
    """Sweep each file whose output is not there yet. A file that cannot be read does not lose the others.

    An output is done when the manifest beside it speaks of its bytes, of the input's and of the same job; so the same
    command goes on where it was. Ids may come again in another file: each file is a table of its own.
    """
    tallies: list[Tally] = []
    failed: list[tuple[str, HeadnoteError]] = []
    known = 0
    for number, shard in enumerate(found):
        if begun:
            begun(number)
        try:
            if done := _done(shard, readers):
                known += 1
                tallies.append(Tally(rows=done.rows, errors=done.errors))
                continue
            shard.out.parent.mkdir(parents=True, exist_ok=True)
            tallies.append(sweep_file(shard.source, shard.out, readers, force=force))
        except HeadnoteError as error:
            failed.append((str(shard.source), error))
    return FolderTally(
        shards=len(found),
        known=known,
        rows=sum(t.rows for t in tallies),
        errors=sum(t.errors for t in tallies),
        failed=failed,
    )


def _done(shard: Shard, readers: Readers) -> SweepRun | None:
    run = manifest.beside(shard.out)
    if run is None or run.job != readers.job.digest() or not shard.out.exists():
        return None
    same = run.output.sha256 == sources.digest(shard.out) and run.input.sha256 == sources.digest(shard.source)
    return run if same else None
