"""Parquet inputs with a column of every type that a corpus may have, each with a telling word of its row in it."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet


def telling(number: int) -> str:
    """A word that only the row with a number has."""
    return f"telling{number:05}word"


def _part(optional: bool) -> Any:
    return pa.struct(
        [
            pa.field("a", pa.string(), nullable=optional),
            pa.field("b", pa.struct([pa.field("c", pa.list_(pa.float32()), nullable=optional)]), nullable=optional),
            pa.field("d", pa.decimal128(12, 4), nullable=optional),
        ]
    )


#: A type, and its value for the row with a number.
Kind = tuple[Any, Callable[[int], Any]]
DAY = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
TEXTS = pa.dictionary(pa.int16(), pa.string())


def kinds(optional: bool) -> dict[str, Kind]:
    """Columns besides the id.

    Args:
        optional: parts of nested columns may be null.
    """

    def part(n: int) -> dict[str, Any]:
        return {"a": telling(n), "b": {"c": [n / 2, n / 3]}, "d": decimal.Decimal(n) / 4}

    return {
        "text": (pa.string(), lambda n: f"{telling(n)} and more."),
        "large": (pa.large_string(), telling),
        "view": (pa.string_view(), telling),
        "bytes": (pa.binary(), lambda n: telling(n).encode()),
        "fixed": (pa.binary(16), lambda n: telling(n).encode()),
        "few": (TEXTS, lambda n: telling(n - n % 2)),
        "ranked": (pa.dictionary(pa.int8(), pa.large_string(), ordered=True), lambda n: telling(n - n % 3)),
        "tags": (pa.list_(TEXTS), lambda n: [telling(n)] * (n % 3)),
        "seen": (pa.list_view(TEXTS), lambda n: [telling(n), telling(n)]),
        "notes": (pa.large_list(pa.field("item", _part(optional), nullable=optional)), lambda n: [part(n)] * (n % 2)),
        "three": (pa.list_(pa.field("item", pa.int64(), nullable=optional), 3), lambda n: [n, n + 1, n + 2]),
        "part": (_part(optional), part),
        "coded": (pa.struct([pa.field("x", TEXTS, nullable=optional)]), lambda n: {"x": telling(n)}),
        "map": (pa.map_(pa.string(), _part(optional)), lambda n: [(telling(n), part(n))]),
        "coded map": (pa.map_(pa.string(), TEXTS), lambda n: [("x", telling(n))]),
        "json": (pa.json_(pa.string()), lambda n: f'"{telling(n)}"'),
        "moment": (pa.timestamp("us", "UTC"), lambda n: DAY + datetime.timedelta(minutes=n)),
        "day": (pa.date32(), lambda n: DAY.date()),
        "flag": (pa.bool_(), lambda n: n % 2 == 0),
        "small": (pa.uint8(), lambda n: n % 256),
        "half": (pa.float16(), float),
    }


def write(
    path: Path, ids: list[Any], *, kind: Any = None, optional: bool = True, group: int = 50, sparse: bool = False
) -> Any:
    """Write rows with such ids and return the table.

    Args:
        kind: the type of the column of ids.
        optional: null is allowed.
        group: rows of a row group.
        sparse: every third value is null.
    """
    fields, columns = [pa.field("id", kind or pa.string(), nullable=optional)], [pa.array(ids, kind or pa.string())]
    for name, (its_kind, value) in kinds(optional).items():
        fields.append(pa.field(name, its_kind, nullable=optional, metadata={"about": name}))
        values = [None if sparse and n % 3 == 0 else value(n) for n in range(len(ids))]
        columns.append(pa.array(values, its_kind))
    table = pa.Table.from_arrays(columns, schema=pa.schema(fields, {"license": "of the quay"}))
    parquet.write_table(table, path, row_group_size=group)
    return table
