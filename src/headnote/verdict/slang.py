"""The words that authors use for contents, ratings and warnings, read from ``slang.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from headnote.errors import DataError
from headnote.verdict.label_company import is_asked, is_denied, is_soft

MarkKind = Literal["adult", "mild", "dead-dove"]


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One entry: words (`say`) and what they name, rule out or mark. `loose` words count in lists only.

    `short` words are abbreviations: in a list they count in capitals, or alone.
    """

    say: list[str]
    codes: list[str] = []
    loose: bool = False
    short: bool = False
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
    idle: list[str]
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
    table: dict[str, list[Term]] = {_bare(say): [] for say in _file().idle}
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
    says = {say for term in _file().term for say in term.say} | set(_file().idle)
    for say in sorted(says, key=lambda say: (-len(say), say)):
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


#: Letters that authors hide from filters: "bl00d", "su1cide", "h@rm".
_MASKED = re.compile(r"(?<=[a-z])[013@$!]+(?=[a-z])|(?<=[a-z])4(?=[a-z])")
_CLEAR = str.maketrans("0134@$!", "oieaasi")


def unmasked(text: str) -> str:
    """The text in small letters, those hidden behind signs in clear, every letter at its place."""
    small = text.lower()
    if len(small) != len(text):
        small = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _MASKED.sub(lambda found: found[0].translate(_CLEAR), small)


def _bare(say: str) -> str:
    return re.sub(r"[\s\-_/:]+", "", say).casefold()


def _of(word: str) -> tuple[Term, ...]:
    bare = _bare(word)
    if (found := _terms().get(bare)) is not None:
        return found
    return next((t for say, t in _terms().items() if say.endswith("*") and bare.startswith(say[:-1])), ())


def said(text: str, *, listed: int | None) -> Iterator[Said]:
    """Every word of the file in one label or line, in order.

    Args:
        text: of the label.
        listed: offset from which ordinary words ("blood") count, as they do in a tag; null for nowhere.
    """
    for match in _pattern().finditer(unmasked(text)):
        in_list = listed is not None and match.start() >= listed
        if not in_list and is_asked(text, match.end()):
            continue
        denied, soft = is_denied(text, *match.span()), is_soft(text, *match.span())
        for term in _of(match.group()):
            if _counts(term, text, match, in_list):
                yield Said(term=term, start=match.start(), end=match.end(), denied=denied, soft=soft)


#: "SH Academy": initials of a name.
_NAME = re.compile(r" [A-Z][a-z]")
_NUMBERED = re.compile(r"[- ]?\d")


def _counts(term: Term, text: str, match: re.Match[str], in_list: bool) -> bool:
    if term.short:
        if _NUMBERED.match(text, match.end()):
            return False
        capitals = text[match.start() : match.end()].isupper() and not _NAME.match(text, match.end())
        return in_list and (capitals or _alone(text, match))
    return in_list or not term.loose


def _alone(text: str, match: re.Match[str]) -> bool:
    """Whether an abbreviation is an item of its own ("tw: ed, sh"), and no word of a phrase or a name."""
    before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
    opened = (
        not before or before[-1] in ",;:/|-#(" or before.casefold().endswith(("tw", "cw", "and", "past", "implied"))
    )
    return opened and (not after or after[0] in ",;/|)." or after.casefold().startswith(("and ", "mention")))


def ratings_said() -> Mapping[str, str]:
    """First word of a term -> the rating that the term speaks for."""
    return {term.say[0]: term.rating for term in _file().term if term.rating}


def own_ratings() -> Mapping[str, str]:
    """Ratings of other sites in small letters -> the archive's."""
    return _file().ratings


def own_warnings() -> Mapping[str, str]:
    """Warnings in authors' words, in small letters -> the archive's."""
    return _file().warnings
