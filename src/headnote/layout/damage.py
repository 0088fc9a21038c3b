"""What was lost or broken on a text's way here, each place with a confidence. The kinds are named in
`headnote.layout.damage_kinds`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from headnote.layout.lines import Block
from headnote.layout.quotations import Quoted, left_open
from headnote.layout.wordlists import word_set
from headnote.records import Damage, ParagraphKind, Work

#: Hits of one kind nearer than this, in characters, are one place.
REACH = 2000
#: Paragraphs shorter than this repeat for good reasons: refrains, "Yes.".
SHORTEST_REPEAT = 60
#: A repeat is damage when so many characters stand there twice.
ENOUGH_REPEATED = 160

_MOJIBAKE = re.compile(
    r"Ã[\x80-\xbf\u0152\u0153\u0160\u0161\u017d\u017e\u0178\u0192\u02c6\u02dc\u2013-\u2122]|â€[\x80-\xbf\u0152\u0153\u02dc\u2013-\u2122]"
    r"|Â[\xa0-\xbf]|ðŸ|ï»¿|Ð[\x80-\xbf]Ñ|вЂ"
)
#: One pass for what starts with a stray blank: a sign, or the tail of a word.
_STRAY = re.compile(r" (?:[.,](?=[ \n\"”])(?! ?\.)|(?:t|s|th|st|nd|rd|ll|re|ve|m)(?![\w'’]))")
_MAY_BE_MIDWAY = frozenset(",;:abhst")
PROSE = frozenset[ParagraphKind](("narration", "dialogue"))
_FINISHED = frozenset('.!?"”’')
_MIDWAY = re.compile(r"[,;:]|(?:and|but|or|he|she|they) [a-z]+")


class Hit(NamedTuple):
    """One place of damage before hits near each other are joined."""

    kind: str
    start: int
    end: int
    confidence: float


def find_damage(
    work: Work,
    view: str,
    blocks: Sequence[Block],
    kinds: Sequence[ParagraphKind],
    spoken: Sequence[tuple[int, list[Quoted]]],
    *,
    wrap: int,
) -> tuple[Damage, ...]:
    """All damage in order of place.

    Args:
        work: as read; its repairs are damage too.
        view: its text, line ends as ``\\n``.
        blocks: its paragraphs.
        kinds: what each paragraph is.
        spoken: index of each paragraph with quotations, and the quotations.
        wrap: column at which lines are wrapped, 0 where they are not.
    """
    hits = [*_repairs(work), *_signs(view), *_repeats(view, blocks, kinds), *_speech(view, blocks, spoken)]
    if wrap and blocks:
        hits.append(Hit("hard-wrap", blocks[0].start, blocks[-1].end, 0.95))
    hits += [*_missing_end(view, blocks, kinds), *_dropped(view, blocks, kinds)]
    joined = sorted(_joined(hits), key=lambda h: (h.start, h.end, h.kind))
    return tuple(Damage(start=h.start, end=h.end, kind=h.kind, confidence=round(h.confidence, 3)) for h in joined)


def _repairs(work: Work) -> Iterator[Hit]:
    for repair in work.repairs:
        garbled = repair.kind in ("mojibake", "mixed-encoding")
        yield Hit("mojibake" if garbled else "replaced-characters", repair.start, repair.end, repair.confidence)


def _signs(view: str) -> Iterator[Hit]:
    """Damage that shows in a few characters."""
    if not view.isascii():
        for m in _MOJIBAKE.finditer(view):
            yield Hit("mojibake", m.start(), m.end(), 0.9)
        at = view.find("\ufffd")
        while at >= 0:
            yield Hit("replaced-characters", at, at + 1, 0.95)
            at = view.find("\ufffd", at + 1)
    for m in _STRAY.finditer(view):
        if hit := _stray(view, m.start(), m.end()):
            yield hit


def _stray(view: str, at: int, end: int) -> Hit | None:
    """What a stray blank at `at` means: italics flattened around it, an apostrophe lost in it, or nothing."""
    first = at
    while first > 0 and at - first < 10 and view[first - 1].isalpha():
        first -= 1
    word, tail = view[first:at].lower(), view[at + 1 : end]
    if not word:
        return None
    if tail in ".,":
        return Hit("flattened-italics", at, end, 0.5)
    if tail in ("th", "st", "nd", "rd"):
        return Hit("flattened-italics", first, end, 0.6) if len(word) == 1 and word not in "aio" else None
    return Hit("lost-characters", first, end, 0.7) if word in word_set("contractions", tail) else None


def _joined(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Hits of one kind near each other as one, surer than each alone. Repeats and quotations stay single."""
    last: dict[str, Hit] = {}
    for hit in sorted(hits, key=lambda h: (h.start, h.end)):
        before = last.get(hit.kind)
        if before is not None and hit.start - before.end <= REACH:
            doubt = (1 - before.confidence) * (1 - hit.confidence)
            last[hit.kind] = Hit(
                hit.kind, before.start, max(before.end, hit.end), max(before.confidence, min(0.99, 1 - doubt))
            )
            continue
        if before is not None:
            yield before
        last[hit.kind] = hit
    yield from last.values()


