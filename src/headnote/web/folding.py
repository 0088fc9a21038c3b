"""Folding: which scenes close to one line, and which passages are veiled, for a person's choice of codes to avoid.

A scene folds where its own confidence for an avoided code reaches the person's; where only the work as a whole does,
its strongest scenes fold. A single passage outside them is veiled where one signal alone reaches it, with every
quotation that it cuts into. What lies near evidence for ``underage-sex`` is closed: no choice opens it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Literal

import msgspec

from headnote.library.documents import Document
from headnote.records import Finding, Layout, Signal, Span
from headnote.taxonomy import codes
from headnote.verdict.excerpts import merged
from headnote.verdict.fuse import INTENSITIES, implied_by

#: From here on a scene folds where a person chose no confidence of their own: "possible" (`headnote.render.wording`).
CONFIDENCE = 0.33


class Avoidance(msgspec.Struct, frozen=True, kw_only=True):
    """What a person does not want to meet: codes, and from which confidence in 0..1."""

    codes: frozenset[str] = frozenset()
    confidence: float = CONFIDENCE


class Fold(msgspec.Struct, frozen=True, kw_only=True):
    """A half-open stretch of text that is not shown until it is opened, a closed one never.

    `id` is what an address opens it by; stretches of one scene share it. `reasons` are in words ("violence, graphic"),
    empty for a closed one. `words` counts the whole scene or passage.
    """

    id: str
    kind: Literal["scene", "passage", "closed"]
    start: int
    end: int
    words: int
    reasons: tuple[str, ...] = ()

    @property
    def length(self) -> str:
        """ "about 340 words": no more exact than a reader needs to choose."""
        step = 100 if self.words >= 1000 else 10
        return f"about {round(self.words / step) * step:,} words" if self.words >= 10 else "a few words"


def folds(document: Document, findings: Iterable[Finding], avoid: Avoidance) -> tuple[Fold, ...]:
    """Everything that folds in a work, in text order and without overlap: what is closed comes before a scene, a scene
    before a passage.

    Args:
        document: of a version of the work.
        findings: of the same version's card.
        avoid: the person's choice; without codes only what is closed folds.
    """
    text, layout, signals = document.work.text, document.layout, document.signals
    closed = [_closed(text, span) for span in _snapped(document.sealed, layout)]
    scenes = _outside(closed, _scenes(layout, signals, findings, avoid))
    passages = _outside([*closed, *scenes], _passages(text, layout, signals, avoid))
    return tuple(sorted((*closed, *scenes, *passages), key=lambda fold: fold.start))


def _closed(text: str, span: Span) -> Fold:
    words = len(text[span.start : span.end].split())
    return Fold(id=f"x{span.start}", kind="closed", start=span.start, end=span.end, words=words)


def _snapped(spans: Iterable[Span], layout: Layout) -> tuple[Span, ...]:
    """Spans grown to whole paragraphs."""
    starts = [p.start for p in layout.paragraphs]
    ends = [p.end for p in layout.paragraphs]
    grown = []
    for span in spans:
        first, last = bisect_right(ends, span.start), bisect_left(starts, span.end) - 1
        low = min(span.start, starts[first]) if first < len(starts) else span.start
        high = max(span.end, ends[last]) if last >= 0 else span.end
        grown.append((low, high))
    return merged(grown)


def sources(avoided: Iterable[str]) -> frozenset[str]:
    """Avoided codes and every code whose evidence is evidence for one of them."""
    found: set[str] = set()
    left = list(avoided)
    while left:
        code = left.pop()
        if code not in found:
            found.add(code)
            left += implied_by().get(code, ())
    return frozenset(found)


def _scenes(layout: Layout, signals: Iterable[Signal], findings: Iterable[Finding], avoid: Avoidance) -> list[Fold]:
    by_scene: dict[int, list[Signal]] = {}
    for signal in signals:
        by_scene.setdefault(signal.scene, []).append(signal)
    why: dict[int, list[str]] = {}
    for finding in findings:
        if finding.code in avoid.codes and finding.by_scene:
            least = avoid.confidence
            if finding.confidence >= least:
                least = min(least, max(finding.by_scene))
            for scene, confidence in zip(finding.scenes, finding.by_scene, strict=True):
                if confidence >= least:
                    why.setdefault(scene, []).append(_reason(finding, by_scene.get(scene, [])))
    return [
        Fold(id=f"s{s.id}", kind="scene", start=s.start, end=s.end, words=s.words, reasons=tuple(why[s.id]))
        for s in layout.scenes
        if s.id in why
    ]


def _reason(finding: Finding, signals: Iterable[Signal]) -> str:
    """An avoided code and how strongly the signals of one scene show it, in words."""
    speaking = sources([finding.code])
    own = [s.intensity for s in signals if s.score > 0.0 and s.code in speaking]
    return named(finding.code, max(own, key=INTENSITIES.index, default=finding.intensity))


def named(code: str, intensity: str) -> str:
    """ "violence, graphic"; the intensity is left out where the code's name says it."""
    title = codes()[code].title.lower() if code in codes() else code
    return title if intensity in title else f"{title}, {intensity}"


