"""Capitalised runs: every place where one or more capitalised words stand together, with what is around it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from headnote.people.vocabulary import vocabulary

_UP = "A-ZÀ-ÖØ-ÞŌŪĀĒĪŁŠŽČĐ"
_WORD = rf"[{_UP}]\w*(?:[’'][{_UP}]\w+|-\w+)*"
_SHORT = r"(?:(?:Mr|Mrs|Ms|Mx|Dr|Mme|Mlle|Prof|Capt|Col|Gen|Lt|Sgt|Rev|Hon|St|Messrs|[A-HJ-Z])\.(?:\r?\n|[ \xa0]))"
_GAP = r"(?:\r?\n|[ \xa0])(?:(?:of|the|de|la|le|du|von|van|der|den|des|di|da|del|bin|al)(?:\r?\n|[ \xa0])){0,2}"
_RUN = re.compile(rf"{_SHORT}*{_WORD}(?:{_GAP}{_SHORT}*{_WORD})*")
_TOKEN = re.compile(r"[^\s.]+")
_CLOSES = frozenset(".!?:;…*_#")
_QUOTES = frozenset('"“”‘«»„「」')

#: Where a run stands: after a sentence's end, mid-sentence, or where it cannot be told (after a dash, an opening mark).
START, MIDDLE, UNCLEAR = 0, 1, 2


class Run(NamedTuple):
    """One capitalised run: span, its words (dots dropped), and where in its sentence it stands."""

    start: int
    end: int
    words: tuple[str, ...]
    place: int


def _place(text: str, start: int) -> int:
    before = text[max(0, start - 4) : start].rstrip()
    if not before or start - len(before) < 0:
        return START
    last = before[-1]
    if last.isalnum() or last in ",'’":
        return MIDDLE
    return START if last in _CLOSES else UNCLEAR


def _parts(text: str, m: re.Match[str], edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    """A match, cut at paragraph edges."""
    start, end = m.span()
    if "\n" in m.group():
        at = bisect_right(edges, start)
        while at < len(edges) and edges[at] < end:
            cut = edges[at]
            while cut > start and text[cut - 1].isspace():
                cut -= 1
            yield start, cut
            start = edges[at]
            at += 1
    yield start, end


def _trimmed(text: str, start: int, end: int, common: Counter[str]) -> Iterator[Run]:
    """The run without what a sentence's start put before it, cut at words that cannot be inside a name."""
    starters = vocabulary().starters
    titles = vocabulary().title_gender
    words: list[str] = []
    first = last = start
    place = _place(text, start)
    for m in _TOKEN.finditer(text, start, end):
        word = m.group()
        low = word.lower()
        plain = (low in starters and low not in titles) or low.split("'")[0].split("’")[0] == "i"
        if plain or (word.isupper() and len(word) > 3) or (not words and place != MIDDLE and _ordinary(low, common)):
            if words and word[0].isupper():
                yield Run(first, last, tuple(words), place)
                words = []
            if not word[0].islower() or not words:
                place = MIDDLE if plain and low not in ("i",) else place
                continue
        if not words:
            if word[0].islower():
                continue
            first = m.start()
        words.append(word)
        last = m.end()
    if words:
        yield Run(first, last, tuple(words), place)


def _ordinary(low: str, common: Counter[str]) -> bool:
    """Whether a word at a sentence's start is one that the work writes small elsewhere."""
    names = vocabulary()
    return low not in names.title_gender and common[low] >= (3 if low in names.given else 1)


def find_runs(text: str, edges: Sequence[int], common: Counter[str]) -> list[Run]:
    """All capitalised runs in text order.

    Args:
        text: the work's text.
        edges: starts of paragraphs, ascending; no run crosses one.
        common: how often each word is written in lower case in the work.
    """
    runs: list[Run] = []
    for m in _RUN.finditer(text):
        for start, end in _parts(text, m, edges):
            runs.extend(_trimmed(text, start, end, common))
    return runs


def lower_counts(text: str, limit: int = 2_000_000) -> Counter[str]:
    """How often each word is written in lower case, from at most `limit` code points of the text."""
    if len(text) > limit:
        step = len(text) // 8
        text = " ".join(text[i * step : i * step + limit // 8] for i in range(8))
    return Counter(w.strip(".,;:!?\"'”’") for w in text.split() if w[0].islower())
