"""The columns of swept rows in Arrow's terms: what a Parquet output and a labelled batch hold."""

from __future__ import annotations

from typing import Any

from headnote.taxonomy import codes

#: What is left of a withheld row beside its id, wherever rows are written with their input.
WITHHELD = ("sha256", "action", "reasons")


def columns(*, whole_numbers: bool, duplicates: bool = False) -> Any:
    """The `pyarrow.Schema` of `SweepRow` and `SweepError` together; a row's columns of the other kind are null.

    Args:
        whole_numbers: ids are int64, not text.
        duplicates: with the columns of a sweep that looked for them.
    """
    import pyarrow as pa

    alike = {"duplicate_of": pa.string(), "likeness": pa.float64()} if duplicates else {}
    return pa.schema(
        {
            "id": pa.int64() if whole_numbers else pa.string(),
            "sha256": pa.string(),
            "language": pa.string(),
            "words": pa.int64(),
            "rating": pa.string(),
            "rating_confidence": pa.float64(),
            "scores": pa.struct([(code, pa.float64()) for code in codes()]),
            "warnings": pa.list_(pa.string()),
            "action": pa.string(),
            "reasons": pa.list_(pa.string()),
            **alike,
            "error": pa.string(),
        }
    )
