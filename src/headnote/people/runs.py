"""Capitalised runs: every place where one or more capitalised words stand together, as a name does."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from headnote.people.vocabulary import Vocabulary, vocabulary

_UP = "A-ZÀ-ÖØ-ÞŌŪĀĒĪŁŠŽČĐ"
_WORD = rf"[{_UP}]\w*(?:['’](?=[{_UP}])\w+|-\w+)*"
_BLANK = r"(?:\r?\n|[ \xa0])"
_SMALL = r"(?:of|the|de|la|le|du|von|van|der|den|des|di|da|del|bin|al)"
#: Begins with a set of letters, so that the search skips what is written small; dots inside are looked at later.
_RUN = re.compile(rf"{_WORD}(?:\.?{_BLANK}(?:{_SMALL}{_BLANK}){{0,2}}{_WORD})*")
_TOKEN = re.compile(r"[^\s._]+")
_CONTRACTED = re.compile(r"['’](?:t|ll|re|ve|d|m)\b")
_NUMERAL = re.compile(r"[IVXL]{2,}")
_CLOSES = frozenset(".!?:;…*_#")

#: Where a run stands: at a sentence's start, mid-sentence, or where it cannot be told (after a dash, an opening mark).
START, MIDDLE, UNCLEAR = 0, 1, 2
#: Words that a surname begins with.
PARTICLES = frozenset("de di da del du la le van von der den al el bin".split())  # noqa: SIM905
#: Longest name, in words; what is longer is a heading or a list.
LONGEST = 6


class Run(NamedTuple):
    """One capitalised run: span, its words (dots dropped), and where in its sentence it stands. `doubtful`: a word
    that the work also writes small, at a sentence's start ("Rose looked up" or "Rose petals")."""

    start: int
    end: int
    words: tuple[str, ...]
    place: int
    doubtful: bool = False


def _place(text: str, start: int) -> int:
    before = text[max(0, start - 4) : start].rstrip()
    if not before:
        return START
    last = before[-1]
    if last.isalnum() or last in ",'’":
        return MIDDLE
    return START if last in _CLOSES else UNCLEAR


