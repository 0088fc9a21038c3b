"""What intake makes: a work, its source, and what its author declared."""

from __future__ import annotations

from typing import Literal

from headnote.records.base import Record, Span

RegionKind = Literal["header", "summary", "note", "contents", "signoff"]


class Language(Record, frozen=True, kw_only=True):
    """Language of the text as identified, not as declared. `code` is ISO 639-1; confidence in 0..1."""

    code: str
    confidence: float


class Source(Record, frozen=True, kw_only=True):
    """Where a work came from. `sha256` is of the bytes as read; `encoding` is null where the format fixes it
    (EPUB)."""

    name: str | None = None
    format: str = "text"
    sha256: str = ""
    bytes: int = 0
    encoding: str | None = None
    language: Language | None = None
    words: int = 0
    characters: int = 0


class Region(Span, frozen=True, kw_only=True):
    """A stretch of `Work.text` that is not story text but is kept: a header, a note, a sign-off.

    `label` is what the file called it ("Chapter End Notes"), null where it has no name.
    """

    kind: RegionKind
    label: str | None = None


class Heading(Span, frozen=True, kw_only=True):
    """A chapter heading that markup carries. The span is empty where the heading is not part of the text."""

    title: str | None = None
    level: int = 1


class Emphasis(Span, frozen=True, kw_only=True):
    """Text that markup sets apart."""

    kind: Literal["emphasis", "strong", "strike"] = "emphasis"


class Repair(Span, frozen=True, kw_only=True):
    """Something intake had to mend or replace while decoding, left as a span in the text it produced."""

    kind: Literal["replaced", "mojibake", "mixed-encoding", "control"]
    confidence: float = 1.0


class Mark(Record, frozen=True, kw_only=True):
    """A mark of the author's own: an 18+ sign, "mild NSFW" in a title. Offsets are null where the mark is not in
    the text."""

    text: str
    meaning: str
    start: int | None = None
    end: int | None = None


class Series(Record, frozen=True, kw_only=True):
    name: str
    part: int | None = None


class Posted(Record, frozen=True, kw_only=True):
    """Chapters posted and planned; `planned` is null where the file says ``?``."""

    posted: int | None = None
    planned: int | None = None


class DeclaredNote(Record, frozen=True, kw_only=True):
    """An author's note as the file carries it. Offsets are null where the note is not in the text."""

    text: str
    label: str | None = None
    start: int | None = None
    end: int | None = None


class Declared(Record, frozen=True, kw_only=True):
    """What the author or site said. Null is unknown; an empty list is a label that the file carries and leaves empty.

    `origins` says for each field that is set where it was read, in reading order: ``{"rating": ["preface:
    Rating"]}``.
    """

    title: str | None = None
    authors: list[str] | None = None
    rating: str | None = None
    warnings: list[str] | None = None
    categories: list[str] | None = None
    fandoms: list[str] | None = None
    relationships: list[str] | None = None
    characters: list[str] | None = None
    tags: list[str] | None = None
    language: str | None = None
    summary: str | None = None
    notes: list[DeclaredNote] = []
    series: list[Series] | None = None
    chapters: Posted | None = None
    words: int | None = None
    published: str | None = None
    updated: str | None = None
    status: str | None = None
    url: str | None = None
    marks: list[Mark] = []
    origins: dict[str, list[str]] = {}


class Work(Record, frozen=True, kw_only=True):
    """One story as read. `text` is everything a person would read in order, notes included; `regions` says which
    stretches are not story. `headings` and `breaks` (offsets of scene breaks) are what markup says, empty for plain
    text.
    """

    text: str
    source: Source
    declared: Declared
    regions: tuple[Region, ...] = ()
    headings: tuple[Heading, ...] = ()
    breaks: tuple[int, ...] = ()
    emphasis: tuple[Emphasis, ...] = ()
    repairs: tuple[Repair, ...] = ()
