"""Files of rows in each form, written as a stream and put in their place when they are whole."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol, Self

from headnote.corpus.places import Place, place
from headnote.corpus.sources import Form, form_of, needs_extra

#: Rows of a Parquet row group; it ends earlier where they are long, at so many bytes: it is held in memory.
GROUP, GROUP_BYTES = 4096, 64 << 20
Fields = dict[str, Any]


def check_writable(out: Path | Place) -> None:
    """Fail before the first row, not after the last, where the form of an output needs what is not installed.

    Raises:
        MissingExtra, UsageError: it cannot be written, or its suffix is none that we know.
    """
    needs = {"zstd": "zstandard", "parquet": "pyarrow"}.get(form_of(out))
    if needs:
        try:
            __import__(needs)
        except ImportError as error:
            raise needs_extra(needs, error) from error


@contextmanager
def placed(out: Path | Place, *, fresh: Path | None = None) -> Iterator[BinaryIO]:
    """A file to write that takes its place when the block ends well, and is gone when it does not.

    Args:
        fresh: where it is written, on the disk of `out`; null is ``OUT.new``. An `out` elsewhere needs it.

    Raises:
        OSError: it cannot be written here; HeadnoteError: nor there.
    """
    to = place(out)
    if fresh is None:
        assert to.local is not None
        fresh = to.local.with_name(to.local.name + ".new")
    try:
        with fresh.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        to.deliver(fresh)
    finally:
        fresh.unlink(missing_ok=True)


class Lines:
    """JSON Lines, plain or compressed. Use as a context, within that of its file."""

    def __init__(self, file: BinaryIO, form: Form) -> None:
        self.file, self._packed = file, _packer(file, form)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._packed is not self.file:
            self._packed.close()

    def write(self, line: bytes) -> None:
        """A row's line with its line end."""
        self._packed.write(line)


class Table:
    """A Parquet file of a schema, a row group at a time. Use as `Lines`.

    Args:
        schema: the `pyarrow.Schema` of every batch.
    """

    def __init__(self, file: BinaryIO, schema: Any) -> None:
        from pyarrow import parquet

        self.schema = schema
        self._writer = parquet.ParquetWriter(file, schema)
        self._rows: list[Fields] = []
        self._batches: list[Any] = []
        self._count = self._bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._write_group()
        finally:
            self._writer.close()

    def write(self, row: Fields) -> None:
        """A row by column name."""
        self._rows.append(row)
        if len(self._rows) == GROUP:
            self._write_group()

    def add(self, batch: Any) -> None:
        """Rows as a `pyarrow.RecordBatch`."""
        self._gather()
        self._take(batch)
        if self._count >= GROUP or self._bytes >= GROUP_BYTES:
            self._write_group()

    def _gather(self) -> None:
        import pyarrow

        if self._rows:
            self._take(pyarrow.RecordBatch.from_pylist(self._rows, schema=self.schema))
            self._rows = []

    def _take(self, batch: Any) -> None:
        self._batches.append(batch)
        self._count += batch.num_rows
        self._bytes += batch.nbytes

    def _write_group(self) -> None:
        import pyarrow

        self._gather()
        if self._batches:
            self._writer.write_table(pyarrow.Table.from_batches(self._batches, self.schema))
            self._batches, self._count, self._bytes = [], 0, 0


class _Packer(Protocol):
    def write(self, data: bytes, /) -> int: ...

    def close(self) -> None: ...


def _packer(file: BinaryIO, form: Form) -> _Packer:
    if form == "gzip":
        # No name and no time in the header: the same rows are the same bytes.
        return gzip.GzipFile("", "wb", 6, file, mtime=0)
    if form == "zstd":
        import zstandard

        return zstandard.ZstdCompressor().stream_writer(file, closefd=False)
    return file
