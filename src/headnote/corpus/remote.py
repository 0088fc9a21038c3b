"""The side of fsspec: a file system for an address, a file of it as a raw stream, and its errors as ours.

Nothing that fsspec or a store says goes into a message: it may quote the address with its keys.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from headnote.errors import HeadnoteError, MissingExtra, NotAFile, NotFound, NotPermitted, SourceError, UsageError

#: Stores that have names and no folders, where an object is seen once all of it is there.
FLAT = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "oss", "oci", "tos"})
#: Where rows can be read from only.
READ_ONLY = frozenset({"http", "https", "zip", "tar", "libarchive", "data", "git", "github", "gist", "reference"})
#: Told apart from `protocol://`: Windows drives have one letter.
SCHEME = re.compile(r"(?P<chain>(?:[a-z][a-z0-9+.-]*::)*)(?P<scheme>[A-Za-z][A-Za-z0-9+.-]+)://")
CONNECTION = "Check the connection and the keys that this store needs, then start the command again."


def scheme_of(address: str) -> str | None:
    """The protocol of an address (``s3``), null for a path."""
    found = SCHEME.match(address)
    return found["scheme"].lower() if found else None


def shown(address: str) -> str:
    """An address without what may be a key: a password or token before ``@``, the values of a query."""
    return "::".join(_shown(part) for part in address.split("::"))


def _shown(part: str) -> str:
    scheme, mark, rest = part.partition("://")
    if not mark:
        return part
    if rest.count("?") and "=" in rest.partition("?")[2]:
        rest = rest.partition("?")[0] + "?***"
    # A key may hold slashes, so the last @ ends it. A user's or container's name alone is no secret, but on the web
    # it is where tokens stand.
    user, at, host = rest.rpartition("@")
    if at and (":" in user or scheme.lower() in ("http", "https")):
        rest = "***@" + host
    return f"{scheme}://{rest}"


def filesystem(address: str) -> tuple[Any, str]:
    """fsspec's file system for an address, and the address's path there.

    Raises:
        MissingExtra: fsspec, or the package that it needs for this protocol, is not installed.
        UsageError: there is no such protocol.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        hint = "pip install 'headnote[corpus]'"
        raise MissingExtra(f"fsspec is not installed: {error.name}", hint=hint) from error
    with errors(address):
        system, path = url_to_fs(address)
        return system, str(path)


def check_writable(address: str) -> None:
    """Fail before the first row where nothing can be written to an address."""
    if (scheme := scheme_of(address)) in READ_ONLY:
        raise UsageError(
            f"{shown(address)}: expected a place that can be written, {scheme} is read only",
            hint="Name a path, or an address of a store.",
        )
    filesystem(address)


@contextmanager
def errors(address: str, expected: str = "an answer of the store") -> Iterator[None]:
    """Whatever a store raises, as an error of ours that names the address."""
    try:
        yield
    except HeadnoteError:
        raise
    except Exception as error:
        raise _ours(error, address, expected) from None


def _ours(error: BaseException, address: str, expected: str) -> HeadnoteError:
    """What went wrong in our words; fsspec's web side hides every failure in a FileNotFoundError."""
    name, status = shown(address), getattr(error, "status", None)
    if isinstance(error, FileNotFoundError) and error.__cause__ is not None:
        return _ours(error.__cause__, address, expected)
    if isinstance(error, FileNotFoundError) or status in (404, 410):
        return NotFound(f"{name}: no such file", hint="Check the address.")
    if isinstance(error, PermissionError) or status in (401, 403):
        return NotPermitted(f"{name}: not permitted", hint="Check the keys that this store needs.")
    if isinstance(error, IsADirectoryError):
        return NotAFile(f"{name}: expected a file of rows, found a folder", hint="Name a file in it.")
    if isinstance(error, ImportError):
        return _missing(error, address)
    if isinstance(error, ValueError) and "Protocol not known" in str(error):
        return UsageError(
            f"{name}: expected a path or an address that fsspec knows, found `{scheme_of(address)}`",
            hint="Such as s3://, gs:// or https://; a path is given as it is.",
        )
    if isinstance(error, NotImplementedError):
        return UsageError(f"{name}: cannot be used in this way", hint="Copy the file to a folder of your own.")
    found = f"the server answered {status}" if status else type(error).__name__
    return SourceError(f"{name}: expected {expected}, found {found}", hint=CONNECTION)


def _missing(error: ImportError, address: str) -> MissingExtra:
    from fsspec.registry import known_implementations

    schemes = re.findall(r"([A-Za-z][A-Za-z0-9+.-]*)(?=::|://)", address)
    # Of a chain, the part that fails is the one that has a word for it.
    hints = [known_implementations.get(scheme.lower(), {}).get("err") for scheme in schemes]
    hint = next(
        (h for h in hints if h and h in str(error)), next((h for h in hints if h), "See fsspec's documentation.")
    )
    return MissingExtra(f"{shown(address)}: a package that reads this address is not installed", hint=hint)


class Raw(io.RawIOBase):
    """A file of fsspec as Python's own buffering takes it; every failing read is an error of ours.

    Args:
        file: a file of fsspec, open to read. Closed with this one.
        system: its file system, which is kept: one of an archive closes the archive when it goes.
    """

    def __init__(self, file: Any, address: str, system: Any) -> None:
        super().__init__()
        self.file, self.address, self.system, self.at = file, address, system, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self.file.seekable())

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        if whence == io.SEEK_CUR:
            offset, whence = self.at + offset, io.SEEK_SET
        try:
            self.at = int(self.file.seek(offset, whence))
        except (OSError, ValueError):
            raise SourceError(
                f"{shown(self.address)}: expected a server that gives parts of a file, found one that does not",
                hint="Copy the file to a folder of your own.",
            ) from None
        return self.at

    def readinto(self, buffer: Any, /) -> int:
        view = memoryview(buffer).cast("B")
        with errors(self.address, f"to read on at byte {self.at}"):
            # fsspec's files in memory are one object, whoever opened them, with one position.
            if self.file.tell() != self.at:
                self.file.seek(self.at)
            data = self.file.read(len(view))
        view[: len(data)] = data
        self.at += len(data)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self.file.close()
        super().close()


def opened(address: str) -> Raw:
    """A file to read. It asks for the bytes that are wanted and no more: what is read ahead is for the caller."""
    system, path = filesystem(address)
    with errors(address):
        return Raw(system.open(path, "rb", cache_type="none"), address, system)


def info(address: str) -> dict[str, Any] | None:
    """What the store says of a name (`type`, `size`), null where nothing has it."""
    system, path = filesystem(address)
    try:
        with errors(address):
            found: dict[str, Any] = system.info(path)
            return found
    except NotFound:
        return None


def upload(file: Path, address: str) -> None:
    """Put a local file at an address, where it is seen when it is whole.

    Stores without folders show an object when all of it came; elsewhere it comes under another name first.
    """
    check_writable(address)
    system, path = filesystem(address)
    with errors(address):
        if scheme_of(address) in FLAT:
            system.put_file(str(file), path)
            return
        folder, _, name = path.rpartition("/")
        fresh = f"{folder}/.{name}.new"
        if folder:
            system.makedirs(folder, exist_ok=True)
        try:
            system.put_file(str(file), fresh)
            system.mv(fresh, path)
        except BaseException:
            _discard(system, fresh)
            raise


def _discard(system: Any, path: str) -> None:
    try:
        system.rm_file(path)
    except Exception:
        return  # What failed before is what is told.
