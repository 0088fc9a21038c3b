"""What was lost or broken on a text's way here, each place with a confidence. The kinds are named in
`headnote.layout.damage_kinds`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from headnote.layout.dropped import find_dropped
from headnote.layout.hits import Hit
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
#: A text of fewer paragraphs may be a cutting, which stops where it was cut: its end says little.
FEWEST_WITH_END = 8
_SHORT_END = 0.3


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
    hits += [*_missing_end(view, blocks, kinds), *find_dropped(view, blocks, kinds, spoken)]
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
    """A last paragraph of prose that ends on a letter or a comma, in a text whose other paragraphs end as sentences
    do. A text of a few paragraphs counts only where it stops on a comma or on a word that must go on."""
    for index in range(len(blocks) - 1, -1, -1):
        kind, block = kinds[index], blocks[index]
        if kind == "note":
            return
        if kind in ("separator", "heading"):
            continue
        if kind in ("narration", "dialogue") and block.end - block.start >= 40:
            tail = view[max(block.start, block.end - 80) : block.end].rstrip("*_~ ")
            prose = sum(kind in ("narration", "dialogue") for kind in kinds)
            if sure := _stops_midway(tail, short=prose < FEWEST_WITH_END):
                yield Hit("missing-end", max(block.start, block.end - 80), block.end, sure)
        return


def _stops_midway(tail: str, *, short: bool) -> float:
    """How sure it is that a text ending in `tail` stops in the middle of a sentence."""
    last = tail[-1:]
    if not last or not (last.isalnum() or last in ",;:("):
        return 0.0
    must_go_on = last == "," or tail.rsplit(None, 1)[-1].lower() in word_set("speech", "unfinished")
    if short:
        return _SHORT_END if must_go_on else 0.0
    return 0.8 if must_go_on or last.islower() else 0.6
