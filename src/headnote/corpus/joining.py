"""Rows of an input with what was found of them: its columns as they came in, and ``headnote`` beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from headnote.corpus import sources
from headnote.corpus.places import Place
from headnote.corpus.rows import RowId, object_of, row_id
from headnote.errors import UsageError

#: The column that what was found is written under.
FOUND = "headnote"
Fields = dict[str, Any]


class Cell(NamedTuple):
    """Where an input row stands: its batch, the batch's number, the row's place in it from 0."""

    number: int
    batch: Any
    at: int


class Pick(NamedTuple):
    """A row of a batch that is to be written: its place there, whether with all its columns or with its id alone, and
    what was found of it."""

    at: int
    whole: bool
    found: Fields


def check(source: Path | Place, out: Path | Place) -> None:
    """Fail before the first row where the rows of a file cannot be written with what is found of them. Lines are looked
    at no further than the first; `input_lines` looks at all.

    Raises:
        UsageError: the output is of another kind than the input, or the input has the column `FOUND`.
        HeadnoteError: the input cannot be read.
    """
    given, wanted = sources.form_of(source), sources.form_of(out)
    if (given == "parquet") != (wanted == "parquet"):
        raise UsageError(
            f"{out}: expected an output of the same kind as the input {source}, to hold its columns",
            hint="Parquet goes to Parquet and JSON Lines to JSON Lines, compressed or not.",
        )
    if given == "parquet":
        refuse(sources.table_schema(source).names, source)
    else:
        next(input_lines(source, ""), None)


def refuse(names: Iterable[str], source: Path | Place) -> None:
    """Refuse an input that has the column which what was found is written under."""
    if FOUND in names:
        raise UsageError(
            f"{source}: expected no column `{FOUND}`, found one",
            hint="Rename it: what was found is written there.",
        )


def input_lines(source: Path | Place, id_column: str) -> Iterator[tuple[RowId | None, bytes]]:
    """The id of every row of JSON Lines, and its line; empty where it is no object.

    Raises:
        UsageError: a row has the column `FOUND`.
    """
    for _, line, _ in sources.lines(source):
        fields = object_of(line)
        refuse(fields, source)
        body = line.strip()
        if fields and not (body.startswith(b"{") and body.endswith(b"}")):  # an encoding that Python's reader guesses
            body = msgspec.json.encode(fields)
        yield row_id(fields.get(id_column)), body if fields else b""


def input_cells(source: Path | Place, id_column: str) -> Iterator[tuple[RowId | None, Cell]]:
    """The id of every row of a Parquet file, and where it stands.

    Raises:
        UsageError: the file has the column `FOUND`, or none of ids.
    """
    schema = sources.table_schema(source)
    refuse(schema.names, source)
    if id_column not in schema.names:
        raise UsageError(
            f"{source}: expected a column `{id_column}`, found {', '.join(schema.names)}",
            hint="Name it: --id-column NAME",
        )
    at = schema.names.index(id_column)
    for number, batch in enumerate(sources.table_batches(source)):
        for place, value in enumerate(batch.column(at).to_pylist()):
            yield row_id(value), Cell(number, batch, place)


def joined(line: bytes, found: Fields) -> bytes:
    """A line of an input with what was found of its row.

    What came in stays as it was written, to the byte: numbers of any length, the order of keys.

    Args:
        line: one JSON object that is not empty.
    """
    return b'%b,"%b":%b}\n' % (line[:-1].rstrip(), FOUND.encode(), msgspec.json.encode(found))


class Widened:
    """Batches of a Parquet input with what was found of their rows.

    Args:
        given: the `pyarrow.Schema` of the input. `schema` is that of what is written: the same columns, in which null
            is allowed, and `FOUND`.
        id_column: the column that every row keeps.
        found: the `pyarrow` type of what was found.
    """

    def __init__(self, given: Any, id_column: str, found: Any) -> None:
        import pyarrow as pa

        self.id_column = id_column
        kept = [field.with_type(_open(field.type, plain=False)).with_nullable(True) for field in given]
        self.schema = pa.schema([*kept, pa.field(FOUND, found)], given.metadata)
        self.plain = [_open(field.type, plain=True) for field in given]

    def batch(self, given: Any, picks: Sequence[Pick]) -> Any:
        """Rows of an input's batch as a `pyarrow.RecordBatch` of `schema`."""
        import pyarrow as pa

        every = pa.array([pick.at for pick in picks], pa.int64())
        whole = pa.array([pick.at if pick.whole else None for pick in picks], pa.int64())
        columns = [
            _taken(column, every if field.name == self.id_column else whole, plain, field.type)
            for column, plain, field in zip(given.columns, self.plain, self.schema, strict=False)
        ]
        found = pa.array([pick.found for pick in picks], self.schema.field(FOUND).type)
        return pa.RecordBatch.from_arrays([*columns, found], schema=self.schema)


def by_batch(rows: Iterable[tuple[Any, Cell]]) -> Iterator[tuple[Any, list[tuple[Any, int]]]]:
    """Rows of an input with what belongs to them, a batch at a time: the batch, and what belongs to its rows with their
    places in it."""
    number, batch, held = -1, None, list[tuple[Any, int]]()
    for its, cell in rows:
        if cell.number != number and held:
            yield batch, held
            held = []
        number, batch = cell.number, cell.batch
        held.append((its, cell.at))
    if held:
        yield batch, held


def _taken(column: Any, rows: Any, plain: Any, kind: Any) -> Any:
    """Some rows of a column. A dictionary is made anew of what is left: the old one has the values of all rows."""
    column = column if column.type == plain else column.cast(plain)
    column = column.take(rows)
    return column if column.type == kind else column.cast(kind)


def _open(kind: Any, *, plain: bool) -> Any:
    """A type in which null is allowed at every depth: a row that is left out is null in its parts too. A view of lists
    becomes a list, which Arrow can take apart.

    Args:
        plain: also without dictionaries and views.
    """
    import pyarrow as pa

    def opened(field: Any) -> Any:
        return field.with_type(_open(field.type, plain=plain)).with_nullable(True)

    if pa.types.is_struct(kind):
        return pa.struct([opened(field) for field in kind])
    if pa.types.is_list(kind):
        return pa.list_(opened(kind.value_field))
    if pa.types.is_large_list(kind):
        return pa.large_list(opened(kind.value_field))
    if pa.types.is_list_view(kind):
        return pa.list_(opened(kind.value_field))
    if pa.types.is_large_list_view(kind):
        return pa.large_list(opened(kind.value_field))
    if pa.types.is_fixed_size_list(kind):
        return pa.list_(opened(kind.value_field), kind.list_size)
    if pa.types.is_map(kind):
        key = kind.key_field.with_type(_open(kind.key_type, plain=plain))
        return pa.map_(key, opened(kind.item_field), kind.keys_sorted)
    if not plain:
        return kind
    if pa.types.is_dictionary(kind):
        return _open(kind.value_type, plain=True)
    return {pa.string_view(): pa.string(), pa.binary_view(): pa.binary()}.get(kind, kind)
