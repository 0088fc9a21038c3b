"""What the author declared, in the archive's words and in codes.

Authors say the same thing in many places and words: a rating, an archive warning, a tag, a line of "tw:" in a thread's
header, a note, a sign in the title. `read_labels` reads them all into one `Labels`; ``slang.toml`` holds the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from headnote.errors import DataError
from headnote.records import Declared, Region, Span, Work
from headnote.taxonomy import CHOOSE_NOT, NO_WARNINGS, NOT_RATED, RATINGS, canonical, codes

Where = Literal["warnings", "tags", "fandoms", "title", "summary", "header", "notes", "end notes"]
MarkKind = Literal["adult", "mild", "dead-dove"]

#: Code points of one note or header that are read: a note is not a story, whatever its file says.
NOTE_READ = 20_000


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


class _Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    say: list[str]
    codes: list[str] = []
    loose: bool = False
    rating: str | None = None
    denies: list[str] = []
    mark: MarkKind | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    ratings: dict[str, str]
    warnings: dict[str, str]
    term: list[_Term]


@cache
def _slang() -> _File:
    raw = files("headnote.verdict").joinpath("slang.toml").read_bytes()
    try:
        return msgspec.toml.decode(raw, type=_File)
    except msgspec.DecodeError as error:
        raise DataError(f"slang.toml: {error}") from error


@cache
def _terms() -> Mapping[str, tuple[_Term, ...]]:
    """Every word of the file by its bare form, longest stems last; one word may stand for several terms."""
    table: dict[str, list[_Term]] = {}
    for term in _slang().term:
        for say in term.say:
            table.setdefault(_bare(say), []).append(term)
    return {say: tuple(found) for say, found in table.items()}


@cache
def _pattern() -> re.Pattern[str]:
    """All words, the longest first, so that "major character death" is not read as "death"."""
    says = sorted({say for term in _slang().term for say in term.say}, key=lambda say: (-len(say), say))
    return re.compile("|".join(_as_pattern(say) for say in says), re.IGNORECASE)


def _as_pattern(say: str) -> str:
    body = r"[\s\-_/:]{0,2}".join(re.escape(word) for word in say.rstrip("*").split())
    before = r"(?<!\w)" if say[0].isalnum() else ""
    after = r"\w*" if say.endswith("*") else (r"(?!\w)" if say[-1].isalnum() else "")
    return before + body + after


def _bare(say: str) -> str:
    return re.sub(r"[\s\-_/:]+", "", say).casefold()


_SOFT = re.compile(
    r"(?:implied|referenced|references?(?: to)?|past|mentions?(?: of)?|mentioned|off[- ]?screen|background|brief|minor|"
    r"discussion of|discussed|temporary|non[- ]?graphic|attempted|vague)[\s/]+(?:\w+[\s/]+)?$",
    re.IGNORECASE,
)
_DENIAL = re.compile(r"\b(?:no|not|without|zero|never|isn['’]?t|free of|nothing)\s+(?:\w+\s+)?$", re.IGNORECASE)
#: A line that lists warnings: led by a cue or a dash.
_LISTING = re.compile(
    r"^\W*(?:t\.?w|c\.?w|tws|cws|warnings?|content|contains|includes?|features|heads?[- ]?up|triggers?|tags?|mentions?|"
    r"be warned)\b|^\s*(?:[-–—•*~+]|\d+\.)\s*\S|\b(?:t\.?w|c\.?w|warnings?|triggers?)\s*(?:for\b|:|//)",
    re.IGNORECASE,
)


def namings(
    text: str, where: Where, *, offset: int | None = None, listing: bool = True
) -> Iterator[tuple[_Term, Naming]]:
    """Every naming in one label or line.

    Args:
        text: of the label.
        where: it stands.
        offset: of `text` in the work, where it is part of it.
        listing: whether ordinary words ("blood") count, as they do in a tag.
    """
    for match in _pattern().finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        for term in _of(match.group()):
            if term.loose and not listing:
                continue
            denied, soft = bool(_DENIAL.search(before)), bool(_SOFT.search(before))
            place = None if offset is None else Span(start=offset + match.start(), end=offset + match.end())
            for code in term.codes or term.denies or ("",):
                yield (
                    term,
                    Naming(
                        code=code,
                        where=where,
                        term=term.say[0],
                        place=place,
                        soft=soft,
                        denied=denied or bool(term.denies),
                    ),
                )


def _of(said: str) -> tuple[_Term, ...]:
    bare = _bare(said)
    if found := _terms().get(bare):
        return found
    return next((t for say, t in _terms().items() if say.endswith("*") and bare.startswith(say[:-1])), ())


def _lines(work: Work) -> Iterator[tuple[str, Where, int | None, bool]]:
    """Every label and line of notes of a work: text, where, offset in the text, whether it is a list of warnings."""
    declared = work.declared
    for tag in declared.tags or ():
        yield tag, "tags", None, True
    for warning in declared.warnings or ():
        if _archive_warning(warning) is None:
            yield warning, "warnings", None, True
    for fandom in declared.fandoms or ():
        yield fandom, "fandoms", None, False
    if declared.title:
        yield declared.title, "title", None, False
    for mark in declared.marks:
        yield f"{mark.text} {mark.meaning}", "title", None, True
    yield from _split(declared.summary or "", "summary", None)
    for note in declared.notes:
        yield from _split(note.text, _note_place(note.label, note.start, len(work.text)), note.start)
    for region in work.regions:
        yield from _region_lines(work, region)


def _region_lines(work: Work, region: Region) -> Iterator[tuple[str, Where, int | None, bool]]:
    where: Where = "header"
    if region.kind in ("note", "signoff"):
        where = _note_place(region.label, region.start, len(work.text))
    elif region.kind != "header":
        return
    yield from _split(work.text[region.start : min(region.end, region.start + NOTE_READ)], where, region.start)


def _split(text: str, where: Where, offset: int | None) -> Iterator[tuple[str, Where, int | None, bool]]:
    at = 0
    listing = False
    for line in text[:NOTE_READ].splitlines(keepends=True):
        listing = bool(_LISTING.search(line)) or (listing and bool(line.strip()) and len(line) < 60)
        yield line, where, None if offset is None else offset + at, listing
        at += len(line)


def _note_place(label: str | None, start: int | None, length: int) -> Where:
    """An end note is one that says so, or that stands in the last third of the work."""
    if label and re.search(r"\bend\b|afterword", label, re.IGNORECASE):
        return "end notes"
    if start is not None and start > 2 * length / 3:
        return "end notes"
    return "notes"


def _archive_warning(name: str) -> str | None:
    stored = canonical(name)
    known = {NO_WARNINGS, CHOOSE_NOT, *(c.ao3_warning for c in codes().values() if c.ao3_warning)}
    if stored in known:
        return stored
    return _slang().warnings.get(" ".join(name.split()).casefold())


def _archive_rating(name: str) -> str | None:
    stored = canonical(name)
    if stored in RATINGS or stored == NOT_RATED:
        return stored
    bare = re.sub(r"^(?:rated|rating|fiction)\W+", "", " ".join(name.split()).casefold())
    bare = re.sub(r"^(?:fiction)\W+", "", bare).strip(" .()[]")
    return _slang().ratings.get(bare) or next((r for r in RATINGS if r.casefold() == bare), None)


def _warnings(declared: Declared) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    if declared.warnings is None:
        return None, ()
    known = [(w, _archive_warning(w)) for w in declared.warnings]
    unknown = [w for w, stored in known if stored is None and not any(True for _ in namings(w, "warnings"))]
    return tuple(dict.fromkeys(stored for _, stored in known if stored)), tuple(unknown)


def read_labels(work: Work) -> Labels:
    """Everything that the author declared about content."""
    named: dict[tuple[str, Where, bool, bool, str], Naming] = {}
    marks: dict[MarkKind, dict[Where, None]] = {}
    for text, where, offset, listing in _lines(work):
        for term, naming in namings(text, where, offset=offset, listing=listing):
            if term.mark and not naming.denied:
                marks.setdefault(term.mark, {})[where] = None
            if naming.code:
                named.setdefault((naming.code, where, naming.denied, naming.soft, naming.term), naming)
    warnings, unknown_warnings = _warnings(work.declared)
    for name in warnings or ():
        for code in codes().values():
            if code.ao3_warning == name:
                named[(code.id, "warnings", False, False, name)] = Naming(code=code.id, where="warnings", term=name)
    raw = work.declared.rating
    rating = _archive_rating(raw) if raw is not None else None
    return Labels(
        rating=rating,
        warnings=warnings,
        unknown_rating=raw if raw is not None and rating is None else None,
        unknown_warnings=unknown_warnings,
        named=tuple(named.values()),
        marks={kind: tuple(places) for kind, places in marks.items()},
    )


def labelled_ratings(labels: Labels) -> dict[str, str]:
    """Code -> the rating that the author's own tags or summary speak for, since the rating covers both."""
    strong: dict[str, str] = {}
    says = {term.say[0]: term.rating for term in _slang().term if term.rating}
    for naming in _plain(labels.named):
        rating = says.get(naming.term)
        if rating and naming.where in ("tags", "summary", "header"):
            strong[naming.code] = rating
    return strong


def _plain(named: Iterable[Naming]) -> Iterator[Naming]:
    return (n for n in named if not n.denied and not n.soft)
