"""From the lines of a finished sweep to its output: renamed, compressed or as a table."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from headnote.corpus.columns import columns
from headnote.corpus.ledger import sync_folder
from headnote.corpus.sources import form_of, needs_extra

GROUP = 4096  # rows of a Parquet row group


def deliver(partial: Path, out: Path) -> None:
    """Make the output from the partial one in a step that leaves no half of it; the partial output may remain."""
    form = form_of(out)
    if form == "lines":
        partial.replace(out)
    else:
        fresh = out.with_name(out.name + ".new")
        {"gzip": _compress_gzip, "zstd": _compress_zstd, "parquet": _tabulate}[form](partial, fresh)
        fresh.replace(out)
    sync_folder(out.absolute().parent)


def check_writable(out: Path) -> None:
    """Fail before the first row, not after the last, where the form of the output needs what is not installed."""
    needs = {"zstd": "zstandard", "parquet": "pyarrow"}.get(form_of(out))
    if needs:
        try:
            __import__(needs)
        except ImportError as error:
            raise needs_extra(needs, error) from error


def _compress_gzip(partial: Path, fresh: Path) -> None:
    # No name and no time in the header: the same rows are the same bytes.
    with partial.open("rb") as lines, fresh.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
        shutil.copyfileobj(lines, packed)


def _compress_zstd(partial: Path, fresh: Path) -> None:
    import zstandard

    with partial.open("rb") as lines, fresh.open("wb") as raw:
        zstandard.ZstdCompressor().copy_stream(lines, raw)


def _tabulate(partial: Path, fresh: Path) -> None:
    import pyarrow
    from pyarrow import parquet

    with partial.open("rb") as lines:
        whole_numbers = all(isinstance(msgspec.json.decode(line).get("id"), int | None) for line in lines)
    schema = columns(whole_numbers=whole_numbers)
    with partial.open("rb") as lines, parquet.ParquetWriter(fresh, schema) as writer:
        for group in _groups(lines, whole_numbers):
            writer.write_table(pyarrow.Table.from_pylist(group, schema=schema))


def _groups(lines: BinaryIO, whole_numbers: bool) -> Iterator[list[dict[str, Any]]]:
    while group := [msgspec.json.decode(line) for line in islice(lines, GROUP)]:
        if not whole_numbers:
            for row in group:
                row["id"] = None if row["id"] is None else str(row["id"])
        yield group
