"""What every list and page says of a work: the columns of its row that people see, and codes in words."""

from __future__ import annotations

from headnote.records import Action, Record


class ListedWork(Record, frozen=True, kw_only=True):
    """The first columns of every row that is exported, in their order. `standing` says who says so: "machine",
    "decided" or "proposed"."""

    key: str
    title: str
    authors: str
    summary: str | None
    rating: str | None
    rating_confidence: float
    declared_rating: str | None
    language: str | None
    words: int
    added_at: str
    updated_at: str
    action: Action
    standing: str


class RaisedCode(Record, frozen=True, kw_only=True):
    """A code that was raised in the current version of a work, its intensity in words."""

    code: str
    confidence: float
    intensity: str
    presence: str
