"""Rows that are like an earlier one, told by their signatures once all rows are read.

A row is like another where at least 52 of the 64 numbers of their signatures agree, which estimates that they share
`likeness.ALIKE` of their runs of words. So at most 12 differ; cut into 13 bands, two such signatures have one band in
common. Rows are therefore sorted by each band and only those with the same one compared, which finds every pair.

A row points at the first row in order that it is like and that points at none itself, so what it points at is always
kept. A band that very many rows share, as short texts from one mould do, does not make this quadratic: a row is
compared with the first `COMPARED` rows of each of its bands that point at none. Beyond them a row that is like a later
one alone is not told; one with the very same signature always is.

Memory: about 150 bytes a row, and 400 more for each row that is found to be like another in the file whose turn it is.
Signatures lie in a file that has no name, 304 bytes a row, beside the first partial output; what of it is in memory can
be dropped by the system at any time.
"""

from __future__ import annotations

import math
from base64 import b64decode
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import msgspec

from headnote.corpus import likeness
from headnote.corpus.rows import RowId

if TYPE_CHECKING:
    import numpy

    Numbers = numpy.ndarray[tuple[int], numpy.dtype[numpy.int64]]

#: Rows that a row is compared with in each of its bands.
COMPARED = 64
#: Numbers of two signatures that agree where the texts are alike, of `likeness.PERMUTATIONS`.
AGREE = math.ceil(likeness.ALIKE * likeness.PERMUTATIONS)
#: One more than may differ.
BANDS = likeness.PERMUTATIONS - AGREE + 1
#: Rows that are taken from the file at once.
_BATCH = 1 << 14
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
        rows: what is kept of them (`_record`).
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
        OSError: a file cannot be read, or the signatures cannot be written.
    """
    if not partials:
        return
    with TemporaryFile(dir=partials[0][1].parent) as file:
        ends = _gather([path for _, path in partials], file)
        rows = _mapped(file)
        found = _Found(partials, ends, rows, *_first_alike(rows))
        for number in range(len(partials)):
            yield _told(found, number)


def _record() -> Any:
    """What is kept of a row: its signature, the digest of its text, its number in its file, where its line begins."""
    import numpy

    return numpy.dtype(
        [("signature", "<u4", likeness.PERMUTATIONS), ("digest", "<u8", 4), ("row", "<i8"), ("start", "<i8")]
    )


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

    return numpy.memmap(file, _record(), "r") if file.tell() else numpy.zeros(0, _record())


def _first_alike(rows: Any) -> tuple[Numbers, Any]:
    """For each row the one that it points at, -1 for none, and how many numbers of their signatures agree."""
    import numpy

    first, agree = numpy.full(len(rows), -1, numpy.int64), numpy.zeros(len(rows), numpy.uint8)
    worded = _worded(rows)
    same = _same(rows, worded)
    is_own = same == numpy.arange(len(rows))
    _compare(rows["signature"], *_buckets(rows["signature"], numpy.flatnonzero(is_own & worded)), first, agree)
    # A row with the signature of an earlier one points where that does, or at it.
    later = numpy.flatnonzero(~is_own)
    its = same[later]
    first[later] = numpy.where(first[its] < 0, its, first[its])
    agree[later] = numpy.where(first[its] < 0, likeness.PERMUTATIONS, agree[its])
    return first, agree


def _worded(rows: Any) -> Any:
    """Which rows have words: those without would all be alike."""
    import numpy

    nothing = numpy.frombuffer(likeness.signature(""), "<u4")
    found = numpy.empty(len(rows), bool)
    for part in _parts(len(rows)):
        found[part] = (rows["signature"][part] != nothing).any(axis=1)
    return found


def _same(rows: Any, worded: Any) -> Numbers:
    """For each row the first one with its signature; of texts without words, the first with its digest."""
    import numpy

    keys = numpy.empty(len(rows), numpy.uint64)
    for part in _parts(len(rows)):
        keys[part] = numpy.where(worded[part], _mixed(rows["signature"][part]), rows["digest"][part][:, 0])
    same: Numbers = numpy.empty(len(rows), numpy.int64)
    order, starts, lengths = _runs(keys)
    same[order] = numpy.repeat(order[starts], lengths)
    for part in _parts(len(rows)):
        one, other = rows[part], rows[same[part]]
        equal = numpy.where(
            worded[part],
            (one["signature"] == other["signature"]).all(axis=1),
            (one["digest"] == other["digest"]).all(axis=1),
        )
        # Keys of 64 bits may be the same where what they were made of is not.
        same[part] = numpy.where(equal, same[part], numpy.arange(part.start, part.stop))
    return same


def _buckets(signatures: Any, members: Numbers) -> tuple[Any, Any]:
    """The buckets of each row, one a band and 0 where no other row is in it; and how many rows are in each bucket.

    Args:
        members: the rows that are put in buckets.
    """
    import numpy

    buckets = numpy.zeros((len(signatures), BANDS), numpy.uint32)
    sizes = [numpy.zeros(1, numpy.int32)]
    count = 0
    for band, columns in enumerate(numpy.array_split(numpy.arange(likeness.PERMUTATIONS), BANDS)):
        keys = numpy.empty(len(members), numpy.uint64)
        for part in _parts(len(members)):
            keys[part] = _mixed(signatures[members[part]][:, columns])
        order, _, lengths = _runs(keys)
        shared = lengths > 1
        numbers = numpy.where(shared, count + numpy.cumsum(shared), 0)
        buckets[members[order], band] = numpy.repeat(numbers, lengths)
        sizes.append(lengths[shared].astype(numpy.int32))
        count += len(sizes[-1])
    return buckets, numpy.concatenate(sizes)


def _compare(signatures: Any, buckets: Any, sizes: Any, first: Numbers, agree: Any) -> None:
    """Fill in for each row the first that it is like, among those in its buckets that point at none."""
    import numpy

    kept = numpy.minimum(sizes, COMPARED)
    starts = numpy.cumsum(kept, dtype=numpy.int64) - kept
    held, count = numpy.empty(int(kept.sum()), numpy.int64), bytearray(len(sizes))
    for row in numpy.flatnonzero(buckets.any(axis=1)).tolist():
        its = [bucket for bucket in buckets[row].tolist() if bucket]
        earlier: set[int] = set()
        for bucket in its:
            if count[bucket]:
                earlier.update(held[starts[bucket] : starts[bucket] + count[bucket]].tolist())
        if earlier:
            candidates = sorted(earlier)
            common = (signatures[candidates] == signatures[row]).sum(axis=1)
            alike = common >= AGREE
            if alike.any():
                at = int(alike.argmax())
                first[row], agree[row] = candidates[at], common[at]
                continue
        for bucket in its:
            if count[bucket] < COMPARED:
                held[starts[bucket] + count[bucket]] = row
                count[bucket] += 1


def _told(all_rows: _Found, number: int) -> Alike:
    """What `find` says of the file with a number."""
    import numpy

    rows, first = all_rows.rows, all_rows.first
    start, end = all_rows.ends[number : number + 2]
    found = start + numpy.flatnonzero(first[start:end] >= 0)
    names = _names(all_rows, number, numpy.unique(first[found]))
    alike = Alike()
    for part in _parts(len(found)):
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


def _runs(keys: Any) -> tuple[Numbers, Numbers, Numbers]:
    """The rows in the order of their keys, those of one key in their own order; where each key begins in it, and how
    many rows have it."""
    import numpy

    order: Numbers = numpy.argsort(keys, kind="stable")
    ordered = keys[order]
    starts: Numbers = numpy.flatnonzero(numpy.append(True, ordered[1:] != ordered[:-1])[: len(keys)])
    return order, starts, numpy.diff(starts, append=len(keys))


def _mixed(numbers: Any) -> Any:
    """A 64-bit key for each row of unsigned 32-bit numbers; rows of different numbers have the same one by chance
    alone."""
    import numpy

    keys = numpy.zeros(len(numbers), numpy.uint64)
    for column in numbers.T:
        keys = (keys ^ column) * numpy.uint64(0x9E3779B97F4A7C15)
        keys ^= keys >> numpy.uint64(29)
    return keys


def _parts(count: int) -> Iterator[slice]:
    """So many rows in slices of at most `_BATCH`."""
    for start in range(0, count, _BATCH):
        yield slice(start, min(start + _BATCH, count))
