"""Cues: the words of every vocabulary that reads for ages, worlds, pairs and fandoms, found in one pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from headnote.records import Region, Span

#: Characters searched at a time, so that a very long text is never held twice.
BLOCK = 1 << 20


class Phrase(NamedTuple):
    """A word or phrase of a vocabulary. `topic` is the vocabulary, `entry` the index of what it stands for there. A
    capital in `text` asks for a capital in the story at the same place; all else is matched in any case."""

    topic: str
    entry: int
    text: str


class Cue(NamedTuple):
    """A place where a phrase stands as whole words, and what it stands for."""

    start: int
    end: int
    entry: int


class CueFinder:
    """Finds phrases in a text, linear in its length.

    Args:
        phrases: may repeat each other; every owner gets its hit.
    """

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

        self._owners: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in phrases:
            self._owners[folded(phrase.text)].append(phrase)
        self._patterns = list(self._owners)
        self._search = AhoCorasick(
            self._patterns, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )

    def find(self, text: str, without: Sequence[Region] = ()) -> Mapping[str, list[Cue]]:
        """All cues by topic, in text order, none inside a region of `without`."""
        found: dict[str, list[Cue]] = defaultdict(list)
        start = 0
        while start < len(text):
            end = block_end(text, start + BLOCK)
            self._find_in(text, start, end, found)
            start = end
        return {topic: _outside(sorted(cues), without) for topic, cues in sorted(found.items())}

    def _find_in(self, text: str, start: int, end: int, found: dict[str, list[Cue]]) -> None:
        block = folded(text[start:end])
        for pattern, a, b in self._search.find_matches_as_indexes(block, overlapping=True):
            if _whole(block, a, b):
                for phrase in self._owners[self._patterns[pattern]]:
                    if _capitals_hold(phrase.text, text, start + a):
                        found[phrase.topic].append(Cue(start + a, start + b, phrase.entry))


def folded(text: str) -> str:
    """Lower case, straight apostrophes, line ends and no-break spaces as blanks; as long as `text`."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.replace("’", "'").replace("\n", " ").replace("\xa0", " ")


def _whole(block: str, start: int, end: int) -> bool:
    """Whether a hit is not a part of a longer word; digits count one by one."""
    before, after = block[start - 1 : start], block[end : end + 1]
    return not ((before.isalpha() and block[start].isalpha()) or (after.isalpha() and block[end - 1].isalpha()))


def _capitals_hold(phrase: str, text: str, at: int) -> bool:
    return phrase.islower() or all(not c.isupper() or text[at + i].isupper() for i, c in enumerate(phrase))


def block_end(text: str, end: int) -> int:
    """End of a block, moved on to the next paragraph's end, or blank, or (one endless word) not at all."""
    if end >= len(text):
        return len(text)
    for sign in ("\n", " "):
        at = text.find(sign, end, end + BLOCK)
        if at >= 0:
            return at + 1
    return end


def _outside(cues: list[Cue], spans: Sequence[Span]) -> list[Cue]:
    """The cues that lie in none of `spans`, which are in text order."""
    if not spans:
        return cues
    kept, at = [], 0
    for cue in cues:
        while at < len(spans) and spans[at].end <= cue.start:
            at += 1
        if at == len(spans) or cue.start < spans[at].start:
            kept.append(cue)
    return kept
