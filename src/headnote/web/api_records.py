"""What the JSON API takes and gives, as records; the OpenAPI document is made from them."""

from __future__ import annotations

from typing import Annotated

import msgspec

from headnote.library.history import Entry
from headnote.library.kinship import NearWork
from headnote.library.queue import QueueItem
from headnote.library.shelf import FacetCount, WorkRow
from headnote.library.typed import LONGEST_REASON
from headnote.library.works import VersionRow
from headnote.records import Action, Card, Record


class Problem(Record, frozen=True, kw_only=True):
    """Why a request failed: a code that stays the same, one sentence, what to do (may be empty)."""

    code: str
    message: str
    hint: str


class ErrorAnswer(Record, frozen=True, kw_only=True):
    error: Problem


class WorkList(Record, frozen=True, kw_only=True):
    """A page of works. `total` counts all that the query finds, `hidden` those that one's own filters keep away."""

    works: list[WorkRow]
    total: int
    hidden: int
    page: int
    pages: int


class WorkAnswer(Record, frozen=True, kw_only=True):
    """A work with its card. Evidence is masked. `action` is what holds, `standing` who says so: the machine, a person
    ("decided"), or a proposal that waits for a second reader."""

    key: str
    title: str
    authors: str
    summary: str | None
    rating: str | None
    language: str | None
    words: int
    added_at: str
    updated_at: str
    action: Action
    standing: str
    fresh: bool
    card: Card
    versions: list[VersionRow]
    near: list[NearWork]


class FacetLists(Record, frozen=True, kw_only=True):
    """Values of every facet with their counts, under a query."""

    total: int
    facets: dict[str, list[FacetCount]]


class Suggestions(Record, frozen=True, kw_only=True):
    values: list[FacetCount]


class Checked(Record, frozen=True, kw_only=True):
    """One story that was read: its card, or why there is none; the other is null."""

    name: str | None
    card: Card | None = None
    error: Problem | None = None


class CheckAnswer(Record, frozen=True, kw_only=True):
    results: list[Checked]


class QueueAnswer(Record, frozen=True, kw_only=True):
    """A page of the queue, the most urgent first; `total` counts all that waits."""

    total: int
    items: list[QueueItem]


class HistoryAnswer(Record, frozen=True, kw_only=True):
    """What people did with a work; `changed` goes into a decision on it."""

    entries: list[Entry]
    changed: int


class EntryAnswer(Record, frozen=True, kw_only=True):
    """What was written into the history."""

    entry: Entry


#: What a person writes, and the number of an entry of the history.
Words = Annotated[str, msgspec.Meta(max_length=LONGEST_REASON)]
Seq = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class Word(Record, frozen=True, kw_only=True):
    """A person's word on a work. Without `changed`, nobody looks whether it was read anew."""

    seen: Seq
    changed: Seq | None = None
    reason: Words = ""


class DecisionRequest(Word, frozen=True, kw_only=True):
    """A decision. `seen` is the number of the last entry of the work's history that the person saw, 0 for none, and
    `changed` the work's: who decides on what somebody has decided meanwhile, or on what was read anew, is told."""

    action: Action


class ConfirmRequest(Word, frozen=True, kw_only=True):
    """The second reader's word on what is proposed. `seen` and `changed` as in a decision."""


class UndoRequest(Word, frozen=True, kw_only=True):
    """Taking back the entry `of`; null is the last that changed what holds. `seen` and `changed` as in a decision."""

    of: Seq | None = None


class NoteRequest(Record, frozen=True, kw_only=True):
    text: Words


#: Every record that stands in the document by its name.
DOCUMENTED: tuple[type[Record], ...] = (
    ErrorAnswer,
    WorkList,
    WorkAnswer,
    FacetLists,
    Suggestions,
    CheckAnswer,
    QueueAnswer,
    HistoryAnswer,
    EntryAnswer,
    DecisionRequest,
    ConfirmRequest,
    UndoRequest,
    NoteRequest,
)
