"""Passages: windows of about ninety words on sentence bounds, each within one scene."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from headnote.records import Passage

WORDS = 90
#: A passage never grows beyond so many times its aim, whatever the text is.
LARGEST = 2.0
#: Words of letters and signs: bounds on the estimate for scripts without spaces and for one long line.
SHORTEST_WORD, LONGEST_WORD = 3.0, 9.0

_SENTENCE = re.compile(r"[.!?…]{1,6}[\"'”’»)\]*_]{0,4}(?=\s+[\"'“‘«(\[*_¡¿—–-]{0,4}[^\Wa-z_])|[。！？]{1,6}[」』”]?")
#: What ends in a full stop and ends no sentence: titles, initials.
_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Mx|Dr|St|Prof|Rev|Capt|Col|Gen|Sgt|Lt|Hon|Mme|Mlle|vs|[A-Z])$")


def word_length(view: str) -> float:
    """Mean characters a word takes with the blank after it, from a sample of the text."""
    middle = len(view) // 2
    sample = view[:20_000] if len(view) < 60_000 else view[:10_000] + view[middle : middle + 10_000]
    words = len(sample.split())
    return min(LONGEST_WORD, max(SHORTEST_WORD, len(sample) / words)) if words else LONGEST_WORD


def passages_of(view: str, scene: int, spans: Sequence[tuple[int, int]], letters: float) -> Iterator[Passage]:
    """Cut a run of adjoining story paragraphs into passages.

    Args:
        view: the text.
        scene: id of the scene that all paragraphs belong to.
        spans: start and end of each paragraph, in order.
        letters: characters a word takes, from `word_length`.
    """
    aim = int(WORDS * letters)
    start = spans[0][0]
    for index, (first, end) in enumerate(spans):
        start = max(start, first) if start >= first or index == 0 else start
        while end - start > aim * 1.4:
            cut = _cut(view, start, max(start + aim * 2 // 3, first), min(end, start + int(aim * LARGEST)), start + aim)
            yield _passage(view, scene, start, cut)
            start = cut
            while start < end and view[start].isspace():
                start += 1
        following = spans[index + 1] if index + 1 < len(spans) else None
        if (
            following is None
            or end - start >= aim * 0.75
            or (following[1] - start > aim * 1.4 and end - start > aim // 2)
        ):
            if start < end:
                yield _passage(view, scene, start, end)
            start = following[0] if following else end


def _passage(view: str, scene: int, start: int, end: int) -> Passage:
    while end > start and view[end - 1].isspace():
        end -= 1
    return Passage(start=start, end=end, scene=scene, words=len(view[start:end].split()))


def _cut(view: str, start: int, low: int, high: int, aim: int) -> int:
    """Where to end a passage: the sentence end nearest behind `low`, else a blank, else `aim`."""
    if low < high:
        best = 0
        for m in _SENTENCE.finditer(view, low, high):
            if view[m.start()] == "." and _ABBREVIATED.search(view, max(start, m.start() - 6), m.start()):
                continue
            best = m.end()
            if best >= aim - (aim - start) // 6:
                break
        if best:
            return best
    blank = view.rfind(" ", start + 1, max(aim, start + 2))
    return blank if blank > start else aim
