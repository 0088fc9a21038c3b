"""Who says each quotation and message."""

from __future__ import annotations

from typing import NamedTuple

from headnote.people.stage import Stage
from headnote.records import Layout


class Told(NamedTuple):
    """A quotation or message and the index of its speaker, -1 where it cannot be told."""

    start: int
    end: int
    who: int
    confidence: float


def tell_speakers(stage: Stage, layout: Layout) -> list[Told]:
    """Speakers of all quotations of depth 0 and all messages, in text order."""
    told: list[Told] = []
    for t, turn in enumerate(stage.turns):
        who, sure = stage.anchors[t], 0.95
        if who < 0:
            who, sure = stage.forward[t][0], 0.5
        if who < 0:
            who = stage.backward[t][0]
        told.extend(Told(a, b, who, sure if who >= 0 else 0.0) for a, b in turn.quotes)
    told.extend(Told(m.start, m.end, -1, 0.0) for m in layout.messages)
    return sorted(told)