def _repeats(view: str, blocks: Sequence[Block], kinds: Sequence[ParagraphKind]) -> Iterator[Hit]:
    """Runs of paragraphs that stand there twice, by hash and then by text; linear in the text."""
    first: dict[int, int] = {}
    start = end = source = -1
    size = 0
    for index, block in enumerate(blocks):
        original = -1
        if block.end - block.start >= SHORTEST_REPEAT and kinds[index] in ("narration", "dialogue"):
            text = view[block.start : block.end]
            original = first.setdefault(hash(text), index)
            if original == index or view[blocks[original].start : blocks[original].end] != text:
                original = -1
        elif source >= 0 and _same(view, block, blocks[source + 1]):
            original = source + 1
        if original >= 0:
            if source < 0 or original != source + 1:
                if size >= ENOUGH_REPEATED:
                    yield Hit("repeated-block", start, end, 0.95)
                start, size = block.start, 0
            end, source = block.end, original
            size += block.end - block.start
        elif source >= 0:
            if size >= ENOUGH_REPEATED:
                yield Hit("repeated-block", start, end, 0.95)
            source, size = -1, 0
    if source >= 0 and size >= ENOUGH_REPEATED:
        yield Hit("repeated-block", start, end, 0.95)


def _same(view: str, one: Block, other: Block) -> bool:
    return one.end - one.start == other.end - other.start and view.startswith(view[one.start : one.end], other.start)


def _speech(view: str, blocks: Sequence[Block], spoken: Sequence[tuple[int, list[Quoted]]]) -> Iterator[Hit]:
    """Quotations without one of their marks, and paragraphs in which turn follows turn."""
    for place, (index, found) in enumerate(spoken):
        block = blocks[index]
        plain = [quoted for quoted in found if not quoted.depth]
        for quoted in plain:
            if quoted.headless and not (place and left_open(spoken[place - 1][1]) and quoted.start == block.start):
                yield Hit("unopened-quotation", quoted.start, quoted.end, 0.7)
        for quoted in plain:
            if quoted.open and quoted.style != "dash" and not _goes_on(blocks, spoken, place, quoted):
                yield Hit("unclosed-quotation", quoted.start, quoted.end, 0.7 if quoted is plain[-1] else 0.8)
        turns = sum(1 for one, two in pairwise(plain) if not view[one.end : two.start].strip())
        if turns >= 3 or (len(plain) >= 12 and block.end - block.start > 1500):
            yield Hit("collapsed-paragraphs", block.start, block.end, min(0.95, 0.6 + 0.1 * turns))


def _goes_on(blocks: Sequence[Block], spoken: Sequence[tuple[int, list[Quoted]]], place: int, quoted: Quoted) -> bool:
    index, found = spoken[place]
    if quoted is not left_open(found) or place + 1 == len(spoken):
        return False
    following, its = spoken[place + 1]
    return following - index <= 3 and its[0].start <= blocks[following].start + 8


def _missing_end(view: str, blocks: Sequence[Block], kinds: Sequence[ParagraphKind]) -> Iterator[Hit]:
    """A last paragraph of prose that ends on a letter or a comma."""
    for index in range(len(blocks) - 1, -1, -1):
        kind, block = kinds[index], blocks[index]
        if kind in ("note", "separator", "heading"):
            if kind == "note":
                return
            continue
        if kind in ("narration", "dialogue") and block.end - block.start >= 40:
            last = view[block.start : block.end].rstrip("*_~ ")[-1:]
            if last.isalnum() or last in ",;:(":
                yield Hit(
                    "missing-end",
                    max(block.start, block.end - 80),
                    block.end,
                    0.8 if last.islower() or last == "," else 0.6,
                )
        return


def _dropped(view: str, blocks: Sequence[Block], kinds: Sequence[ParagraphKind]) -> Iterator[Hit]:
    """Paragraphs that begin in the middle of a sentence after one that was finished, and tags without their speech."""
    low = 0
    hits = []
    for index in range(1, len(blocks)):
        block, before = blocks[index], blocks[index - 1]
        if kinds[index] not in PROSE or kinds[index - 1] not in PROSE:
            continue
        low += view[block.start].islower()
        midway = view[block.start] in _MAY_BE_MIDWAY and _MIDWAY.match(view, block.start, block.start + 20)
        if midway and view[before.end - 1] in _FINISHED:
            hits.append(Hit("dropped-line", before.end, min(block.end, block.start + 40), 0.5))
        elif block.end - block.start <= 40 and _tag().fullmatch(view, block.start, block.end):
            hits.append(Hit("dropped-line", before.end, block.end, 0.6))
    if 10 * low <= max(10, len(blocks)):
        yield from hits


@cache
def _tag() -> re.Pattern[str]:
    verbs = "|".join(sorted(word_set("speech", "tags"), key=lambda verb: (-len(verb), verb)))
    who = r"(?:he|she|they|I|[A-Z]\w+|the \w+)"
    return re.compile(rf"(?:{who} (?:{verbs})|(?:{verbs}) {who})(?: \w+ly)?[.,:]?", re.IGNORECASE)
