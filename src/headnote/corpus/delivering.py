"""From the lines of a finished sweep to its output: as they are, packed or as a table, with the input's columns or
without."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from headnote.corpus import joining, sources
from headnote.corpus.columns import WITHHELD, columns
from headnote.corpus.duplicates import Alike
from headnote.corpus.forms import Lines, Table, placed
from headnote.corpus.job import Job
from headnote.corpus.pairing import matched
from headnote.corpus.places import Place
from headnote.corpus.rows import RowId
from headnote.errors import OutputFailed

Fields = dict[str, Any]


class _Id(msgspec.Struct):
    id: str | int | None


def deliver(partial: Path, out: Place, *, source: Place | None, job: Job, alike: Alike | None) -> None:
    """Make the output from the partial one in a step that leaves no half of it; the partial output may remain.

    Args:
        source: write the input's columns too: each row as it came in, with what was found under ``headnote``; of a
            withheld row only its id, its digest, the action and the reasons.
        alike: write of each row which earlier one it is like (`duplicates.find`).

    Raises:
        OutputFailed: the output cannot be written.
        UsageError: the input has columns that cannot be written (`joining.check` tells some before the first row).
        DataError: the input is not that of which the partial output was written.
        HeadnoteError: the input cannot be read, or the output cannot be put in its place.
    """
    form = sources.form_of(out)
    try:
        if form == "lines" and source is None and not job.duplicates:
            out.deliver(partial)
            return
        with placed(out, fresh=partial.with_name(partial.name + ".new")) as file:
            if source is None:
                _write(partial, file, form, job, alike)
            elif form == "parquet":
                _widen_table(partial, file, source, job, alike)
            else:
                with Lines(file, form) as lines:
                    for line in _widened_lines(partial, source, job, alike):
                        lines.write(line)
    except OSError as error:
        raise OutputFailed(f"{out}: expected to write rows, found: {error.strerror or error}") from error


def _write(partial: Path, file: BinaryIO, form: sources.Form, job: Job, alike: Alike | None) -> None:
    if form == "parquet":
        _tabulate(partial, file, job, alike)
        return
    with Lines(file, form) as lines, partial.open("rb") as written:
        if job.duplicates:
            for row in _rows(partial, alike):
                lines.write(msgspec.json.encode(row) + b"\n")
        else:
            shutil.copyfileobj(written, lines)


def _tabulate(partial: Path, file: BinaryIO, job: Job, alike: Alike | None) -> None:
    with partial.open("rb") as lines:
        whole_numbers = all(isinstance(msgspec.json.decode(line, type=_Id).id, int | None) for line in lines)
    with Table(file, columns(whole_numbers=whole_numbers, duplicates=job.duplicates)) as table:
        for row in _rows(partial, alike):
            if not whole_numbers and row["id"] is not None:
                row["id"] = str(row["id"])
            table.write(row)


def _widened_lines(partial: Path, source: Place, job: Job, alike: Alike | None) -> Iterator[bytes]:
    inputs = joining.input_lines(source, job.id_column)
    for row, line in matched(inputs, _by_id(_rows(partial, alike)), source, partial):
        its_id, whole, found = _found(row)
        if whole and line:
            yield joining.joined(line, found)
        else:
            yield msgspec.json.encode({job.id_column: its_id, joining.FOUND: found}) + b"\n"


def _widen_table(partial: Path, file: BinaryIO, source: Place, job: Job, alike: Alike | None) -> None:
    widened = joining.Widened(sources.table_schema(source), job.id_column, found_type(job))
    inputs = joining.input_cells(source, job.id_column)
    rows = matched(inputs, _by_id(_rows(partial, alike)), source, partial)
    with Table(file, widened.schema) as table:
        for batch, its in joining.by_batch(rows):
            table.add(widened.batch(batch, [joining.Pick(at, *_found(row)[1:]) for row, at in its]))


def found_type(job: Job) -> Any:
    """The `pyarrow` type of what is found of a row: all columns but the id."""
    import pyarrow as pa

    return pa.struct([field for field in columns(whole_numbers=True, duplicates=job.duplicates) if field.name != "id"])


def _found(row: Fields) -> tuple[RowId | None, bool, Fields]:
    """The id of a row, whether its input may be written, and what is written of what was found."""
    withheld = row.get("action") == "withhold"
    names = WITHHELD if withheld else [name for name in row if name != "id"]
    return row["id"], not withheld, {name: row[name] for name in names}


def _by_id(rows: Iterator[Fields]) -> Iterator[tuple[RowId | None, Fields]]:
    return ((row["id"], row) for row in rows)


def _rows(partial: Path, alike: Alike | None) -> Iterator[Fields]:
    """Every row as it is delivered: without its sketch, with what it is like."""
    with partial.open("rb") as lines:
        for number, line in enumerate(lines):
            row: Fields = msgspec.json.decode(line)
            row.pop("sketch", None)
            if alike is not None and "error" not in row:
                row["duplicate_of"], row["likeness"] = alike.get(number, (None, None))
            yield row
