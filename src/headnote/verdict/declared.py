"""What the author declared, in the archive's words and in codes.

Authors say the same thing in many places and words: a rating, an archive warning, a tag, a line of "tw:" in a thread's
header, a note, a sign in the title. `read_labels` reads them all into one `Labels`; ``slang.toml`` holds the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from headnote.records import Declared, Mark, Region, Span, Work
from headnote.taxonomy import codes
from headnote.verdict.archive_names import archive_rating, archive_warning, is_pointer
from headnote.verdict.label_company import list_start
from headnote.verdict.slang import MarkKind, Term, ratings_said, said

Where = Literal["warnings", "tags", "fandoms", "title", "chapter heading", "summary", "header", "notes", "end notes"]

#: What intake's marks mean here.
_MARKS: Mapping[str, tuple[MarkKind, ...]] = {
    "mild-nsfw": ("mild", "adult"),
    "not-nsfw": ("mild",),
    "nsfw": ("adult",),
    "adults-only": ("adult",),
    "rated-explicit": ("adult",),
    "dead-dove": ("dead-dove",),
}
_RATED = {"explicit": "Explicit", "mature": "Mature", "teen": "Teen And Up Audiences", "general": "General Audiences"}
#: Code points of one note or header that are read: a note is not a story, whatever its file says.
NOTE_READ = 20_000
#: Code points of a work within which a mark stands in its title.
HEAD = 400


class Naming(msgspec.Struct, frozen=True, kw_only=True):
    """One place where the author names (or rules out) a content. `soft`: as implied, past or referenced."""

    code: str
    where: Where
    term: str
    denied: bool = False
    soft: bool = False
    place: Span | None = None


class Labels(msgspec.Struct, frozen=True, kw_only=True):
    """All that the author declared about content.

    `rating` and `warnings` are in the archive's words, null where the file does not carry them; `unknown` are the
    labels that are none of its words, as the file has them.
    """

    rating: str | None
    warnings: tuple[str, ...] | None
    unknown_rating: str | None
    unknown_warnings: tuple[str, ...]
    named: tuple[Naming, ...]
    marks: Mapping[MarkKind, tuple[Where, ...]]

    def names(self, code: str, *, labels_only: bool = False) -> bool:
        """Whether a code is named anywhere; with `labels_only` not counting end notes."""
        return any(n.code == code and not n.denied and not (labels_only and n.where == "end notes") for n in self.named)

    def denies(self, code: str) -> Naming | None:
        """Where the author rules a code out, if they do and nowhere name it."""
        if self.names(code):
            return None
        return next((n for n in self.named if n.code == code and n.denied), None)


#: A label or line: its text, where it stands, its offset in the work's text, and from where on it lists warnings.
_Line = tuple[str, Where, int | None, int | None]


def _namings(text: str, where: Where, offset: int | None, listed: int | None) -> Iterator[tuple[Term, Naming]]:
    for word in said(text, listed=listed):
        place = None if offset is None else Span(start=offset + word.start, end=offset + word.end)
        denied = word.denied or bool(word.term.denies)
        for code in word.term.codes or word.term.denies or ("",):
            yield (
                word.term,
                Naming(code=code, where=where, term=word.term.say[0], place=place, soft=word.soft, denied=denied),
            )


def _lines(work: Work) -> Iterator[_Line]:
    """Every label and line of notes of a work."""
    declared = work.declared
    for tag in declared.tags or ():
        yield tag, "tags", None, 0
    for warning in declared.warnings or ():
        if archive_warning(warning) is None:
            yield warning, "warnings", None, 0
    for fandom in declared.fandoms or ():
        yield fandom, "fandoms", None, None
    if declared.title:
        yield declared.title, "title", None, None
    for mark in declared.marks:
        yield mark.text, _mark_place(mark, work), None, 0
    yield from _split(declared.summary or "", "summary", None)
    for note in declared.notes:
        yield from _split(note.text, _note_place(note.label, note.start, len(work.text)), note.start)
    for region in work.regions:
        yield from _region_lines(work, region)


def _mark_place(mark: Mark, work: Work) -> Where:
    """A mark at the head belongs to the title or the header, one further down to the chapter below it."""
    if mark.start is None or mark.start < HEAD:
        return "title"
    in_header = any(r.kind == "header" and r.start <= mark.start < r.end for r in work.regions)
    return "header" if in_header else "chapter heading"


def _region_lines(work: Work, region: Region) -> Iterator[_Line]:
    where: Where = "header"
    if region.kind in ("note", "signoff"):
        where = _note_place(region.label, region.start, len(work.text))
    elif region.kind != "header":
        return
    yield from _split(work.text[region.start : min(region.end, region.start + NOTE_READ)], where, region.start)


def _split(text: str, where: Where, offset: int | None) -> Iterator[_Line]:
    at = 0
    listed: int | None = None
    for line in text[:NOTE_READ].splitlines(keepends=True):
        goes_on = listed is not None and bool(line.strip()) and len(line) < 60
        listed = 0 if goes_on else list_start(line)
        yield line, where, None if offset is None else offset + at, listed
        at += len(line)


def _note_place(label: str | None, start: int | None, length: int) -> Where:
    """An end note is one that says so, or that stands in the last third of the work."""
    if label and re.search(r"\bend\b|afterword", label, re.IGNORECASE):
        return "end notes"
    if start is not None and start > 2 * length / 3:
        return "end notes"
    return "notes"


def _warnings(declared: Declared) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    if declared.warnings is None:
        return None, ()
    known = [(w, archive_warning(w)) for w in declared.warnings]
    unknown = [w for w, stored in known if stored is None and not is_pointer(w) and not any(said(w, listed=0))]
    return tuple(dict.fromkeys(stored for _, stored in known if stored)), tuple(unknown)


def _rating(declared: Declared) -> str | None:
    """The declared rating in the archive's words; a mark such as "(rated T)" stands where no label does."""
    if declared.rating is not None:
        return archive_rating(declared.rating)
    rated = (m.meaning.removeprefix("rated-") for m in declared.marks if m.meaning.startswith("rated-"))
    return _RATED.get(next(rated, ""))


