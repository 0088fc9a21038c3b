"""Which files a sweep reads and where the output of each goes."""

from __future__ import annotations

from pathlib import Path, PurePath

import msgspec

from headnote.corpus import remote, sources
from headnote.corpus.places import Place, is_there, place
from headnote.errors import NotAFile, NotFound, UsageError

WILD = frozenset("*?[")


class Shard(msgspec.Struct, frozen=True, kw_only=True):
    """One file of rows and where its output goes. `name` is its path below the folder of all, with slashes; a file that
    was named by itself is `alone`, and its output's folder must be there."""

    source: Place
    out: Place
    name: str
    alone: bool = False


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """What a sweep wrote of one file. `source` is that file, null where it is not wanted; the rest as in `Shard`."""

    out: Place
    source: Place | None
    name: str
    alone: bool = False


def shards(source: str | Path | Place, out: str | Path | Place) -> list[Shard]:
    """The files of rows that a source names, each with its output: one file, a folder, or a pattern.

    A file's output is `out`. Of a folder every file of rows below it is meant, but for hidden ones; its output has the
    same name below `out`. So it is with a pattern (``corpus/**/*.parquet``), where names are told from the folder
    before the first wildcard. They come in the order of their names. A path that exists is no pattern.

    Raises:
        NotFound: there is no such file, folder, or file of rows in it.
        NotAFile: the output is a folder where a file is meant, or the other way round.
        UsageError: an output would be written among the inputs or cannot be written at all.
        SourceError, MissingExtra: a store cannot be reached.
    """
    given, to = place(source), place(out)
    if to.local is None:
        remote.check_writable(to.address)
    several = _several(given)
    if several is None:
        return [_one(given, to)]
    folder, pattern = several
    _check_folders(folder, to, deep=not pattern or "**" in pattern)
    names = _names_found(given, folder, pattern)
    found = [Shard(source=folder.under(name), out=to.under(name), name=name) for name in names]
    if both := {shard.out.address for shard in found} & {shard.source.address for shard in found}:
        raise UsageError(
            f"{place(min(both))}: expected an output of its own, got an input", hint="Name another folder."
        )
    return found


def outputs(out: str | Path | Place, source: str | Path | Place | None = None) -> list[Output]:
    """What a sweep wrote, and of what: one output, or all below a folder or that a pattern names, in the order in which
    they were swept.

    Args:
        source: the sweep's input, named as it was then; null where it is not wanted.

    Raises:
        NotFound: there is no such file or folder, or no output in it.
        NotAFile: one of the two is a folder and the other is not.
        SourceError, MissingExtra: a store cannot be reached.
    """
    given, its = place(out), None if source is None else place(source)
    below, from_ = _several(given), None if its is None else _several(its)
    if its is not None and (below is None) != (from_ is None):
        what = "a folder, as the output is" if from_ is None else "a file, as the output is"
        raise NotAFile(f"{its}: expected {what}", hint="Name the input as it was named to the sweep.")
    if below is None:
        return [Output(out=given, source=its, name=given.name, alone=True)]
    return [
        Output(out=below[0].under(name), source=from_[0].under(name) if from_ else None, name=name)
        for name in _names_found(given, *below)
    ]


def _several(given: Place) -> tuple[Place, str] | None:
    """The folder of a folder or a pattern, and the pattern below it; null for one file."""
    if _is_pattern(given):
        return _cut(given)
    return (given, "") if given.is_folder() else None


def _names_found(given: Place, folder: Place, pattern: str) -> list[str]:
    names = _names(folder, pattern)
    if not names:
        what = "that match" if pattern else "in it"
        raise NotFound(f"{given}: no files of rows {what}", hint=f"headnote reads {', '.join(sources.SUFFIXES)}.")
    return names


def _one(source: Place, out: Place) -> Shard:
    if not source.exists():
        raise NotFound(f"{source}: no such file")
    if out.local is not None and out.local.is_dir():
        raise NotAFile(f"{out}: expected a file for the output, found a folder", hint="Name a file in it.")
    if _parts(source) == _parts(out) or _is_same_file(source, out):
        raise UsageError(f"{out}: expected an output of its own, got the input", hint="Name another file.")
    return Shard(source=source, out=out, name=source.name, alone=True)


def _is_same_file(one: Place, other: Place) -> bool:
    here, there = one.local, other.local
    return here is not None and there is not None and is_there(there) and here.samefile(there)


def _check_folders(folder: Place, out: Place, *, deep: bool) -> None:
    """Refuse an output that the same command would read as input next time."""
    if out.local is not None and out.local.exists() and not out.local.is_dir():
        raise UsageError(f"{out}: expected a folder for the outputs, found a file", hint="Name a folder.")
    inner, outer = _parts(out), _parts(folder)
    if inner == outer or (deep and inner[: len(outer)] == outer):
        raise UsageError(f"{out}: expected a folder outside the input", hint="Name another folder.")


def _parts(given: Place) -> tuple[object, ...]:
    """The file system of a place and its path in parts, the same for two ways to write it."""
    if given.local is not None:
        return given.local.resolve().parts
    system, path = remote.filesystem(given.address)
    return (system, *path.strip("/").split("/"))


def _is_pattern(given: Place) -> bool:
    wild = WILD - {"?"} if remote.scheme_of(given.address) in ("http", "https") else WILD
    if not wild & set(given.address):
        return False
    return not (is_there(given.local) if given.local is not None else given.exists())


def _cut(given: Place) -> tuple[Place, str]:
    """The folder before the first wildcard, and the pattern below it."""
    path = given.local
    if path is None:
        return given.cut(WILD)
    parts = path.parts
    fixed = next(n for n, part in enumerate(parts) if WILD & set(part) and not is_there(Path(*parts[: n + 1])))
    return Place(str(Path(*parts[:fixed]))), "/".join(parts[fixed:])


def _names(folder: Place, pattern: str) -> list[str]:
    """Names of all files of rows below a folder, in the order of their parts."""
    here = folder.local
    names = _names_there(folder, pattern) if here is None else _names_here(here, pattern)
    return sorted((n for n in set(names) if _is_rows(n)), key=lambda name: name.split("/"))


def _names_here(folder: Path, pattern: str) -> list[str]:
    if not folder.is_dir():
        raise NotFound(f"{folder}: no such folder")
    # At the end of a pattern, ** means folders only.
    below = pattern + "/*" if pattern.endswith("**") else pattern or "**/*"
    try:
        return [path.relative_to(folder).as_posix() for path in folder.glob(below) if path.is_file()]
    except ValueError as error:
        raise UsageError(f"{pattern}: expected a pattern whose ** stand alone between slashes") from error


def _names_there(folder: Place, pattern: str) -> list[str]:
    system, path = remote.filesystem(folder.address)
    start = path.rstrip("/") + "/"
    with remote.errors(folder.address):
        found = system.glob(start + pattern, detail=True) if pattern else system.find(path, detail=True)
    return [name.removeprefix(start) for name, info in found.items() if info["type"] == "file"]


def _is_rows(name: str) -> bool:
    parts = PurePath(name).parts
    return not any(part.startswith(".") for part in parts) and name.lower().endswith(tuple(sources.SUFFIXES))
