"""What the encoder made of the passages that it read (the full tier).

Its signals carry probabilities that already take in what the rules found in the passage. A text that is one passage is
what its curves were fitted on: there its word stands, for the codes that it knows (tables ``[encoder.*]`` of
``thresholds.toml``). In a longer work it takes the rules' evidence away only where it plainly denies the code, and the
stronger of the two counts. Over many passages probabilities add up as evidence does: in nats, the k-th strongest of n
paying ``toll * log10(n / k)``, and each that counts weighing `spread` of the one before.
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
#: In a work of several passages the rules' evidence in one falls only where the probability is under this share of the
#: code's threshold. Measured on 480 works of eight annotated passages each, one of which shows the code or none, with
#: the heads of the fold (Nov 2026; means of eight codes): average precision .702 at 0, .707 at .5 and .75, .705 at 1,
#: .699 at 2; recall .90 up to .5, .85 at 1, .83 at 2; balanced accuracy .53 at 0, .55 at .5, .57 at 1, .59 at 2. At 1
#: a murder or two of the 14 novels went unsaid as well.
DENIES = 0.5


def is_read(signal: Signal) -> bool:
    """Whether a signal is the encoder's."""
    return signal.detector == ENCODER


def raises_alone(reading: Signal) -> bool:
    """Whether what the encoder says of a passage would raise its code in that passage on its own."""
    known = thresholds().encoder.get(reading.code)
    return known is not None and reading.score >= known.threshold


class Readings(msgspec.Struct, frozen=True, kw_only=True):
    """Probabilities by code, and the passages that were read, in text order."""

    starts: list[int]
    ends: list[int]
    probabilities: dict[str, list[float]]
    denied: dict[str, frozenset[int]]

    @classmethod
    def of(cls, signals: Iterable[Signal]) -> Readings:
        """From the encoder's signals."""
        passages: set[tuple[int, int]] = set()
        probabilities: dict[str, list[float]] = {}
        told: dict[str, list[Signal]] = {}
        for signal in signals:
            passages.add((signal.start, signal.end))
            probabilities.setdefault(signal.code, []).append(signal.score)
            told.setdefault(signal.code, []).append(signal)
        starts, ends = zip(*sorted(passages), strict=True) if passages else ((), ())
        denied = {code: _denied(code, signals, alone=len(starts) == 1) for code, signals in told.items()}
        return cls(starts=list(starts), ends=list(ends), probabilities=probabilities, denied=denied)

    def covers(self, signals: Iterable[Signal]) -> bool:
        """Whether one passage was read and all of these signals lie in it."""
        return len(self.starts) == 1 and all(self._passage(s.start) is not None for s in signals)

    def standing(self, code: str, signals: Sequence[Signal]) -> list[Signal]:
        """Those of the rules' signals for a code that the encoder leaves standing."""
        denied = self.denied.get(code, frozenset())
        return [s for s in signals if self._passage(s.start) not in denied]

    def _passage(self, place: int) -> int | None:
        """Start of the passage that was read at a place, null where none was."""
        at = bisect_right(self.starts, place) - 1
        return self.starts[at] if at >= 0 and place < self.ends[at] else None

    def confidence(self, code: str) -> float:
        """Confidence in 0..1 that the passages show the code; 0.0 for a code that the encoder does not know."""
        if code not in thresholds().encoder or code not in self.probabilities:
            return 0.0
        pool, every = thresholds().pool, len(self.starts)
        if every == 1:
            return max(self.probabilities[code])
        found = sorted(map(nats, self.probabilities[code]), reverse=True)
        net = (e - pool.toll * math.log10(max(1.0, every / k)) for k, e in enumerate(found, 1))
        counted = sorted((e for e in net if e > 0.0), reverse=True)
        return -math.expm1(-math.fsum(e * pool.spread**n for n, e in enumerate(counted)))


def _denied(code: str, readings: Iterable[Signal], *, alone: bool) -> frozenset[int]:
    """Starts of the passages where the encoder's word replaces what the rules found for a code."""
    known = thresholds().encoder.get(code)
    if known is None:
        return frozenset()
    return frozenset(s.start for s in readings if alone or s.score < DENIES * known.threshold)
