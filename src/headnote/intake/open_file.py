"""A path to its bytes, and names made fit to print."""

from __future__ import annotations

import errno
import re
from pathlib import Path

from headnote.errors import NotAFile, NotFound, NotPermitted, SourceError

#: Control characters, line separators, direction marks and lone surrogates: what would break or hide a line.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def shown(name: str) -> str:
    """A file's name on one line: what cannot be printed is written as an escape (``\\n``, ``\\udc80``)."""
    return _UNFIT.sub(lambda m: m[0].encode("unicode_escape", "surrogatepass").decode("ascii"), name)


def read_path(path: Path) -> bytes:
    """All bytes of a file.

    Raises:
        NotFound, NotAFile, NotPermitted, SourceError: the file cannot be opened or read.
    """
    name = shown(str(path))
    try:
        if path.is_dir():
            raise NotAFile(f"expected a file, found a folder: {name}")
        if path.exists() and not path.is_file() and not path.is_fifo():
            raise NotAFile(f"expected a file, found a device or socket: {name}")
        return path.read_bytes()
    except OSError as error:
        raise _said(error, name) from None
    except ValueError:
        raise NotFound(f"expected the path of a file, found a null character in it: {name}") from None


def _said(error: OSError, name: str) -> SourceError:
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP):
        return NotFound(f"expected a file, found nothing at {name}")
    if error.errno == errno.EISDIR:
        return NotAFile(f"expected a file, found a folder: {name}")
    if error.errno in (errno.EACCES, errno.EPERM):
        return NotPermitted(f"expected a file that may be read, found one that may not: {name}")
    return SourceError(f"{name}: {error.strerror or type(error).__name__}")
