"""Rows of a file: JSON Lines, plain or compressed, and Parquet, told by suffix and read as a stream."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, cast

from headnote.corpus.job import Job
from headnote.corpus.places import PIECE, Place, place
from headnote.corpus.rows import Row, from_fields, from_line, object_of
from headnote.corpus.unzstd import Unzstd
from headnote.errors import Damaged, MissingExtra, SourceError, UsageError

Form = Literal["lines", "gzip", "zstd", "parquet"]
SUFFIXES: dict[str, Form] = {
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".jsonl.gz": "gzip",
    ".ndjson.gz": "gzip",
    ".jsonl.zst": "zstd",
    ".ndjson.zst": "zstd",
    ".parquet": "parquet",
}
BATCH = 64  # rows that Parquet decodes at a time


def form_of(source: Path | Place) -> Form:
    """How a file holds its rows.

    Raises:
        UsageError: the suffix is none that we know.
    """
    name = place(source).name.lower()
    for suffix, form in SUFFIXES.items():
        if name.endswith(suffix):
            return form
    raise UsageError(
        f"{source}: expected a name that ends in .jsonl, .jsonl.gz, .jsonl.zst or .parquet",
        hint="The suffix says how the rows are written.",
    )


def needs_extra(package: str, error: ImportError) -> MissingExtra:
    return MissingExtra(f"{package} is not installed: {error.name}", hint="pip install 'headnote[corpus]'")


def rows(source: Path | Place, job: Job, groups: range | None = None) -> Iterator[tuple[Row, float]]:
    """Every row in order, each with the share of the input (0..1) read by then.

    Args:
        groups: of a Parquet file, only the row groups with these numbers; null is all.

    Raises:
        SourceError, Damaged, MissingExtra, UsageError: the file cannot be opened or is not what its suffix says.
    """
    if form_of(source) == "parquet":
        hint = "Name them: --id-column NAME --text-column NAME"
        before = sum(rows for rows, _ in row_groups(source)[: groups.start]) if groups else 0
        found = table_rows(source, [job.id_column, job.text_column], hint, groups)
        for number, (fields, share) in enumerate(found, before + 1):
            yield from_fields(fields, f"row {number}", job), share
    else:
        for number, line, share in lines(source):
            yield from_line(line, f"line {number}", job), share


def fields(source: Path | Place, columns: list[str]) -> Iterator[dict[str, object]]:
    """Some columns of every row by name; one that is not there, or a row that is no object, has none."""
    if form_of(source) == "parquet":
        for row, _ in table_rows(source, columns, "Name columns that the file has."):
            yield row
    else:
        for _, line, _ in lines(source):
            yield {name: value for name, value in object_of(line).items() if name in columns}


def table_batches(source: Path | Place) -> Iterator[Any]:
    """Every row of a Parquet file with all its columns, in `pyarrow.RecordBatch` of at most `BATCH` rows."""
    where = place(source)
    with where.opened() as file:
        table = _parquet(file, where)
        for group in range(table.num_row_groups):
            # One at a time: Arrow cannot read nested dictionaries across two.
            yield from _batches(table, where, table.schema_arrow.names, range(group, group + 1))


def row_groups(source: Path | Place) -> list[tuple[int, int]]:
    """Rows and bytes, unpacked, of each row group of a Parquet file."""
    with place(source).opened() as file:
        groups = _parquet(file, place(source)).metadata
        found = [groups.row_group(number) for number in range(groups.num_row_groups)]
    return [(group.num_rows, group.total_byte_size) for group in found]


def table_schema(source: Path | Place) -> Any:
    """The `pyarrow.Schema` of a Parquet file."""
    with place(source).opened() as file:
        return _parquet(file, place(source)).schema_arrow


def lines(source: Path | Place) -> Iterator[tuple[int, bytes, float]]:
    """Every line that is not blank, unpacked: its number from 1, its bytes, the share of the file read by then."""
    form, where = form_of(source), place(source)
    size = where.told_size() or 0
    with where.opened() as file:
        for number, line in _lines(file, form, where):
            yield number, line, min(1.0, file.tell() / size) if size else 0.0


def table_rows(
    source: Path | Place, columns: list[str], hint: str, groups: range | None = None
) -> Iterator[tuple[dict[str, Any], float]]:
    """Every row of a Parquet file by column name, with the share of the rows read by then.

    Only these columns are read, wherever the file lies.

    Args:
        hint: what to do where a column is missing.
        groups: only the row groups with these numbers; null is all. The share is that of these rows.
    """
    where = place(source)
    with where.opened() as file:
        table = _parquet(file, where)
        missing = [name for name in columns if name not in table.schema_arrow.names]
        if missing:
            found = ", ".join(table.schema_arrow.names)
            raise UsageError(f"{where}: expected a column `{missing[0]}`, found {found}", hint=hint)
        groups = range(table.num_row_groups) if groups is None else groups
        total, number = sum(table.metadata.row_group(group).num_rows for group in groups), 0
        for batch in _batches(table, where, columns, groups):
            for fields in batch.to_pylist():
                number += 1
                yield fields, number / total


def _lines(file: io.BufferedReader, form: Form, source: Place) -> Iterator[tuple[int, bytes]]:
    plain = _unpacked(file, form)
    number = 0
    try:
        for number, line in enumerate(plain, 1):
            body = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if body.strip():
                yield number, body
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise Damaged(f"{source}: expected {form} data, found a broken stream after line {number}") from error
    except OSError as error:
        raise SourceError(f"{source}: cannot be read on after line {number}", hint="Check the disk.") from error
    except Exception as error:
        if type(error).__module__.startswith("zstandard"):
            raise Damaged(f"{source}: expected zstd data, found a broken stream after line {number}") from error
        raise


def _unpacked(file: io.BufferedReader, form: Form) -> io.BufferedReader | gzip.GzipFile:
    if form == "gzip":
        return gzip.GzipFile(fileobj=file)
    if form == "zstd":
        try:
            return cast("io.BufferedReader", io.BufferedReader(Unzstd(file), 1 << 17))
        except ImportError as error:
            raise needs_extra("zstandard", error) from error
    return file


def _parquet(file: io.BufferedReader, source: Place) -> Any:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise needs_extra("pyarrow", error) from error
    # What a store sends is asked for by Arrow itself: a buffer between would read into the next column.
    wanted = file if isinstance(file.raw, io.FileIO) else file.raw
    try:
        return parquet.ParquetFile(wanted, pre_buffer=False, buffer_size=PIECE)
    except (pyarrow.ArrowInvalid, OSError) as error:
        raise Damaged(f"{source}: expected a Parquet file, found none or a broken one") from error


def _batches(table: Any, source: Place, columns: list[str], groups: range) -> Iterator[Any]:
    import pyarrow

    try:
        yield from table.iter_batches(batch_size=BATCH, row_groups=list(groups), columns=columns)
    except (pyarrow.ArrowInvalid, OSError) as error:
        raise Damaged(f"{source}: expected a whole Parquet file, found a broken part") from error
