"""A sweep's input beside its output: a sweep writes a row for each row of its input, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from headnote.corpus.places import Place
from headnote.corpus.rows import RowId
from headnote.corpus.swept import Swept, swept
from headnote.errors import DataError

Its = TypeVar("Its")
Found = TypeVar("Found")


def paired(
    inputs: Iterable[tuple[RowId | None, Its]], source: Path | Place, out: Path | Place
) -> Iterator[tuple[Swept, Its]]:
    """Every row of an output with what belongs to it of the input.

    Args:
        inputs: the id of each input row, and what to hand on of it.

    Raises:
        DataError: they are not the rows of which the output was written; the message says where they part.
    """
    return matched(inputs, ((row.id, row) for row in swept(out)), source, out)


def matched(
    inputs: Iterable[tuple[RowId | None, Its]],
    found: Iterable[tuple[RowId | None, Found]],
    source: Path | Place,
    out: Path | Place,
) -> Iterator[tuple[Found, Its]]:
    """As `paired`, by what was found of each row and the id that it was found of."""
    number, left = 0, iter(inputs)
    for number, (its_id, row) in enumerate(found, 1):
        given = next(left, None)
        # A table of ids of both kinds has them all as text.
        if given is None or str(given[0]) != str(its_id):
            raise _part(source, out, number)
        yield row, given[1]
    if next(left, None) is not None:
        raise _part(source, out, number + 1)


def _part(source: Path | Place, out: Path | Place, number: int) -> DataError:
    return DataError(
        f"{source}: expected the rows of which {out} was written, they part at row {number}",
        hint="Name the input of that sweep, and its --id-column.",
    )