class RunFinder:
    """Finds the runs of one work.

    Args:
        text: the work's text.
        edges: starts of paragraphs, ascending; no run crosses one.
        common: how often each word is written in lower case in the work.
    """

    def __init__(self, text: str, edges: Sequence[int], common: Counter[str]) -> None:
        self.text = text
        self.edges = edges
        self.common = common
        self.words: Vocabulary = vocabulary()
        self._names: dict[tuple[str, ...], tuple[str, ...]] = {}
        # What is told of a word alone is told once.
        self._plain: dict[tuple[str, bool], bool] = {}
        self._small: dict[str, bool] = {}

    def find(self) -> list[Run]:
        """All runs in text order."""
        runs: list[Run] = []
        plain = self.words.plain
        for m in _RUN.finditer(self.text):
            found = m.group()
            if found in plain:
                continue
            if found.isalnum():
                runs.extend(self._of_word(found, m.start(), m.end()))
                continue
            for start, end in self._parts(m.start(), m.end()) if "\n" in found else (m.span(),):
                runs.extend(self._trimmed(start, end))
        return runs

    def _of_word(self, word: str, start: int, end: int) -> Sequence[Run]:
        """The run of a single word, as most are: what `_trimmed` makes of it."""
        place = _place(self.text, start)
        if self._is_plain(word, place) or _CONTRACTED.match(self.text, end):
            return (Run(start, end, (word,), place, True),) if word.lower() in self.words.given else ()
        if place != MIDDLE and self._ordinary(word):
            return (Run(start, end, (word,), place, True),)
        return (self._closed(start, end, [word], place),)

    def _parts(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """A match, cut at paragraph edges."""
        at = bisect_right(self.edges, start)
        while at < len(self.edges) and self.edges[at] < end:
            yield start, self.edges[at]
            start = self.edges[at]
            at += 1
        yield start, end

    def _trimmed(self, start: int, end: int) -> Iterator[Run]:
        """The names in a match: without what a sentence's start put before them, parted at words no name holds."""
        words: list[str] = []
        first = last = start
        place = _place(self.text, start)
        tokens = list(_TOKEN.finditer(self.text, start, end))
        for i, m in enumerate(tokens):
            word = m.group()
            if word[0].islower():
                if words and word in ("of", "the") and not self._ranked(words):
                    yield self._closed(first, last, words, place)
                    words = []
                elif words:
                    words.append(word)
                continue
            if self._is_plain(word, place) or _CONTRACTED.match(self.text, m.end()):
                if words:
                    yield self._closed(first, last, words, place)
                    words = []
                yield from self._alone(m, place) if len(tokens) == 1 else ()
                place = MIDDLE if word != "I" else place
            elif not words and place != MIDDLE and self._ordinary(word) and not self._goes_on(word, tokens, i):
                if i + 1 == len(tokens) or self._ends(m):
                    yield Run(m.start(), m.end(), (word,), place, True)
                place = MIDDLE
            else:
                first = first if words else m.start()
                words.append(word)
                last = m.end()
            if self._ends(m):
                if words:
                    yield self._closed(first, last, words, place)
                    words = []
                place = START
        if words:
            yield self._closed(first, last, words, place)

    def _alone(self, m: re.Match[str], place: int) -> Iterator[Run]:
        """A given name that a sentence more often starts with as another word ("May")."""
        if m.group().lower() in self.words.given:
            yield Run(m.start(), m.end(), (m.group(),), place, True)

    def _ends(self, m: re.Match[str]) -> bool:
        """Whether a sentence ends after a word: a dot that is no abbreviation's."""
        if not self.text.startswith(".", m.end()):
            return False
        word = m.group()
        return len(word) > 1 and word.lower() not in self.words.abbreviations

    def _closed(self, first: int, last: int, words: list[str], place: int) -> Run:
        while words[-1][0].islower():
            words.pop()
        name = tuple(words)
        return Run(first, last, self._names.setdefault(name, name), place)

    def _is_plain(self, word: str, place: int) -> bool:
        """Whether a word is no part of a name where it stands."""
        key = (word, place == MIDDLE)
        plain = self._plain.get(key)
        if plain is None:
            plain = self._plain[key] = self._tell_plain(word, within=place == MIDDLE)
        return plain

    def _tell_plain(self, word: str, *, within: bool) -> bool:
        low = word.lower()
        if low in self.words.starters and low not in self.words.title_gender:
            return not within or low in self.words.function
        if word.isupper() and (len(word) > 2 or _NUMERAL.fullmatch(word)):
            return True
        return word == "I" or low[:2] in ("i'", "i’")

    def _ranked(self, words: list[str]) -> bool:
        first = words[0].lower()
        return first in self.words.title_gender or first in self.words.noun_gender

    def _ordinary(self, word: str) -> bool:
        """Whether a word at a sentence's start is one that the work writes small elsewhere."""
        small = self._small.get(word)
        if small is None:
            low = word.lower()
            least = 3 if low in self.words.given else 1
            small = self._small[word] = low not in self.words.title_gender and self.common[low] >= least
        return small

    def _goes_on(self, word: str, tokens: list[re.Match[str]], i: int) -> bool:
        """Whether a given name that is also a word goes on as a name ("Will Turner"), or a particle ("De Luca")."""
        if (word.lower() not in self.words.given and word.lower() not in PARTICLES) or i + 1 == len(tokens):
            return False
        following = tokens[i + 1].group()
        return following[0].isupper() and not self._is_plain(following, START)


def lower_counts(text: str, limit: int = 2_000_000) -> Counter[str]:
    """How often each word is written in lower case, from at most `limit` code points spread over the text."""
    if len(text) > limit:
        step = len(text) // 8
        text = " ".join(text[i * step : i * step + limit // 8] for i in range(8))
    counts: dict[str, int] = {}
    for word, n in Counter(text.split()).items():
        if word[0].islower():
            bare = word.strip(".,;:!?\"'”’")
            counts[bare] = counts.get(bare, 0) + n
    return Counter(counts)
