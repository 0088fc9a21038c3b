"""Writing what a search finds as rows: JSON Lines, Parquet or CSV by the file's suffix. No story text, no excerpts."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import msgspec

from headnote.corpus.cells import inert
from headnote.corpus.forms import placed
from headnote.errors import MissingExtra, NotFound, NotPermitted, OutputExists, UsageError
from headnote.library.database import Library
from headnote.library.index import view
from headnote.library.listed import ListedWork, RaisedCode
from headnote.library.query import MANY, Query
from headnote.library.shelf import WorkRow, rows
from headnote.library.values import INTENSITIES
from headnote.library.viewers import Viewer

#: Works that are fetched and written at once.
_BATCH = 500


class ExportedWork(ListedWork, frozen=True, kw_only=True):
    """One row. `held`: it does not exist for a reader; such a row has no summary. `codes` are those raised."""

    held: bool
    codes: list[RaisedCode]
    fandom: list[str]
    person: list[str]
    pair: list[str]
    trope: list[str]
    tag: list[str]
    author: list[str]
    warning: list[str]
    series: list[str]


class _Writer(Protocol):
    def write(self, batch: list[ExportedWork]) -> None: ...

    def close(self) -> None: ...


def export(library: Library, viewer: Viewer, query: Query, out: Path, *, force: bool = False) -> int:
    """Write every work that a query finds for a viewer, in the query's order; how many there were.

    The file appears when it is whole: what was there before stays until then.

    Raises:
        UsageError: the suffix is none that is known, or the query asks by what only reviewers have.
        OutputExists: there is such a file and `force` is not given.
        NotFound, NotPermitted: there is no such folder, or it cannot be written.
        MissingExtra: Parquet without its library.
    """
    writer = _WRITERS.get(out.suffix.lower())
    if writer is None:
        raise UsageError(
            f"{out}: expected a name that ends in .jsonl, .csv or .parquet",
            hint="The suffix says how the rows are written.",
        )
    count = 0
    with fresh_file(out, force=force) as file, closing(writer(file)) as target:
        for batch in _batches(library, viewer, query):
            target.write(batch)
            count += len(batch)
    return count


def _batches(library: Library, viewer: Viewer, query: Query) -> Iterator[list[ExportedWork]]:
    with library.reading() as connection:
        seen = view(library, connection, viewer)
        ordered = seen.ordered(seen.found(seen.parts(query)), query)
        for first in range(0, len(ordered), _BATCH):
            yield [exported(row) for row in rows(connection, viewer, seen, ordered[first : first + _BATCH])]


def exported(row: WorkRow) -> ExportedWork:
    """A row of the shelf as it is exported."""
    same: dict[str, Any] = {name: getattr(row, name) for name in _SAME}
    same |= {kind: list(row.terms.get(kind, ())) for kind in MANY}
    found = [
        RaisedCode(code=c.code, confidence=c.confidence, intensity=INTENSITIES[c.intensity], presence=c.presence)
        for c in row.codes
    ]
    return ExportedWork(**same, summary=None if row.held else row.summary, codes=found)


_SAME = tuple(name for name in WorkRow.__struct_fields__ if name not in ("codes", "terms", "summary"))


@contextmanager
def fresh_file(out: Path, *, force: bool) -> Iterator[BinaryIO]:
    """A file beside `out` that takes its place when the block ends well, and is gone when it does not.

    Raises:
        OutputExists, NotFound, NotPermitted: as `export`.
    """
    if out.exists() and not force:
        raise OutputExists(f"{out}: the output exists")
    with ExitStack() as stack:
        try:
            # A name of this process: two exports may write at once, and the last one stays.
            fresh = out.with_name(f".{out.name}.{os.getpid()}.new")
            file = stack.enter_context(placed(out, fresh=fresh))
        except FileNotFoundError:
            raise NotFound(f"{out.parent}: no such folder", hint="Make the folder first.") from None
        except OSError as error:
            raise NotPermitted(f"{out}: cannot be written: {error.strerror}", hint="Name another output.") from None
        yield file


class _Lines:
    """One JSON object a line."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def write(self, batch: list[ExportedWork]) -> None:
        self.file.write(msgspec.json.Encoder().encode_lines(batch))

    def close(self) -> None:
        pass


class _Table:
    """CSV in UTF-8 with a line of names; several values in one cell are parted by "; ", codes written as the search box
    reads them."""

    def __init__(self, file: BinaryIO) -> None:
        self.text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        self.writer = csv.writer(self.text)
        self.writer.writerow(ExportedWork.__struct_fields__)

    def write(self, batch: list[ExportedWork]) -> None:
        for row in batch:
            self.writer.writerow([_cell(getattr(row, name)) for name in ExportedWork.__struct_fields__])

    def close(self) -> None:
        self.text.detach()


def _cell(value: object) -> object:
    """A value as a cell that no spreadsheet runs."""
    if isinstance(value, list):
        value = "; ".join(f"{v.code}:{v.intensity}>{v.confidence}" if isinstance(v, RaisedCode) else v for v in value)
    return inert(value) if isinstance(value, str) else value


class _Parquet:
    """One table, its columns those of `ExportedWork`."""

    def __init__(self, file: BinaryIO) -> None:
        try:
            import pyarrow as pa
            from pyarrow import parquet
        except ImportError as error:
            raise MissingExtra(
                f"pyarrow is not installed: {error.name}", hint="pip install 'headnote[corpus]'"
            ) from error
        self.table = pa.Table
        self.schema = pa.schema([(field.name, _arrow(field.type)) for field in msgspec.structs.fields(ExportedWork)])
        self.writer = parquet.ParquetWriter(file, self.schema)

    def write(self, batch: list[ExportedWork]) -> None:
        self.writer.write_table(self.table.from_pylist(msgspec.to_builtins(batch), schema=self.schema))

    def close(self) -> None:
        self.writer.close()


def _arrow(kind: Any) -> Any:
    """The Arrow type of a column's type."""
    import pyarrow as pa

    found = [
        (code.name, pa.float64() if code.type is float else pa.string()) for code in msgspec.structs.fields(RaisedCode)
    ]
    known = {float: pa.float64(), int: pa.int64(), bool: pa.bool_(), list[str]: pa.list_(pa.string())}
    return known.get(kind, pa.list_(pa.struct(found)) if kind == list[RaisedCode] else pa.string())


_WRITERS: dict[str, Callable[[BinaryIO], _Writer]] = {".jsonl": _Lines, ".csv": _Table, ".parquet": _Parquet}
