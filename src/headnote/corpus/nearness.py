"""Which signatures are alike, of very many: the arithmetic under `duplicates`.

Two are alike where at least 52 of their 64 numbers agree, which estimates that their texts share `likeness.ALIKE` of
their runs of words. So at most 12 differ; cut into 13 bands, two such signatures have one band in common. Rows are
therefore sorted by each band and only those with the same one compared, which finds every pair.

A band that very many rows share, as texts from one mould do, does not make this quadratic: a row is compared with the
first `COMPARED` rows of each of its bands that point at none. Beyond them a row that is like a later one alone is not
told; one with the very same signature always is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from headnote.corpus import likeness

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


def record() -> Any:
    """What is kept of a row: its signature, the digest of its text, its number in its file, where its line begins."""
    import numpy

    return numpy.dtype(
        [("signature", "<u4", likeness.PERMUTATIONS), ("digest", "<u8", 4), ("row", "<i8"), ("start", "<i8")]
    )


def first_alike(rows: Any) -> tuple[Numbers, Any]:
    """For each row the first that it is like and that is like none before it, -1 for none; and how many numbers of
    their signatures agree.

    Args:
        rows: an array of `record`, in the order in which the first is told.
    """
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
    for part in parts(len(rows)):
        found[part] = (rows["signature"][part] != nothing).any(axis=1)
    return found


def _same(rows: Any, worded: Any) -> Numbers:
    """For each row the first one with its signature; of texts without words, the first with its digest."""
    import numpy

    keys = numpy.empty(len(rows), numpy.uint64)
    for part in parts(len(rows)):
        keys[part] = numpy.where(worded[part], _mixed(rows["signature"][part]), rows["digest"][part][:, 0])
    same: Numbers = numpy.empty(len(rows), numpy.int64)
    order, starts, lengths = _runs(keys)
    same[order] = numpy.repeat(order[starts], lengths)
    for part in parts(len(rows)):
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
        for part in parts(len(members)):
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


def parts(count: int) -> Iterator[slice]:
    """So many rows in slices of at most `_BATCH`."""
    for start in range(0, count, _BATCH):
        yield slice(start, min(start + _BATCH, count))
