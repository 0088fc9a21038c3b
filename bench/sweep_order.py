"""What keeping rows in order costs, by itself: a simulation of the workers of a local sweep over a corpus's lengths.

Reading takes time by the character, as it nearly does, and nothing else takes any. A chunk is given out where fewer
than `crew.AHEAD` chunks a worker are not written yet; they are written in order, so behind a very long row there is
at some time nothing to do. The bound on characters that are not answered (`crew.AHEAD_CHARACTERS`) is left aside.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from pathlib import Path

from pyarrow import compute, parquet

from headnote.corpus.crew import AHEAD
from headnote.corpus.engines import CHUNK_CHARACTERS, CHUNK_ROWS


def chunks(files: Iterable[Path]) -> list[int]:
    """Characters of each chunk that a local sweep makes of these files."""
    found: list[int] = []
    for path in files:
        rows = size = 0
        for batch in parquet.ParquetFile(path).iter_batches(columns=["text"]):
            for length in compute.utf8_length(batch.column("text")).to_pylist():
                rows, size = rows + 1, size + length
                if rows == CHUNK_ROWS or size >= CHUNK_CHARACTERS:
                    found.append(size)
                    rows = size = 0
        if rows:
            found.append(size)
    return found


def share_of_ideal(sizes: Sequence[int], workers: int, ahead: int = AHEAD) -> float:
    """What is left of the speed of so many workers, 0..1."""
    free = [0.0] * workers
    written: list[float] = []  # when each chunk was written
    for number, size in enumerate(sizes):
        begin = heapq.heappop(free)
        if number >= workers * ahead:
            begin = max(begin, written[number - workers * ahead])
        heapq.heappush(free, begin + size)
        written.append(max(begin + size, written[-1] if written else 0.0))
    return sum(sizes) / written[-1] / workers
