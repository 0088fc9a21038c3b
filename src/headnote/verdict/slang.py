"""The words that authors use for contents, ratings and warnings, read from ``slang.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from headnote.errors import DataError
from headnote.taxonomy import CHOOSE_NOT, NO_WARNINGS, NOT_RATED, RATINGS, canonical, codes

MarkKind = Literal["adult", "mild", "dead-dove"]


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One entry: words (`say`) and what they name, rule out or mark. `loose` words count in lists only."""

    say: list[str]
    codes: list[str] = []
    loose: bool = False
    rating: str | None = None
    denies: list[str] = []
    mark: MarkKind | None = None


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One word of the file at ``text[start:end]``; `denied` after "no", `soft` beside "implied" or "past"."""

    term: Term
    start: int
    end: int
    denied: bool
    soft: bool


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    ratings: dict[str, str]
    warnings: dict[str, str]
    term: list[Term]


@cache
def _file() -> _File:
    raw = files("headnote.verdict").joinpath("slang.toml").read_bytes()
    try:
        return msgspec.toml.decode(raw, type=_File)
    except msgspec.DecodeError as error:
        raise DataError(f"slang.toml: {error}") from error


@cache
def _terms() -> Mapping[str, tuple[Term, ...]]:
    """Every word of the file by its bare form; one word may stand for several terms."""
    table: dict[str, list[Term]] = {}
    for term in _file().term:
        for bare in dict.fromkeys(_bare(say) for say in term.say):
            table.setdefault(bare, []).append(term)
    return {say: tuple(found) for say, found in table.items()}


@cache
def _pattern() -> re.Pattern[str]:
    """All words in small letters, the longest first, so that "major character death" is not read as "death".

    Grouped by their first letter: at most places of a text one look is enough.
    """
    by_first: dict[str, list[str]] = {}
    for say in sorted({say for term in _file().term for say in term.say}, key=lambda say: (-len(say), say)):
        by_first.setdefault(say[0], []).append(_as_pattern(say))
    groups = {first: f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in sorted(by_first.items())}
    words = "|".join(group for first, group in groups.items() if first.isalnum())
    signs = "|".join(group for first, group in groups.items() if not first.isalnum())
    return re.compile(rf"(?<!\w)(?:{words})|{signs}")


def _as_pattern(say: str) -> str:
    """What follows the first letter of a word."""
    body = r"[\s\-_/:]{0,2}".join(re.escape(word) for word in say.rstrip("*").split())
    after = r"\w*" if say.endswith("*") else (r"(?!\w)" if say[-1].isalnum() else "")
    return body.removeprefix(re.escape(say[0])) + after


def _small(text: str) -> str:
    """The text in small letters, every letter at its place."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _bare(say: str) -> str:
    return re.sub(r"[\s\-_/:]+", "", say).casefold()


def _of(word: str) -> tuple[Term, ...]:
    bare = _bare(word)
    if found := _terms().get(bare):
        return found
    return next((t for say, t in _terms().items() if say.endswith("*") and bare.startswith(say[:-1])), ())


_SOFT = re.compile(
    r"(?:implied|referenced|references?(?: to)?|past|mentions?(?: of)?|mentioned|off[- ]?screen|background|brief|minor|"
    r"discussion of|discussed|temporary|non[- ]?graphic|attempted|vague)[\s/]+(?:\w+[\s/]+)?$",
    re.IGNORECASE,
)
_SOFT_AFTER = re.compile(
    r"[^,;.\n]{0,20}[,(][^;.\n]{0,30}\b(?:past|off[- ]?(?:page|screen)|implied|mention(?:ed|s)?|referenced|"
    r"brief(?:ly)?|background|discussed|not graphic|non[- ]?graphic|not explicit)\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(r"\b(?:no|not|without|zero|never|isn['’]?t|free of|nothing)\s+(?:\w+\s+)?$", re.IGNORECASE)
_LISTING = re.compile(
    r"^\W*(?:t\.?w|c\.?w|tws|cws|warnings?|content|contains|includes?|features|heads?[- ]?up|triggers?|tags?|mentions?|"
    r"be warned)\b|^\s*(?:[-–—•*~+]|\d+\.)\s*\S|\b(?:t\.?w|c\.?w|warnings?|triggers?)\s*(?:for\b|:|//)",
    re.IGNORECASE,
)


def said(text: str, *, listing: bool) -> Iterator[Said]:
    """Every word of the file in one label or line, in order.

    Args:
        text: of the label.
        listing: whether ordinary words ("blood") count, as they do in a tag.
    """
    for match in _pattern().finditer(_small(text)):
        before = text[max(0, match.start() - 40) : match.start()]
        denied = bool(_DENIAL.search(before))
        soft = bool(_SOFT.search(before) or _SOFT_AFTER.match(text, match.end(), match.end() + 80))
        for term in _of(match.group()):
            if listing or not term.loose:
                yield Said(term=term, start=match.start(), end=match.end(), denied=denied, soft=soft)


def is_listing(line: str) -> bool:
    """Whether a line of a note lists warnings: led by a cue such as "tw:" or "contains", or by a dash."""
    return bool(_LISTING.search(line))


def ratings_said() -> Mapping[str, str]:
    """First word of a term -> the rating that the term speaks for."""
    return {term.say[0]: term.rating for term in _file().term if term.rating}


def archive_warning(name: str) -> str | None:
    """The archive warning that a label means, in the archive's words; null where it is none."""
    stored = canonical(name)
    known = {NO_WARNINGS, CHOOSE_NOT, *(c.ao3_warning for c in codes().values() if c.ao3_warning)}
    return stored if stored in known else _file().warnings.get(" ".join(name.split()).casefold())


def archive_rating(name: str) -> str | None:
    """The archive's rating that a label means, those of other sites included; null where it is none."""
    stored = canonical(name)
    if stored in RATINGS or stored == NOT_RATED:
        return stored
    bare = " ".join(name.split()).casefold()
    for lead in ("rated", "rating", "fiction"):
        bare = re.sub(rf"^{lead}\b[\W]*", "", bare) or bare
    bare = bare.strip(" .()[]")
    return _file().ratings.get(bare) or next((r for r in RATINGS if r.casefold() == bare), None)
