"""Files of rows that are written as a stream and put in their place when they are whole."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import Any, Self

import msgspec

from headnote.corpus.ledger import sync_folder
from headnote.corpus.outputs import GROUP, check_writable
from headnote.corpus.sources import Form

Fields = dict[str, Any]


class Lines:
    """JSON Lines, plain or compressed. Use as a context: one left before `finish` leaves nothing."""

    def __init__(self, path: Path, form: Form) -> None:
        check_writable(path)
        self.path, self.fresh = path, path.with_name(path.name + ".new")
        self.raw = self.fresh.open("wb")
        self.packed = _packer(self.raw, form)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.raw.close()
        self.fresh.unlink(missing_ok=True)

    def write(self, row: Fields) -> None:
        self.packed.write(msgspec.json.encode(row) + b"\n")

    def finish(self) -> None:
        if self.packed is not self.raw:
            self.packed.close()
        self.raw.close()
        _place(self.fresh, self.path)


class Table:
    """A Parquet file of a schema, a row group at a time. Use as `Lines`."""

    def __init__(self, path: Path, schema: Any) -> None:
        from pyarrow import parquet

        self.path, self.fresh, self.schema = path, path.with_name(path.name + ".new"), schema
        self.writer = parquet.ParquetWriter(self.fresh, schema)
        self.held: list[Fields] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.writer.close()
        self.fresh.unlink(missing_ok=True)

    def write(self, row: Fields) -> None:
        self.held.append(row)
        if len(self.held) == GROUP:
            self._write_group()

    def finish(self) -> None:
        self._write_group()
        self.writer.close()
        _place(self.fresh, self.path)

    def _write_group(self) -> None:
        import pyarrow

        if self.held:
            self.writer.write_table(pyarrow.Table.from_pylist(self.held, schema=self.schema))
            self.held = []


def _packer(raw: io.BufferedWriter, form: Form) -> Any:
    if form == "gzip":
        # No name and no time in the header: the same rows are the same bytes.
        return gzip.GzipFile("", "wb", 6, raw, mtime=0)
    if form == "zstd":
        import zstandard

        return zstandard.ZstdCompressor().stream_writer(raw, closefd=False)
    return raw


def _place(fresh: Path, path: Path) -> None:
    fresh.replace(path)
    sync_folder(path.absolute().parent)
