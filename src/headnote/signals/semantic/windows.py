"""Which passages the encoder reads."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from math import ceil

from headnote.records import Passage, Signal
from headnote.signals.semantic.heads import lexical_nats
from headnote.taxonomy import tropes

#: A work of so few words is one passage, as the texts are that the heads were trained on. Average precision of H, some
#: of whose texts are that long, is .65 at 240, .68 at 400 and .685 at 1,000 words; works of four annotated passages
#: read alike at 240 and 400 (mean average precision .706 and .701, balanced accuracy .59 and .60; Nov 2026).
SHORT = 400
#: Passages of a work that are read whatever its length, and the share of a long one's. At 12 ms a passage of 90 words
#: on one core of an EPYC (Nov 2026), a share of 0.18 leaves the full tier about 30,000 words a second.
LEAST_READ = 12
SHARE = 0.18
#: Of what is read, the part that is spread evenly over the work wherever the rules found nothing.
SAMPLED = 0.2
#: Nats of one code beyond which more say nothing about where to look.
ENOUGH = 3.0


class Window:
    """One passage to read, with the lexical signals in it."""

    __slots__ = ("end", "scene", "signals", "start")

    def __init__(self, start: int, end: int, scene: int, signals: Sequence[Signal]) -> None:
        self.start, self.end, self.scene, self.signals = start, end, scene, signals

    def weight(self) -> float:
        """How much there is to weigh: evidence of all codes together."""
        return sum(min(ENOUGH, nats) for nats in lexical_nats(self.signals).values())


def windows(passages: Sequence[Passage], lexical: Sequence[Signal]) -> list[Window]:
    """The passages to read, in text order.

    Args:
        passages: of the work, in text order, without overlap.
        lexical: signals of the fast tier, in text order.
    """
    signals = [s for s in lexical if s.score > 0.0 and s.code not in tropes()]
    starts = [s.start for s in signals]
    if sum(p.words for p in passages) <= SHORT:
        return [Window(passages[0].start, passages[-1].end, passages[0].scene, signals)] if passages else []
    every = [
        Window(p.start, p.end, p.scene, signals[bisect_left(starts, p.start) : bisect_left(starts, p.end)])
        for p in passages
    ]
    return [every[at] for at in chosen([w.weight() for w in every])]


def chosen(weights: Sequence[float]) -> list[int]:
    """Indices of the passages to read, in order: the weightiest, and a sample at even distances.

    Args:
        weights: of all passages.
    """
    budget = min(len(weights), max(LEAST_READ, ceil(SHARE * len(weights))))
    sampled = ceil(budget * SAMPLED)
    picked = {(2 * n + 1) * len(weights) // (2 * sampled) for n in range(sampled)}
    for at in sorted(range(len(weights)), key=lambda at: (-weights[at], at)):
        if len(picked) >= budget:
            break
        picked.add(at)
    return sorted(picked)
