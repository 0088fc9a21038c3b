"""What the encoder made of the passages that it read (the full tier).

Its signals carry probabilities that already take in what the rules found in the passage. So for the codes that it
knows (tables ``[encoder.*]`` of ``thresholds.toml``) it speaks for the passages that it read, and the rules for the
rest of the work; the stronger of the two counts. Over many passages probabilities add up as evidence does: in nats,
the k-th strongest of n paying ``toll * log10(n / k)``, and each that counts weighing `spread` of the one before.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence

import msgspec

from headnote.records import Signal
from headnote.verdict.evidence import nats
from headnote.verdict.thresholds import thresholds

ENCODER = "encoder"


def is_read(signal: Signal) -> bool:
    """Whether a signal is the encoder's."""
    return signal.detector == ENCODER


class Readings(msgspec.Struct, frozen=True, kw_only=True):
    """Probabilities by code, and the passages that were read, in text order."""

    starts: list[int]
    ends: list[int]
    probabilities: dict[str, list[float]]

    @classmethod
    def of(cls, signals: Iterable[Signal]) -> Readings:
        """From the encoder's signals."""
        passages: set[tuple[int, int]] = set()
        probabilities: dict[str, list[float]] = {}
        for signal in signals:
            passages.add((signal.start, signal.end))
            probabilities.setdefault(signal.code, []).append(signal.score)
        starts, ends = zip(*sorted(passages), strict=True) if passages else ((), ())
        return cls(starts=list(starts), ends=list(ends), probabilities=probabilities)

    def outside(self, signals: Sequence[Signal]) -> list[Signal]:
        """Those of the rules' signals that lie in no passage that was read."""
        return [s for s in signals if not self._covers(s.start)]

    def _covers(self, place: int) -> bool:
        at = bisect_right(self.starts, place) - 1
        return at >= 0 and place < self.ends[at]

    def confidence(self, code: str) -> float:
        """Confidence in 0..1 that the passages show the code; 0.0 for a code that the encoder does not know."""
        if code not in thresholds().encoder or code not in self.probabilities:
            return 0.0
        pool, every = thresholds().pool, len(self.starts)
        found = sorted(map(nats, self.probabilities[code]), reverse=True)
        net = (e - pool.toll * math.log10(max(1.0, every / k)) for k, e in enumerate(found, 1))
        counted = sorted((e for e in net if e > 0.0), reverse=True)
        return -math.expm1(-math.fsum(e * pool.spread**n for n, e in enumerate(counted)))
