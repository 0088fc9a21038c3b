"""Numbers as a text writes them: where each begins and ends, and what it is worth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from headnote.people.age_words import age_words, number
from headnote.people.cues import Cue

_VALUES = age_words().numbers
_WORD = "|".join(sorted(_VALUES, key=len, reverse=True))
_TENS = "|".join(word for word, value in _VALUES.items() if 20 <= value < 100)
_UNITS = "|".join(word for word, value in _VALUES.items() if value < 10)
_SMALL = rf"(?:(?:{_TENS})(?:[- ](?:{_UNITS}))?|{_WORD})"
_RUN = re.compile(rf"{_SMALL}(?:[- ](?:hundred|thousand)(?:(?:[- ]and)?[- ]{_SMALL})?)*(?![a-z])", re.IGNORECASE)
_LEFT = re.compile(rf"\b(?:(?:{_WORD}|a)[- ](?:and )?)+$", re.IGNORECASE)
_DIGITS = re.compile(r"\d{1,3}(?![\d%:°]|[.,]\d|st\b|nd\b|rd\b|th\b)")
#: Letters that may stand right before a number that is an age: "(M17)".
_LETTERED = re.compile(r"[(\[](?:[MFXmfx]|NB|nb)$")
_GREAT = frozenset((100, 1000))


class Number(NamedTuple):
    """A number and its place."""

    start: int
    end: int
    value: int


def numbers(text: str, words: Iterable[Cue], digits: Iterable[Cue]) -> Iterator[Number]:
    """Numbers at the cues, in no order: words joined ("twenty-one", "three hundred"), digits up to three."""
    for cue in digits:
        before = text[cue.start - 1 : cue.start]
        lettered = _LETTERED.search(text, max(0, cue.start - 3), cue.start)
        if lettered or not (before.isalnum() or before in tuple("$£€#.,:/")) or not before:
            found = _DIGITS.match(text, cue.start)
            if found:
                yield Number(cue.start, found.end(), int(found.group()))
    for cue in words:
        start = _start(text, cue)
        found = _RUN.match(text, start) if start is not None else None
        if found and (value := number(found.group())) is not None:
            yield Number(found.start(), found.end(), value)


def _start(text: str, cue: Cue) -> int | None:
    """Where the number that a cue belongs to begins; null where another cue begins it."""
    left = _LEFT.search(text, max(0, cue.start - 40), cue.start)
    if left is None:
        return cue.start
    first = left.group().split()[0].split("-")[0].lower()
    small = first in ("a", "one", "two")
    if cue.entry in _GREAT and small:
        return left.start() + (2 if first == "a" else 0)
    return cue.start if first == "a" and len(left.group().split()) == 1 else None
