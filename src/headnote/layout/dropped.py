"""Lines that are missing: what stands around the hole shows it.

Confidence follows how often the sign stands in undamaged text. Signs of form (a tag without speech, marks around
nothing, a paragraph that begins midway) are all but never there; that an answer has no question before it is weak
evidence, for stories tell questions too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from headnote.layout.hits import PROSE, Hit
from headnote.layout.lines import Block, usual_gap
from headnote.layout.quotations import Quoted
from headnote.layout.wordlists import word_set
from headnote.records import ParagraphKind

_FINISHED = frozenset('.!?"”’')
#: Both begin with their own sign and look back in code: a look-behind here would be tried at every character.
_EMPTY_MARKS = re.compile(r"[\"“«][^\S\n]?[\"”»](?=[\s,.]|$)")
_HELD_COMMA = re.compile(r",[^\S\n]?\.(?=\s|$)(?! ?\.)")
#: Blank lines beyond the usual gap from which a hole is likely; one more than usual is how many texts part scenes.
HOLE = 2
#: Least share of a work's blank runs that must stand in talk for them to be holes where no row of signs parts scenes.
#: Of emptied speech in the 14 novels half leaves its run there; their own runs stand so 3 times in all (Nov 2026).
IN_TALK = 0.4


class _Patterns(NamedTuple):
    tag: re.Pattern[str]
    midway: re.Pattern[str]
    answer: re.Pattern[str]
    asked: re.Pattern[str]


def find_dropped(
    view: str,
    blocks: Sequence[Block],
    kinds: Sequence[ParagraphKind],
    spoken: Sequence[tuple[int, list[Quoted]]],
) -> Iterator[Hit]:
    """Places where a line of a work is missing."""
    for m in _EMPTY_MARKS.finditer(view):
        if m.start() == 0 or view[m.start() - 1].isspace():
            yield Hit("dropped-line", m.start(), m.end(), 0.7)
    for m in _HELD_COMMA.finditer(view):
        if m.start() and view[m.start() - 1].isalnum():
            yield Hit("dropped-line", m.start(), m.end(), 0.6)
    yield from _midway(view, blocks, kinds)
    yield from _holes(blocks, kinds)
    yield from _unasked(view, blocks, kinds, spoken)


def _midway(view: str, blocks: Sequence[Block], kinds: Sequence[ParagraphKind]) -> Iterator[Hit]:
    """Paragraphs that begin in the middle of a sentence after one that was finished, and tags without their speech."""
    low = 0
    hits = []
    patterns = _patterns()
    for index in range(1, len(blocks)):
        block, before = blocks[index], blocks[index - 1]
        if kinds[index] not in PROSE or kinds[index - 1] not in PROSE:
            continue
        first = view[block.start]
        low += first.islower()
        if (first.islower() or first in ",;:") and view[before.end - 1] in _FINISHED:
            if patterns.midway.match(view, block.start, min(block.end, block.start + 40)):
                hits.append(Hit("dropped-line", before.end, min(block.end, block.start + 40), 0.5))
        elif block.end - block.start <= 40 and patterns.tag.fullmatch(view, block.start, block.end):
            hits.append(Hit("dropped-line", before.end, block.end, 0.6))
    if 10 * low <= max(10, len(blocks)):
        yield from hits
    else:
        yield from (hit for hit in hits if hit.confidence > 0.5)


def _holes(blocks: Sequence[Block], kinds: Sequence[ParagraphKind]) -> Iterator[Hit]:
    """Blank runs within a scene. A work that parts its scenes with rows of signs has no use for them; in another they
    are breaks of scenes as well, so that only a run in the middle of talk counts, as wide as an emptied line leaves it,
    and only where talk is where such runs mostly stand."""
    usual = usual_gap(list(blocks))
    wide = [
        index
        for index in range(1, len(blocks))
        if blocks[index].gap >= usual + HOLE and kinds[index] in PROSE and kinds[index - 1] in PROSE
    ]
    rows = "separator" in kinds
    talk = [i for i in wide if kinds[i] == kinds[i - 1] == "dialogue" and blocks[i].gap == 2 * usual + 1]
    if rows or len(talk) >= IN_TALK * len(wide):
        for index in wide if rows else talk:
            yield Hit("dropped-line", blocks[index - 1].end, blocks[index].start, 0.4 if rows else 0.3)


def _unasked(
    view: str, blocks: Sequence[Block], kinds: Sequence[ParagraphKind], spoken: Sequence[tuple[int, list[Quoted]]]
) -> Iterator[Hit]:
    """Answers, tagged as such, with neither speech nor talk of speech in the two paragraphs before them."""
    patterns = _patterns()
    speaking = {index for index, _ in spoken}
    for index, found in spoken:
        block = blocks[index]
        if index < 1 or found[0].start != block.start or kinds[index - 1] not in PROSE:
            continue
        if not patterns.answer.match(view, block.start, min(block.end, block.start + 160)):
            continue
        start = blocks[max(0, index - 2)].start
        near = range(max(0, index - 2), index)
        if not any(i in speaking for i in near) and not patterns.asked.search(view, start, block.start):
            yield Hit("dropped-line", blocks[index - 1].end, found[0].end, 0.3)


@cache
def _patterns() -> _Patterns:
    def any_of(key: str) -> str:
        return "|".join(sorted(word_set("speech", key), key=lambda word: (-len(word), word)))

    tags = any_of("tags")
    who = r"(?:he|she|they|I|[A-Z]\w+|the \w+)"
    opened = r"[\"“‘«'](?:" + any_of("answers") + r")\b[^\"”’»]{0,80}[\"”’»']"
    return _Patterns(
        re.compile(rf"(?:{who} (?:{tags})|(?:{tags}) {who})(?: \w+ly)?(?:[.,:]|,? [.,])?", re.IGNORECASE),
        re.compile(rf"[,;:]|(?:and|but|or|he|she|they) [a-z]+|(?:{tags}) {who}"),
        re.compile(opened + r"\s+(?:[\w.]+\s+){0,2}(?:answered|replied|agreed)\b", re.IGNORECASE),
        re.compile(r"[?\"“”«»]|\b(?:" + any_of("talk") + r")\b", re.IGNORECASE),
    )
