"""Definite noun phrases: where a work says "the" before one of some nouns, with at most a word between."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator

#: "The", and of the two words after it what may be the beginning of a noun. A set and letters first, and the boundary
#: left to the exact pattern, so that the search skips the rest quickly.
_THE = re.compile(r"[Tt]he\s(?=(\w*)[a-z’'-]*\s?(\w*))")
_FIRST = re.compile(r"\w*")


class Definites:
    """Where "the" stands before one of some nouns in a text. The text is searched once, for all nouns together; each
    later question looks at those places alone.

    Args:
        text: the work's text.
        nouns: all that will be asked for, lower case; a noun may have several words.
    """

    def __init__(self, text: str, nouns: Iterable[str]) -> None:
        self._text = text
        firsts = {m.group() for noun in nouns if (m := _FIRST.match(noun))}
        places = (m.start() for m in _THE.finditer(text) if m[1].lower() in firsts or (m[2] and m[2].lower() in firsts))
        self._places = array("q", places if firsts else ())

    def find(self, nouns: Iterable[str]) -> Iterator[tuple[int, int, str]]:
        """Start and end of each phrase of these nouns, in text order, and its noun; none lies in another, and of nouns
        that begin together the longest counts."""
        pattern, end = _pattern(nouns), 0
        for at in self._places:
            if at >= end and (m := pattern.match(self._text, at)):
                end = m.end()
                yield at, end, " ".join(m.group(1).lower().split())


def _pattern(nouns: Iterable[str]) -> re.Pattern[str]:
    longest = sorted(nouns, key=lambda n: (-len(n), n))
    forms = "|".join(r"\s".join(map(re.escape, noun.split())) for noun in longest)
    return re.compile(rf"\b[Tt]he\s(?:[a-z’'-]+\s)?((?i:{forms}))\b")