def _passages(text: str, layout: Layout, signals: Iterable[Signal], avoid: Avoidance) -> list[Fold]:
    """Passages in which one signal alone reaches the person's confidence."""
    speaking = {source: code for code in sorted(avoid.codes) for source in sources([code])}
    speaking |= {code: code for code in avoid.codes}
    reach = _Reach(layout)
    found = sorted(
        (*reach.around(s.start, s.end), named(speaking[s.code], s.intensity))
        for s in signals
        if s.code in speaking and s.score > 0.0 and s.score >= avoid.confidence
    )
    out: list[Fold] = []
    for span in merged((start, end) for start, end, _ in found):
        first, last = bisect_left(found, (span.start,)), bisect_left(found, (span.end,))
        why = tuple(dict.fromkeys(reason for _, _, reason in found[first:last]))
        words = len(text[span.start : span.end].split())
        out.append(Fold(id=f"p{span.start}", kind="passage", start=span.start, end=span.end, words=words, reasons=why))
    return out


class _Reach:
    """How far a veil reaches around a signal: the passages that it touches, or its paragraph where there are none, and
    all of every quotation that they cut into."""

    def __init__(self, layout: Layout) -> None:
        self._units = layout.passages or layout.paragraphs
        self._starts = [u.start for u in self._units]
        self._ends = [u.end for u in self._units]
        self._spoken = merged((q.start, q.end) for q in layout.quotations)
        self._spoken_ends = [q.end for q in self._spoken]

    def around(self, start: int, end: int) -> tuple[int, int]:
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end) - 1
        low, high = start, end
        if first <= last:
            low, high = min(start, self._starts[first]), max(end, self._ends[last])
        return self._whole(low).start, self._whole(high).end

    def _whole(self, edge: int) -> Span:
        """The quotation that an edge lies inside, or the edge itself."""
        at = bisect_right(self._spoken_ends, edge)
        if at < len(self._spoken) and self._spoken[at].start < edge:
            return self._spoken[at]
        return Span(start=edge, end=edge)


def _outside(taken: Iterable[Fold], folded: Iterable[Fold]) -> list[Fold]:
    """What is left of each fold outside those that come before it."""
    before = merged((f.start, f.end) for f in taken)
    ends = [span.end for span in before]
    out = []
    for fold in folded:
        low = fold.start
        for span in before[bisect_right(ends, low) :]:
            if span.start >= fold.end:
                break
            if low < span.start:
                out.append(msgspec.structs.replace(fold, start=low, end=span.start))
            low = span.end
        if low < fold.end:
            out.append(msgspec.structs.replace(fold, start=low))
    return out
