"""Rows of a file: JSON Lines, plain or compressed, and Parquet, told by suffix and read as a stream."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from headnote.corpus.job import Job
from headnote.corpus.rows import Row, from_fields, from_line, object_of
from headnote.errors import Damaged, MissingExtra, NotAFile, NotFound, NotPermitted, UsageError

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


def form_of(path: Path) -> Form:
    """How a file holds its rows.

    Raises:
        UsageError: the suffix is none that we know.
    """
    for suffix, form in SUFFIXES.items():
        if path.name.lower().endswith(suffix):
            return form
    raise UsageError(
        f"{path}: expected a name that ends in .jsonl, .jsonl.gz, .jsonl.zst or .parquet",
        hint="The suffix says how the rows are written.",
    )


def needs_extra(package: str, error: ImportError) -> MissingExtra:
    return MissingExtra(f"{package} is not installed: {error.name}", hint="pip install 'headnote[corpus]'")


@contextmanager
def opened(path: Path) -> Iterator[io.BufferedReader]:
    """A file to read, with the errors of opening it as ours."""
    try:
        with path.open("rb") as file:
            yield file
    except FileNotFoundError as error:
        raise NotFound(f"{path}: no such file") from error
    except IsADirectoryError as error:
        raise NotAFile(f"{path}: expected a file of rows, found a folder", hint="Name a file in it.") from error
    except PermissionError as error:
        raise NotPermitted(f"{path}: not permitted to read") from error


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def rows(path: Path, job: Job) -> Iterator[tuple[Row, float]]:
    """Every row in order, each with the share of the input (0..1) read by then.

    Raises:
        SourceError, Damaged, MissingExtra, UsageError: the file cannot be opened or is not what its suffix says.
    """
    if form_of(path) == "parquet":
        hint = "Name them: --id-column NAME --text-column NAME"
        for number, (fields, share) in enumerate(table_rows(path, [job.id_column, job.text_column], hint), 1):
            yield from_fields(fields, f"row {number}", job), share
    else:
        for number, line, share in lines(path):
            yield from_line(line, f"line {number}", job), share


def fields(path: Path, columns: list[str]) -> Iterator[dict[str, object]]:
    """Some columns of every row by name; one that is not there, or a row that is no object, has none."""
    if form_of(path) == "parquet":
        for row, _ in table_rows(path, columns, "Name columns that the file has."):
            yield row
    else:
        for _, line, _ in lines(path):
            yield {name: value for name, value in object_of(line).items() if name in columns}


def all_fields(path: Path) -> Iterator[dict[str, Any]]:
    """Every row by column name; one that is no object has none."""
    if form_of(path) == "parquet":
        for row, _ in table_rows(path, table_schema(path).names, ""):
            yield row
    else:
        for _, line, _ in lines(path):
            yield object_of(line)


def table_schema(path: Path) -> Any:
    """The `pyarrow.Schema` of a Parquet file."""
    with opened(path) as file:
        return _parquet(file, path).schema_arrow


def lines(path: Path) -> Iterator[tuple[int, bytes, float]]:
    """Every line that is not blank, unpacked: its number from 1, its bytes, the share of the file read by then."""
    form = form_of(path)
    with opened(path) as file:
        yield from _lines(file, form, path)


def table_rows(path: Path, columns: list[str], hint: str) -> Iterator[tuple[dict[str, Any], float]]:
    """Every row of a Parquet file by column name, with the share of the rows read by then.

    Args:
        hint: what to do where a column is missing.
    """
    with opened(path) as file:
        table = _parquet(file, path)
        missing = [name for name in columns if name not in table.schema_arrow.names]
        if missing:
            found = ", ".join(table.schema_arrow.names)
            raise UsageError(f"{path}: expected a column `{missing[0]}`, found {found}", hint=hint)
        total, number = max(1, table.metadata.num_rows), 0
        for batch in _batches(table, path, columns):
            for fields in batch.to_pylist():
                number += 1
                yield fields, number / total


def _lines(file: io.BufferedReader, form: Form, path: Path) -> Iterator[tuple[int, bytes, float]]:
    size = max(1, path.stat().st_size)
    plain = _unpacked(file, form)
    number = 0
    try:
        for number, line in enumerate(plain, 1):
            body = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if body.strip():
                yield number, body, min(1.0, file.tell() / size)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise Damaged(f"{path}: expected {form} data, found a broken stream after line {number}") from error
    except Exception as error:
        if type(error).__module__.startswith("zstandard"):
            raise Damaged(f"{path}: expected zstd data, found a broken stream after line {number}") from error
        raise


def _unpacked(file: io.BufferedReader, form: Form) -> io.BufferedReader | gzip.GzipFile:
    if form == "gzip":
        return gzip.GzipFile(fileobj=file)
    if form == "zstd":
        try:
            import zstandard
        except ImportError as error:
            raise needs_extra("zstandard", error) from error
        return io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True))
    return file


def _parquet(file: io.BufferedReader, path: Path) -> Any:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise needs_extra("pyarrow", error) from error
    try:
        return parquet.ParquetFile(file, pre_buffer=False)
    except (pyarrow.ArrowInvalid, OSError) as error:
        raise Damaged(f"{path}: expected a Parquet file, found none or a broken one") from error


def _batches(table: Any, path: Path, columns: list[str]) -> Iterator[Any]:
    import pyarrow

    try:
        yield from table.iter_batches(batch_size=BATCH, columns=columns)
    except (pyarrow.ArrowInvalid, OSError) as error:
        raise Damaged(f"{path}: expected a whole Parquet file, found a broken part") from error
