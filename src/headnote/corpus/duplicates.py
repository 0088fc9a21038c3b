"""Rows that are like an earlier one, told by their signatures once all rows are read.

A row points at the first row in order that it is like and that points at none itself, so what it points at is always
kept.

Memory: 150 to 250 bytes a row, and 400 more for each row that is found to be like another in the file whose turn it is.
Signatures lie in a file that has no name, 304 bytes a row, beside the first partial output; what of it is in memory can
be dropped by the system at any time.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import msgspec

from headnote.corpus import likeness
from headnote.corpus.nearness import first_alike, parts, record
from headnote.corpus.rows import RowId
from headnote.errors import OutputFailed

if TYPE_CHECKING:
    from headnote.corpus.nearness import Numbers

#: What is said at most of texts that are not the same: signatures that agree in all do not tell a smaller difference.
NEARLY = 0.99


class Duplicate(NamedTuple):
    """The row that another is like: its id, after ``NAME#`` where it stands in another file; and how like: 1 for the
    same text, else the estimated share of common runs of words, `likeness.ALIKE` to `NEARLY`."""

    of: str
    likeness: float


#: The rows of one file that are like an earlier one, by their number in it from 0.
Alike = dict[int, Duplicate]


class _Found(NamedTuple):
    """All rows of a sweep that have a signature, file after file.

    Args:
        ends: the number of rows before each file, and of all.
        rows: what is kept of them (`nearness.record`).
        first: the row that each points at, -1 for none.
        agree: how many numbers of their signatures agree.
    """

    partials: Sequence[tuple[str, Path]]
    ends: list[int]
    rows: Any
    first: Numbers
    agree: Any


class _Line(msgspec.Struct):
    id: RowId | None
    sha256: str = ""
    sketch: str = ""


def find(partials: Sequence[tuple[str, Path]]) -> Iterator[Alike]:
    """For each file of a sweep, its rows that are like an earlier one of this file or of those before.

    Args:
        partials: the name and the finished partial output of each file. They are read again for the ids until the last
            is told. Rows without a `sketch`, which could not be read, are like none.

    Raises:
        OutputFailed: the signatures cannot be written, or a partial output is gone.
    """
    if not partials:
        return
    folder = partials[0][1].parent
    try:
        with TemporaryFile(dir=folder) as file:
            ends = _gather([path for _, path in partials], file)
            rows = _mapped(file)
            found = _Found(partials, ends, rows, *first_alike(rows))
            for number in range(len(partials)):
                yield _told(found, number)
    except OSError as error:
        raise OutputFailed(f"{folder}: expected to compare rows there, found: {error.strerror or error}") from error


def _gather(paths: Sequence[Path], file: BinaryIO) -> list[int]:
    """Write what is kept of each row; the number of rows before each path, and of all."""
    ends, count = [0], 0
    for path in paths:
        start = 0
        with path.open("rb") as lines:
            for row, line in enumerate(lines):
                found = msgspec.json.decode(line, type=_Line)
                if found.sketch:
                    places = row.to_bytes(8, "little") + start.to_bytes(8, "little")
                    file.write(b64decode(found.sketch) + bytes.fromhex(found.sha256) + places)
                    count += 1
                start += len(line)
        ends.append(count)
    file.flush()
    return ends


def _mapped(file: BinaryIO) -> Any:
    import numpy

    return numpy.memmap(file, record(), "r") if file.tell() else numpy.zeros(0, record())


def _told(all_rows: _Found, number: int) -> Alike:
    """What `find` says of the file with a number."""
    import numpy

    rows, first = all_rows.rows, all_rows.first
    start, end = all_rows.ends[number : number + 2]
    found = start + numpy.flatnonzero(first[start:end] >= 0)
    names = _names(all_rows, number, numpy.unique(first[found]))
    alike = Alike()
    for part in parts(len(found)):
        its, theirs = found[part], first[found[part]]
        same = (rows["digest"][its] == rows["digest"][theirs]).all(axis=1)
        share = numpy.round(all_rows.agree[its] / likeness.PERMUTATIONS, 2)
        share = numpy.where(same, 1.0, numpy.minimum(NEARLY, share))
        for place, other, how in zip(rows["row"][its].tolist(), theirs.tolist(), share.tolist(), strict=True):
            alike[place] = Duplicate(names[other], how)
    return alike


def _names(all_rows: _Found, number: int, wanted: Numbers) -> dict[int, str]:
    """What rows are called in the file with a number: by their ids, those of other files after ``NAME#``."""
    import numpy

    names: dict[int, str] = {}
    for other, (name, path) in enumerate(all_rows.partials[: number + 1]):
        low, high = numpy.searchsorted(wanted, all_rows.ends[other : other + 2])
        if low == high:
            continue
        its, before = wanted[low:high], "" if other == number else f"{name}#"
        with path.open("rb") as lines:
            for row, start in zip(its.tolist(), all_rows.rows["start"][its].tolist(), strict=True):
                lines.seek(start)
                names[row] = f"{before}{msgspec.json.decode(lines.readline(), type=_Line).id}"
    return names
