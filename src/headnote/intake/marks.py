"""Marks of the author's own in a title or header: an 18+ sign, "mild NSFW", "TW: ..."; the patterns are data."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import msgspec

from headnote.records import Mark

#: Code points of a line in which marks are looked for; a longer line is no title.
LINE_READ = 400
_OPEN, _CLOSE = r"(?:[(\[{<~|/*_]|\s[-\u2013\u2014:]\s)[*_~ ]{0,3}", r"[*_~ ]{0,3}(?:[)\]}>~|/*_]|\s*\Z)"
_EMPTY = re.compile(r"[(\[{<][\s*_~|/,;-]*[)\]}>]|\*{1,3}[\s]*\*{1,3}")
_EDGES = " \t*_~|/-\u2013\u2014:,\ufe0f"


class _Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    meaning: str
    anywhere: list[str] = []
    bracketed: list[str] = []


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    mark: list[_Mark]


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    raw = files("headnote.intake").joinpath("marks.toml").read_bytes()
    marks = msgspec.toml.decode(raw, type=_File).mark
    return tuple((mark.meaning, re.compile(_either(mark), re.IGNORECASE)) for mark in marks)


def _either(mark: _Mark) -> str:
    forms = [f"(?:{form})" for form in mark.anywhere]
    if mark.bracketed:
        forms.append(f"{_OPEN}(?P<inner>{'|'.join(mark.bracketed)}){_CLOSE}")
    return "|".join(forms)


def find_marks(line: str, at: int | None = 0) -> list[Mark]:
    """Marks of one line in order, without overlap.

    Args:
        line: a title or header line; only its first `LINE_READ` code points are read.
        at: offset of the line in `Work.text`, null where the line is not part of the text.
    """
    read = line[:LINE_READ]
    taken: list[tuple[int, int, str]] = []
    for meaning, pattern in _patterns():
        for found in pattern.finditer(read):
            group = "inner" if "inner" in pattern.groupindex and found["inner"] is not None else 0
            start, end = found.span(group)
            if start < end and all(end <= s or start >= e for s, e, _ in taken):
                taken.append((start, end, meaning))
    return [
        Mark(
            text=read[start:end],
            meaning=meaning,
            start=None if at is None else at + start,
            end=None if at is None else at + end,
        )
        for start, end, meaning in sorted(taken)
    ]


def _with_brackets(line: str, mark: Mark, at: int) -> Mark:
    """A mark with the brackets that it opens ("(mild nsfw at the end)"): what they hold is about it."""
    if mark.start is None or mark.end is None or not line[: mark.start - at].endswith(("(", "[")):
        return mark
    rest = line[mark.end - at :]
    end = next((i for i, sign in enumerate(rest) if sign in ")]"), -1)
    return mark if end < 0 else msgspec.structs.replace(mark, end=mark.end + end)


def without_marks(line: str, marks: list[Mark], at: int = 0) -> str:
    """A title without its marks and the brackets that held them; the line itself where nothing else is left."""
    bare = line
    for mark in reversed([_with_brackets(line, mark, at) for mark in marks]):
        if mark.start is not None and mark.end is not None:
            bare = bare[: mark.start - at] + bare[mark.end - at :]
    for _ in range(3):
        bare = _EMPTY.sub("", bare)
    bare = " ".join(bare.split()).strip(_EDGES)
    return bare or " ".join(line.split())
