"""The input of a sweep in parts, by what the policy says of each row.

The folder gets one file an action, in the form of the input: rows as they came in, with what was found under
``headnote``. Of a withheld row only its id, its digest and the reasons are written; of one that could not be read, its
id and why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from headnote.corpus import sources
from headnote.corpus.columns import columns
from headnote.corpus.pairing import paired
from headnote.corpus.parts import Lines, Table
from headnote.corpus.rows import row_id
from headnote.corpus.swept import Swept
from headnote.errors import NotPermitted, OutputExists, UsageError

#: The column that what was found is written under.
FOUND = "headnote"
#: What is written under it, in order.
KEPT = ("sha256", "language", "words", "rating", "rating_confidence", "warnings", "action", "reasons")
WITHHELD = ("id", "sha256", "action", "reasons")
UNREAD = ("id", "error")
ERRORS = "error"
SUFFIX = {"lines": ".jsonl", "gzip": ".jsonl.gz", "zstd": ".jsonl.zst", "parquet": ".parquet"}
Fields = dict[str, Any]


def split(source: Path, out: Path, folder: Path, *, id_column: str = "id", force: bool = False) -> dict[str, int]:
    """Write the rows of `source` into one file an action, told by the sweep's output `out`.

    Args:
        id_column: the input's column of ids.
        force: replace the files of an earlier split.

    Returns:
        Rows by action, and those that could not be read under ``error``. Parts without rows are not written.

    Raises:
        OutputExists: the folder holds parts already.
        HeadnoteError: a file cannot be read or written, or the input is not that of the sweep.
    """
    form = sources.form_of(source)
    names = {part: folder / f"{part}{SUFFIX[form]}" for part in ("list", "label", "gate", "review", "withhold", ERRORS)}
    _make_ready(folder, list(names.values()), force=force)
    counts: Counter[str] = Counter()
    with ExitStack() as stack:
        parts: dict[str, Lines | Table] = {}
        for row, fields in paired(_rows(source, id_column), source, out):
            part = row.action or ERRORS
            if part not in parts:
                parts[part] = _part(names[part], form, source, part, id_column)
                stack.push(parts[part])
            parts[part].write(_written(row, fields))
            counts[part] += 1
        for each in parts.values():
            each.finish()
    return dict(counts)


def _make_ready(folder: Path, names: list[Path], *, force: bool) -> None:
    found = [path for path in names if path.exists()]
    if found and not force:
        raise OutputExists(f"{found[0]}: the output exists")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in found:
            path.unlink()
    except OSError as error:
        raise NotPermitted(f"{folder}: expected a folder that can be written: {error.strerror}") from None


def _rows(source: Path, id_column: str) -> Iterator[tuple[str | int | None, Fields]]:
    for fields in sources.all_fields(source):
        if fields and FOUND in fields:
            raise UsageError(
                f"{source}: expected no column `{FOUND}`, found one",
                hint="Rename it: the parts have what was found there.",
            )
        yield row_id(fields.get(id_column)), fields


def _written(row: Swept, fields: Fields) -> Fields:
    """What a part holds of a row."""
    if row.error is not None:
        return {name: getattr(row, name) for name in UNREAD}
    if row.action == "withhold":
        return {name: getattr(row, name) for name in WITHHELD}
    return {**fields, FOUND: {name: getattr(row, name) for name in KEPT}}


def _part(path: Path, form: sources.Form, source: Path, part: str, id_column: str) -> Lines | Table:
    if form != "parquet":
        return Lines(path, form)
    return Table(path, _schema(source, part, id_column))


def _schema(source: Path, part: str, id_column: str) -> Any:
    """The columns of a part of a Parquet input."""
    import pyarrow as pa

    given = sources.table_schema(source)
    whole_numbers = pa.types.is_integer(given.field(id_column).type)
    found = columns(whole_numbers=whole_numbers)
    if part in ("withhold", ERRORS):
        return pa.schema([found.field(name) for name in (WITHHELD if part == "withhold" else UNREAD)])
    return given.append(pa.field(FOUND, pa.struct([found.field(name) for name in KEPT])))
