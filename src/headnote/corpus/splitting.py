"""The input of a sweep in parts, by what the policy says of each row.

The folder gets one file an action, in the form of the input: rows as they came in, with what was found under
``headnote``. Of a withheld row only its id, its digest and the reasons are written; of one that could not be read, its
id and why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from headnote.corpus import joining, listing, sources
from headnote.corpus.columns import WITHHELD, columns
from headnote.corpus.forms import Lines, Table, placed
from headnote.corpus.listing import Output
from headnote.corpus.pairing import paired
from headnote.corpus.places import Place
from headnote.corpus.swept import DUPLICATES, Swept, looked_for_duplicates
from headnote.errors import NotPermitted, OutputExists, OutputFailed

#: What is written of a row under `joining.FOUND`, in order.
KEPT = ("sha256", "language", "words", "rating", "rating_confidence", "warnings", "action", "reasons")
ERRORS = "error"
PARTS = ("list", "label", "gate", "review", "withhold", ERRORS)
#: Parts that have no column of the input.
BARE = {"withhold": ("id", *WITHHELD), ERRORS: ("id", "error")}
SUFFIX = {"lines": ".jsonl", "gzip": ".jsonl.gz", "zstd": ".jsonl.zst", "parquet": ".parquet"}
Sink = TypeVar("Sink", bound=Lines | Table)
Fields = dict[str, Any]


class Parts(Generic[Sink]):
    """Files of the parts that have rows. Use as a context: left by an error, it leaves none.

    Args:
        names: where each part is written.
        make: makes the file of a part.
    """

    def __init__(self, names: dict[str, Path], make: Callable[[Any, str], Sink]) -> None:
        self.names, self.make = names, make
        self.counts: Counter[str] = Counter()
        self._sinks: dict[str, Sink] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Parts[Sink]:
        return self

    def __exit__(self, *error: Any) -> None:
        self._stack.__exit__(*error)

    def of(self, part: str, rows: int = 1) -> Sink:
        """The file of a part, which gets so many rows."""
        if part not in self._sinks:
            self.names[part].parent.mkdir(parents=True, exist_ok=True)
            file = self._stack.enter_context(placed(self.names[part]))
            self._sinks[part] = self.make(file, part)
            self._stack.push(self._sinks[part])
        self.counts[part] += rows
        return self._sinks[part]


def split(
    source: str | Path | Place, out: str | Path | Place, folder: Path, *, id_column: str = "id", force: bool = False
) -> dict[str, int]:
    """Write the rows of `source` into one file an action, told by the sweep's output `out`.

    Of a folder or a pattern each file is written apart, into a folder an action.

    Args:
        source, out: as they were named to the sweep.
        id_column: the input's column of ids.
        force: replace the files of an earlier split.

    Returns:
        Rows by action, and those that could not be read under ``error``. Parts without rows are not written.

    Raises:
        OutputExists: the folder holds parts already.
        OutputFailed: the folder takes no more.
        HeadnoteError: a file cannot be read or written, or the input is not that of the sweep.
    """
    found = listing.outputs(out, source)
    names = [_names(each, folder) for each in found]
    _make_ready(folder, [path for each in names for path in each.values()], force=force)
    counts: Counter[str] = Counter()
    try:
        for each, its in zip(found, names, strict=True):
            counts.update(_split_one(each, its, id_column))
    except OSError as error:
        raise OutputFailed(f"{folder}: expected to write rows, found: {error.strerror or error}") from error
    return dict(counts)


def _names(each: Output, folder: Path) -> dict[str, Path]:
    """Where the parts of a file are written: ``label.parquet``, or of several files ``label/NAME``."""
    assert each.source is not None
    if not each.alone:
        return {part: folder / part / each.name for part in PARTS}
    return {part: folder / f"{part}{SUFFIX[sources.form_of(each.source)]}" for part in PARTS}


def _split_one(each: Output, names: dict[str, Path], id_column: str) -> dict[str, int]:
    given, swept = each.source, each.out
    assert given is not None
    form = sources.form_of(given)
    kept = KEPT + DUPLICATES if looked_for_duplicates(swept) else KEPT
    if form == "parquet":
        return _split_table(given, swept, names, id_column, kept)
    with Parts(names, lambda file, _: Lines(file, form)) as parts:
        for row, line in paired(joining.input_lines(given, id_column), given, swept):
            _write_line(parts, row, line, kept)
    return dict(parts.counts)


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


def _part_of(row: Swept) -> str:
    return row.action or ERRORS


def _fields(row: Swept, names: tuple[str, ...]) -> Fields:
    return {name: getattr(row, name) for name in names}


def _write_line(parts: Parts[Lines], row: Swept, line: bytes, kept: tuple[str, ...]) -> None:
    part = _part_of(row)
    if part in BARE:
        parts.of(part).write(msgspec.json.encode(_fields(row, BARE[part])) + b"\n")
    else:
        parts.of(part).write(joining.joined(line, _fields(row, kept)))


def _split_table(
    source: Place, out: Place, names: dict[str, Path], id_column: str, kept: tuple[str, ...]
) -> dict[str, int]:
    import pyarrow as pa

    given = sources.table_schema(source)
    inputs = joining.input_cells(source, id_column)
    whole_numbers = id_column in given.names and pa.types.is_integer(given.field(id_column).type)
    found = columns(whole_numbers=whole_numbers, duplicates=True)
    widened = joining.Widened(given, id_column, pa.struct([found.field(name) for name in kept]))
    bare = {part: pa.schema([found.field(name) for name in left]) for part, left in BARE.items()}
    with Parts(names, lambda file, part: Table(file, bare.get(part, widened.schema))) as parts:
        for batch, rows in joining.by_batch(paired(inputs, source, out)):
            picks: dict[str, list[joining.Pick]] = {}
            for row, at in rows:
                if (part := _part_of(row)) in BARE:
                    parts.of(part).write(_fields(row, BARE[part]))
                else:
                    picks.setdefault(part, []).append(joining.Pick(at, True, _fields(row, kept)))
            for part, its in picks.items():
                parts.of(part, len(its)).add(widened.batch(batch, its))
    return dict(parts.counts)
