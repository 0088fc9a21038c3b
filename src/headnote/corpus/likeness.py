"""Near-duplicates: MinHash over runs of words, and bands that bring likely pairs together.

Two texts are alike as far as they share runs of five words. 64 permutations tell that share within about 5 points;
16 bands of 4 rows bring together 99.9 % of the pairs that share 80 %, and one in eight of those that share 30 %.
"""

from __future__ import annotations

import zlib
from base64 import b64encode
from collections.abc import Sequence
from typing import TYPE_CHECKING

from headnote.corpus.folding import fold
from headnote.corpus.sources import needs_extra

if TYPE_CHECKING:
    import numpy

#: Share of common runs from which two works are told as alike.
ALIKE = 0.8
PERMUTATIONS, BANDS, ROWS = 64, 16, 4
#: Words of a run.
RUN = 5
#: Runs that are permuted at once: 64 permutations of them take 8 MiB.
_BATCH = 1 << 15


def sketch(text: str) -> str:
    """The signature of a text as a line of a sweep holds it, in base 64."""
    return b64encode(signature(fold(text))).decode("ascii")


def signature(folded: str) -> bytes:
    """The MinHash signature of a text: 64 unsigned 32-bit numbers, little-endian.

    Args:
        folded: the words of the text with one space between them (`folding.fold`).

    Raises:
        MissingExtra: datasketch is not installed.
    """
    try:
        import numpy
        from datasketch import MinHash
    except ImportError as error:
        raise needs_extra("datasketch", error) from error

    # The hashes are made here, all at once. The scheme is named because signatures are kept.
    sketch = MinHash(num_perm=PERMUTATIONS, hashfunc=int, scheme="affine32")
    hashes = _runs(folded.split(" "))
    for start in range(0, len(hashes), _BATCH):
        sketch.update_batch(hashes[start : start + _BATCH].tolist())
    return bytes(sketch.hashvalues.astype(numpy.dtype("<u4")).tobytes())


def bands(signature: bytes) -> list[int]:
    """A signed 64-bit hash for each band of a signature."""
    from hashlib import blake2b

    size = ROWS * 4
    return [
        int.from_bytes(blake2b(signature[at * size : (at + 1) * size], digest_size=8).digest(), "little", signed=True)
        for at in range(BANDS)
    ]


def likeness(one: bytes, other: bytes) -> float:
    """Estimated share of common runs of words, 0..1."""
    import numpy

    kind = numpy.dtype("<u4")
    return float((numpy.frombuffer(one, kind) == numpy.frombuffer(other, kind)).mean())


def _runs(words: Sequence[str]) -> numpy.ndarray[tuple[int], numpy.dtype[numpy.uint64]]:
    """Distinct 32-bit hashes of all runs of five words; of all words together where there are fewer."""
    import numpy

    known = {word: zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in set(words)}
    hashes = numpy.array([known[word] for word in words], numpy.uint64)
    run = min(RUN, len(words))
    # A polynomial over the word hashes modulo 2**64; its upper half depends on every bit of them.
    mixed = numpy.zeros(len(words) - run + 1, numpy.uint64)
    for at in range(run):
        mixed = mixed * numpy.uint64(0x9E3779B97F4A7C15) + hashes[at : len(hashes) - run + 1 + at]
    return numpy.unique((mixed * numpy.uint64(0xD6E8FEB86659FD93)) >> numpy.uint64(32))
