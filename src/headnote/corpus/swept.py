"""Rows that a sweep wrote, read back in order from any of its forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from headnote.corpus.places import Place
from headnote.corpus.rows import object_of
from headnote.corpus.sources import form_of, lines, table_rows, table_schema
from headnote.errors import DataError
from headnote.records import Action


class Swept(msgspec.Struct, frozen=True, kw_only=True):
    """A row of either kind; `error` is null where the row was read, `duplicate_of` and `likeness` also where duplicates
    were not looked for."""

    id: str | int | None
    sha256: str | None = None
    language: str | None = None
    words: int | None = None
    rating: str | None = None
    rating_confidence: float | None = None
    scores: dict[str, float] | None = None
    warnings: list[str] | None = None
    action: Action | None = None
    reasons: list[str] | None = None
    duplicate_of: str | None = None
    likeness: float | None = None
    error: str | None = None

    def confidence(self, code: str) -> float:
        return (self.scores or {}).get(code, 0.0)


#: What to do where a file is no such output.
HINT = "Name an output of `headnote sweep`, made without --with-input."
#: The value that msgspec quotes where it is none of those allowed; the rest of what it says is types and keys of ours.
_VALUE = re.compile(r" '.*'(?= - at )", re.DOTALL)
#: What only a sweep that looked for duplicates writes.
DUPLICATES = ("duplicate_of", "likeness")
COLUMNS = [field.name for field in msgspec.structs.fields(Swept) if field.name not in DUPLICATES]


def swept(path: Path | Place) -> Iterator[Swept]:
    """Every row of an output of `headnote sweep`.

    Raises:
        SourceError, Damaged, MissingExtra, UsageError: the file cannot be opened or is not what its suffix says.
        DataError: its rows are not those of a sweep; the message says which and what is wrong with it.
    """
    for number, row in enumerate(_rows(path), 1):
        try:
            found = msgspec.json.decode(row, type=Swept) if isinstance(row, bytes) else msgspec.convert(row, Swept)
        except msgspec.DecodeError as error:
            raise _no_sweep(path, number, _VALUE.sub("", str(error))) from None
        if found.action is None and found.error is None:
            raise _no_sweep(path, number, "found neither `action` nor `error`")
        yield found


def looked_for_duplicates(path: Path | Place) -> bool:
    """Whether an output of `headnote sweep` says which rows are like another.

    Raises:
        HeadnoteError: the file cannot be opened or is not what its suffix says.
    """
    if form_of(path) == "parquet":
        return set(DUPLICATES) <= set(table_schema(path).names)
    read = (row for _, line, _ in lines(path) if "error" not in (row := object_of(line)))
    return DUPLICATES[0] in next(read, {})


def _rows(path: Path | Place) -> Iterator[bytes | dict[str, Any]]:
    if form_of(path) == "parquet":
        more = DUPLICATES if looked_for_duplicates(path) else ()
        for fields, _ in table_rows(path, [*COLUMNS, *more], HINT):
            yield fields
    else:
        for _, line, _ in lines(path):
            yield line


def _no_sweep(path: Path | Place, number: int, found: str) -> DataError:
    return DataError(f"{path}: row {number}: expected a row of a sweep: {found}", hint=HINT)
