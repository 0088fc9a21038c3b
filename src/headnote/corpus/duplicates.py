"""Rows that are like an earlier one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple


class Duplicate(NamedTuple):
    """The row that another is like: its id, after ``NAME#`` where it stands in another file; and how like, 0..1."""

    of: str
    likeness: float


#: The rows of one file that are like an earlier one, by their number in it from 0.
Alike = dict[int, Duplicate]


def find(partials: Sequence[tuple[str, Path]]) -> Iterator[Alike]:
    """For each file of a sweep, its rows that are like an earlier one of this file or of those before.

    Args:
        partials: the name and the finished partial output of each file.
    """
    yield from ({} for _ in partials)
