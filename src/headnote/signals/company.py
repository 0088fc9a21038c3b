"""The sexual signals of a work, by place: what consent, ages and kin are read beside."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from headnote.records import Signal

#: Signals that speak of sexual activity, and the least score at which one is taken to.
SEXUAL = {"sex-explicit": 0.25, "sex-implied": 0.35}


class Sexual:
    """Sexual signals in text order, and how much of them lies about an offset."""

    def __init__(self, signals: Iterable[Signal]) -> None:
        self.signals = [s for s in signals if s.score >= SEXUAL.get(s.code, 2.0)]
        self._starts = [s.start for s in self.signals]

    def between(self, low: int, high: int) -> list[Signal]:
        """Sexual signals that start in ``low..high``."""
        return self.signals[bisect_left(self._starts, low) : bisect_right(self._starts, high)]

    def strength(self, low: int, high: int) -> float:
        """How sure it is that sexual activity is told in ``low..high``: the noisy-or of the signals there, 0..1, with
        a word that is repeated counted once."""
        best: dict[tuple[str, int], float] = {}
        for signal in self.between(low, high):
            key = (signal.rule, signal.end - signal.start)
            best[key] = max(best.get(key, 0.0), signal.score)
        return 1.0 - math.prod(1.0 - score for score in best.values())
