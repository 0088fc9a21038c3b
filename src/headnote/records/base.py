"""The base of all records, and the literals that several of them share."""

from __future__ import annotations

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """Base of all records: immutable, built by keyword, strict when decoded."""


class Span(Record, frozen=True, kw_only=True):
    """Half-open range of code points of `Work.text`: ``0 <= start <= end <= len(text)``."""

    start: int
    end: int


class Evidence(Span, frozen=True, kw_only=True):
    """One place that speaks for a claim. `excerpt` is masked unless a person asked to see it; null where none is
    shown."""

    score: float
    detector: str
    excerpt: str | None = None
