"""Where a file of rows lies: a path of this machine, or an address that fsspec knows."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import msgspec

from headnote.corpus import remote
from headnote.errors import NotAFile, NotFound, NotPermitted, OutputFailed, SourceError

#: Bytes asked of a store at a time: few requests for a long file, little in memory.
PIECE = 4 << 20
LOCAL = frozenset({"file", "local"})


class Place(msgspec.Struct, frozen=True):
    """A file by path, or by address: ``s3://bucket/rows.parquet``, ``zip://rows.jsonl::/tmp/rows.zip``.

    `address` is as it was given, keys and all; as text a place is without them. Made by `place`.
    """

    address: str

    def __str__(self) -> str:
        return str(self.local or remote.shown(self.address))

    def __repr__(self) -> str:
        return f"Place({str(self)!r})"

    @property
    def local(self) -> Path | None:
        """Its path on this machine, null for an address of anything else."""
        scheme = remote.scheme_of(self.address)
        if scheme is None:
            return Path(self.address)
        if scheme not in LOCAL or "::" in self.address:
            return None
        path = self.address.partition("://")[2]
        # file:///C:/rows.jsonl
        return Path(path[1:] if re.match(r"/[A-Za-z]:", path) and os.name == "nt" else path)

    @property
    def name(self) -> str:
        """The last part, whose suffix says how rows are written."""
        path = self.local
        if path is not None:
            return path.name
        before, _, last = _parts(self.address)[1].rstrip("/").rpartition("/")
        return last if before else last.rpartition("@")[2]

    def beside(self, suffix: str) -> Place:
        """The file whose name is this one's with a suffix, in the same folder."""
        path = self.local
        if path is not None:
            return Place(str(path.with_name(path.name + suffix)))
        head, inside, tail = _parts(self.address)
        return Place(head + inside.rstrip("/") + suffix + tail)

    def under(self, name: str) -> Place:
        """A file below this folder. `name` has slashes between its parts."""
        path = self.local
        if path is not None:
            return Place(str(path / name))
        head, inside, tail = _parts(self.address)
        return Place(head + (inside.rstrip("/") + "/" if inside else "") + name + tail)

    def cut(self, marks: frozenset[str]) -> tuple[Place, str]:
        """Of an address, the folder before the first part with one of these marks, and what stands from there."""
        head, inside, tail = _parts(self.address)
        parts = inside.split("/")
        fixed = next(n for n, part in enumerate(parts) if marks & set(part))
        return Place(head + "/".join(parts[:fixed]) + tail), "/".join(parts[fixed:])

    @contextmanager
    def opened(self) -> Iterator[io.BufferedReader]:
        """The file to read. What lies elsewhere comes in pieces of `PIECE` bytes, as they are wanted.

        Raises:
            NotFound, NotAFile, NotPermitted: where it is not to be had.
            SourceError: the store cannot be reached, now or later while it is read.
            MissingExtra: a package for this kind of address is not installed.
        """
        path = self.local
        if path is not None:
            with _open(path) as file:
                yield file
            return
        with io.BufferedReader(remote.opened(self.address), PIECE) as pieces:
            yield cast("io.BufferedReader", pieces)

    def exists(self) -> bool:
        """Whether a file or folder is there."""
        path = self.local
        return remote.info(self.address) is not None if path is None else is_there(path)

    def is_folder(self) -> bool:
        path = self.local
        if path is not None:
            return path.is_dir()
        found = remote.info(self.address)
        return found is not None and found["type"] == "directory"

    def told_size(self) -> int | None:
        """Its length in bytes, null where a store does not say.

        Raises:
            SourceError: as `opened`.
        """
        path = self.local
        if path is not None:
            with _open(path) as file:
                return os.fstat(file.fileno()).st_size
        found = remote.info(self.address)
        if found is None:
            raise NotFound(f"{self}: no such file", hint="Check the address.")
        return None if found.get("size") is None else int(found["size"])

    def size(self) -> int:
        """Its length in bytes; where a store does not say, it is read for it."""
        told = self.told_size()
        if told is not None:
            return told
        with self.opened() as file:
            return sum(len(piece) for piece in iter(lambda: file.read(PIECE), b""))

    def digest(self) -> str:
        """SHA-256 of its bytes."""
        with self.opened() as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def read(self) -> bytes:
        with self.opened() as file:
            return file.read()

    def deliver(self, file: Path) -> None:
        """Put a finished file of this machine here, replacing what is here, so that no half of it is ever seen.

        It is gone from where it was. A folder that is missing is made.

        Raises:
            OutputFailed: it cannot be written on this machine.
            UsageError, NotPermitted, OutputFailed, SourceError, MissingExtra: nor at this address.
        """
        path = self.local
        if path is None:
            remote.upload(file, self.address)
            file.unlink()
            return
        try:
            _move(file, path)
        except OSError as error:
            raise OutputFailed(f"{path}: expected to write it, found: {error.strerror or error}") from error


def place(where: str | Path | Place) -> Place:
    """A place by path or address. A path that exists is that path, whatever it looks like."""
    if isinstance(where, Place):
        return where
    if isinstance(where, Path) or remote.scheme_of(where) is None or is_there(Path(where)):
        return Place(str(Path(where)))
    return Place(where)


def is_there(path: Path) -> bool:
    """Whether a path exists; one that no file could have does not."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def sync_folder(folder: Path) -> None:
    """Make a renaming in a folder last. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _parts(address: str) -> tuple[str, str, str]:
    """An address before, in and after its path: ``s3://``, ``bucket/rows.jsonl``, a query or the rest of a chain."""
    found = remote.SCHEME.match(address)
    assert found is not None
    inside, mark, chain = address[found.end() :].partition("::")
    query = ""
    if found["scheme"].lower() in ("http", "https"):
        inside, ask, values = inside.partition("?")
        query = ask + values
    return found[0], inside, query + mark + chain


def _open(path: Path) -> io.BufferedReader:
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise NotFound(f"{path}: no such file") from error
    except IsADirectoryError as error:
        raise NotAFile(f"{path}: expected a file of rows, found a folder", hint="Name a file in it.") from error
    except PermissionError as error:
        raise NotPermitted(f"{path}: not permitted to read") from error
    except (OSError, ValueError) as error:  # such as a name that is too long, or one with a null byte
        raise SourceError(f"{path}: cannot be opened", hint="Check the path.") from error


def _move(file: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        file.replace(path)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # Another disk: a renaming cannot reach it.
        fresh = path.with_name(path.name + ".new")
        with file.open("rb") as source, fresh.open("wb") as copy:
            shutil.copyfileobj(source, copy)
            copy.flush()
            os.fsync(copy.fileno())
        fresh.replace(path)
        file.unlink()
    sync_folder(path.absolute().parent)
