"""Masked excerpts: the place of a piece of evidence with the telling words blocked out.

An excerpt is one line of about `WIDTH` characters around the evidence. Every place that any signal of the work points
at is blocked letter by letter, not only the one shown, until a person asks to see them. What lies near evidence for
``underage-sex`` is *sealed*: blocked whole, always.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence

import msgspec

from headnote.records import Advisory, Audit, Chapter, Declared, Evidence, Layout, Signal, Span
from headnote.taxonomy import codes
from headnote.verdict.readings import is_read, raises_alone

WIDTH = 120
BLOCK = "▇"
#: A sealed excerpt says nothing of the words behind it, not even their number.
SEALED = BLOCK * 12
#: Reach, in code points, of the seal around evidence that lies in no scene.
REACH = 1000
#: How far an edge moves to end on a word bound before it cuts the word.
GIVE = 24

_SPACE = re.compile(r"\s+")


def masks(signals: Iterable[Signal]) -> tuple[Span, ...]:
    """The places of all signals, merged, in text order.

    What the encoder says is of a whole passage. One that it takes for sexual is blocked whole; of others only the words
    that the rules found.
    """
    return merged((s.start, s.end) for s in signals if not is_read(s) or _takes_for_sexual(s))


def _takes_for_sexual(reading: Signal) -> bool:
    return codes()[reading.code].group == "sex" and raises_alone(reading)


def sealed(signals: Iterable[Signal], layout: Layout) -> tuple[Span, ...]:
    """The stretches that are never shown: the scene of each signal for ``underage-sex`` with the heading and notes
    beside it, or its surroundings."""
    scenes = _with_margins(layout)
    reaches = []
    for signal in signals:
        if signal.code == "underage-sex" and signal.score > 0.0:
            around = (max(0, signal.start - REACH), signal.end + REACH)
            start, end = scenes.get(signal.scene, around)
            reaches.append((min(start, signal.start), max(end, signal.end)))
    return merged(reaches)


def _with_margins(layout: Layout) -> dict[int, tuple[int, int]]:
    """Each scene by its id, from the end of the one before it to the start of the next, within its chapter."""
    every = layout.scenes
    margins = {}
    for i, scene in enumerate(every):
        chapter = layout.chapters[scene.chapter] if scene.chapter < len(layout.chapters) else None
        before = every[i - 1].end if i else scene.start
        after = every[i + 1].start if i + 1 < len(every) else scene.end
        margins[scene.id] = (
            min(scene.start, max(before, chapter.start) if chapter else before),
            max(scene.end, min(after, chapter.end) if chapter else after),
        )
    return margins


def merged(ranges: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    """Half-open ranges as spans in order, without overlap; empty ranges fall away."""
    out: list[list[int]] = []
    for start, end in sorted(r for r in ranges if r[0] < r[1]):
        if out and start <= out[-1][1]:
            out[-1][1] = max(out[-1][1], end)
        else:
            out.append([start, end])
    return tuple(Span(start=start, end=end) for start, end in out)


def show(advisory: Advisory, text: str, reveal: bool) -> Advisory:
    """The advisory with an excerpt on each piece of evidence."""
    pen = Excerpts(text, advisory.masks, advisory.sealed, reveal=reveal)
    return msgspec.structs.replace(
        advisory,
        findings=tuple(
            msgspec.structs.replace(f, evidence=pen.all(f.evidence, f.code == "underage-sex"))
            for f in advisory.findings
        ),
        tropes=tuple(msgspec.structs.replace(t, evidence=pen.all(t.evidence)) for t in advisory.tropes),
    )


def show_audit(audit: Audit, text: str, reveal: bool) -> Audit:
    """The audit with an excerpt on each piece of evidence."""
    pen = Excerpts(text, audit.masks, audit.sealed, reveal=reveal)
    items = (
        msgspec.structs.replace(item, evidence=pen.all(item.evidence, "underage-sex" in item.codes))
        for item in audit.items
    )
    return msgspec.structs.replace(audit, items=tuple(items))


def without_sealed_titles(chapters: Iterable[Chapter], sealed: Sequence[Span]) -> list[Chapter]:
    """The chapters, with the titles of those that hold a sealed stretch blocked out: a title may say what is in it.

    The title of an only chapter is the work's own and no secret.
    """
    every = list(chapters)
    if len(every) < 2:
        return every
    hidden = [bool(c.title and _overlapping(sealed, c.start, c.end)) for c in every]
    return [msgspec.structs.replace(c, title=SEALED) if hide else c for c, hide in zip(every, hidden, strict=True)]


def without_sealed_notes(declared: Declared, sealed: Sequence[Span]) -> Declared:
    """What the author declared, with the notes that stand within a sealed stretch blocked out: story may look like
    one."""
    if not sealed or not declared.notes:
        return declared
    notes = [
        msgspec.structs.replace(n, text=SEALED)
        if n.start is not None and n.end is not None and _overlapping(sealed, n.start, n.end)
        else n
        for n in declared.notes
    ]
    return msgspec.structs.replace(declared, notes=notes)


class Excerpts:
    """Cuts excerpts from one text.

    Args:
        text: of the work.
        masks: places to block out, in order, without overlap.
        sealed: stretches that are never shown, likewise.
        reveal: show the masked places (the sealed never).
    """

    def __init__(self, text: str, masks: Sequence[Span], sealed: Sequence[Span], *, reveal: bool) -> None:
        self._text = text
        self._masks = () if reveal else masks
        self._sealed = sealed
        self._reveal = reveal

    def all(self, evidence: Iterable[Evidence], seal: bool = False) -> list[Evidence]:
        """Each piece of evidence with its excerpt; with `seal` none of them shows a letter."""
        return [msgspec.structs.replace(e, excerpt=SEALED if seal else self.cut(e)) for e in evidence]

    def cut(self, place: Span) -> str:
        """The excerpt of one place."""
        start, end = self._window(place)
        if _overlapping(self._sealed, start, end):
            return SEALED
        letters = list(self._text[start:end])
        hidden = list(_overlapping(self._masks, start - GIVE, end + GIVE))
        if not self._reveal:
            hidden.append(place)
        for span in hidden:
            low, high = self._whole_words(span)
            for i in range(max(low, start), min(high, end)):
                if not letters[i - start].isspace():
                    letters[i - start] = BLOCK
        line = "".join(" " if _unprintable(c) else c for c in letters)
        left = "… " if start > 0 else ""
        right = " …" if end < len(self._text) else ""
        return left + _SPACE.sub(" ", line).strip() + right

    def _window(self, place: Span) -> tuple[int, int]:
        """About `WIDTH` code points around the middle of a place, ends moved to word bounds where one is near."""
        size = len(self._text)
        room = max(0, WIDTH - (place.end - place.start)) // 2
        start = max(0, place.start - room)
        end = min(size, max(place.start + 1, min(place.end, place.start + WIDTH)) + room)
        start = next((i for i in range(start, max(0, start - GIVE), -1) if self._text[i - 1].isspace()), start)
        end = next((i for i in range(end, min(size, end + GIVE)) if self._text[i].isspace()), end)
        return start, end

    def _whole_words(self, span: Span) -> tuple[int, int]:
        """The span with the rest of the words in which it begins and ends, so that no stem shows."""
        low, high = span.start, span.end
        while low > 0 and span.start - low < GIVE and _in_word(self._text[low - 1]):
            low -= 1
        while high < len(self._text) and high - span.end < GIVE and _in_word(self._text[high]):
            high += 1
        return low, high


def _overlapping(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """The spans that share a code point with ``[start, end)``, by bisection."""
    first = bisect_right(spans, start, key=lambda s: s.end)
    last = first
    while last < len(spans) and spans[last].start < end:
        last += 1
    return spans[first:last]


def _in_word(character: str) -> bool:
    return character.isalnum() or character in "'’-_"


def _unprintable(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
