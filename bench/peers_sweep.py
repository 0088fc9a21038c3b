"""A filter of datatrove from Parquet to Parquet: run as ``PYTHON -m bench.peers_sweep FILTER ROWS OUT WORKERS`` by a
Python that has the peers (`make bench-peers`).

FILTER is `gopher` (quality by the counts of words, symbols and stop words) or `c4` (bad words; see `bench.peers` for
the list). It is run as datatrove's users run it: a reader, the filter, a writer, one task a file of rows, so many at a
time. Rows that the filter takes out are not written. Prints nothing.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.peers import c4_filter

BATCH = 64  # rows that Parquet decodes at a time, as headnote has it


def gopher_filter() -> Any:
    return importlib.import_module("datatrove.pipeline.filters").GopherQualityFilter()


FILTERS = {"gopher": gopher_filter, "c4": c4_filter}


def main(name: str, rows: Path, out: Path, workers: int) -> None:
    readers: Any = importlib.import_module("datatrove.pipeline.readers")
    writers: Any = importlib.import_module("datatrove.pipeline.writers.parquet")
    executors: Any = importlib.import_module("datatrove.executor")
    reader = readers.ParquetReader(str(rows), glob_pattern="*.parquet", batch_size=BATCH)
    writer = writers.ParquetWriter(str(out), batch_size=BATCH)
    with tempfile.TemporaryDirectory() as logs:
        executors.LocalPipelineExecutor(
            pipeline=[reader, FILTERS[name](), writer],
            tasks=len(list(rows.glob("*.parquet"))),
            workers=workers,
            logging_dir=logs,
        ).run()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
