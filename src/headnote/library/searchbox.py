"""How the text of a search box is cut: words and quoted phrases, each perhaps excluded by a dash, and ``field:value``.

Whatever is typed can be cut; only what a field's value means can be wrong, and that is not decided here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from headnote.records import Record

#: Marks that open a quotation, and what closes it.
QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»"}
_OPENING = "".join(QUOTES)
_DASHES = re.compile(r"-*")
_FIELD = re.compile(r"([A-Za-z]+):")
_BARE_WORD = re.compile(rf"[^\s{_OPENING}]+")
_BARE_VALUE = re.compile(r"\S*")


class Piece(Record, frozen=True, kw_only=True):
    """One thing that was typed. `at` is its offset; `field` is null for words, and `quoted` tells a phrase."""

    at: int
    excluded: bool
    field: str | None
    value: str
    quoted: bool


def clean(text: str) -> str:
    """The text with characters that no title holds (controls, halves of surrogate pairs) as blanks."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text)


def cut(text: str, fields: Collection[str]) -> Iterator[Piece]:
    """The pieces of a text in order. A quotation that does not end runs to the end of the text.

    Args:
        text: as `clean` leaves it.
        fields: names before a colon that are fields; any other is part of a word.
    """
    at = 0
    while (at := _skip(text, at)) < len(text):
        start, dashes = at, _DASHES.match(text, at)
        at = dashes.end() if dashes else at
        if at >= len(text) or text[at].isspace():
            continue
        excluded = at > start
        name = _FIELD.match(text, at)
        if name and name[1].casefold() in fields:
            value, at = _value(text, name.end())
            yield Piece(at=start, excluded=excluded, field=name[1].casefold(), value=value, quoted=False)
        elif text[at] in QUOTES:
            value, at = _phrase(text, at)
            if value:
                yield Piece(at=start, excluded=excluded, field=None, value=value, quoted=True)
        elif word := _BARE_WORD.match(text, at):
            at = word.end()
            yield Piece(at=start, excluded=excluded, field=None, value=word[0], quoted=False)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _phrase(text: str, at: int) -> tuple[str, int]:
    """What stands between quotation marks, on one line and without marks of its own, and where it ends."""
    end = text.find(QUOTES[text[at]], at + 1)
    inner = text[at + 1 : end if end >= 0 else len(text)]
    return " ".join(inner.replace('"', " ").split()), end + 1 if end >= 0 else len(text)


def _value(text: str, at: int) -> tuple[str, int]:
    """The value of a field: to the next blank, or between quotation marks, where a doubled mark stands for itself."""
    if at >= len(text) or text[at] not in QUOTES:
        bare = _BARE_VALUE.match(text, at)
        return (bare[0], bare.end()) if bare else ("", at)
    closing, parts, start = QUOTES[text[at]], [], at + 1
    while (end := text.find(closing, start)) >= 0:
        parts.append(text[start:end])
        if not text.startswith(closing, end + 1):
            return "".join(parts), end + 1
        parts.append(closing)
        start = end + 2
    return "".join([*parts, text[start:]]), len(text)


def word_text(piece: Piece) -> str:
    """A word or phrase as `cut` reads it again."""
    return ("-" if piece.excluded else "") + (f'"{piece.value}"' if piece.quoted else piece.value)


def field_text(field: str, value: str, excluded: bool = False) -> str:
    """A field and its value as `cut` reads them again."""
    bare = value and value[0] not in QUOTES and not any(c.isspace() for c in value)
    shown = value if bare else '"' + value.replace('"', '""') + '"'
    return f"{'-' if excluded else ''}{field}:{shown}"