def archive_labels(declared: Declared) -> tuple[str | None, tuple[str, ...]]:
    """The declared rating and warnings in the archive's words; labels that mean none of them are left out."""
    return _rating(declared), _warnings(declared)[0] or ()


def read_labels(work: Work) -> Labels:
    """Everything that the author declared about content."""
    declared = work.declared
    named: dict[tuple[str, Where, bool, bool, str], Naming] = {}
    marks: dict[MarkKind, dict[Where, None]] = {}
    for mark in declared.marks:
        for kind in _MARKS.get(mark.meaning, ()):
            marks.setdefault(kind, {})[_mark_place(mark, work)] = None
    for text, where, offset, listed in _lines(work):
        for term, naming in _namings(text, where, offset, listed):
            if term.mark and not naming.denied:
                marks.setdefault(term.mark, {})[where] = None
            if naming.code:
                named.setdefault((naming.code, where, naming.denied, naming.soft, naming.term), naming)
    warnings, unknown_warnings = _warnings(declared)
    for name in warnings or ():
        for code in codes().values():
            if code.ao3_warning == name:
                named[(code.id, "warnings", False, False, name)] = Naming(code=code.id, where="warnings", term=name)
    rating = _rating(declared)
    return Labels(
        rating=rating,
        warnings=warnings,
        unknown_rating=declared.rating if rating is None else None,
        unknown_warnings=unknown_warnings,
        named=tuple(named.values()),
        marks={kind: tuple(places) for kind, places in marks.items()},
    )


def labelled_ratings(labels: Labels) -> dict[str, str]:
    """Code -> the rating that the author's own tags or summary speak for, since the rating covers both."""
    says = ratings_said() if labels.named else {}
    strong: dict[str, str] = {}
    for naming in labels.named:
        rating = says.get(naming.term)
        if rating and not naming.denied and not naming.soft and naming.where in ("tags", "summary", "header", "title"):
            strong[naming.code] = rating
    return strong
