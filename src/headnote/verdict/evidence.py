"""How the hits of one code add up.

A score is a probability that its place shows the code; evidence is counted in nats, ``-ln(1 - score)``, so that adding
evidence is the noisy-or of its scores. Four things keep sums honest:

- *repeats*: the n-th hit of one rule in one window of text counts `repeat` ** n, so a favourite word is not proof;
- *spread*: the n-th strongest window of a work counts `spread` ** n;
- *density*: what stands in a text shorter than a window weighs more, what stands in a full one less;
- *length*: the k-th strongest of n windows pays ``toll * log10(n / k)`` nats before it counts. In a long work some word
  stands somewhere anyway: a few weak hits scattered over a novel add up to nothing, while one strong hit, several in
  one place, or hits in every other place still count.

All of it is monotone: another hit, or a stronger one, never lowers the sum. The order of hits does not matter.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from headnote.records import Signal
from headnote.verdict.thresholds import thresholds


def nats(score: float) -> float:
    return -math.log1p(-min(thresholds().pool.cap, max(0.0, score)))


def evidence(signals: Iterable[Signal], characters: int) -> float:
    """Evidence in nats that signals of one code add up to in `characters` code points of text."""
    pool = thresholds().pool
    windows: dict[int, dict[str, list[float]]] = {}
    for signal in signals:
        if signal.score > 0.0:
            windows.setdefault(signal.start // pool.window, {}).setdefault(signal.rule, []).append(signal.score)
    if not windows:
        return 0.0
    every = characters / pool.window
    strongest = sorted((_in_window(rules) for rules in windows.values()), reverse=True)
    net = (e - pool.toll * math.log10(max(1.0, every / k)) for k, e in enumerate(strongest, 1))
    counted = sorted((e for e in net if e > 0.0), reverse=True)
    filled = min(1.0, max(pool.least, every))
    return math.fsum(e * pool.spread**n for n, e in enumerate(counted)) / math.pow(filled, pool.density)


def _in_window(rules: Mapping[str, list[float]]) -> float:
    repeat = thresholds().pool.repeat
    return math.fsum(
        nats(score * repeat**n) for scores in rules.values() for n, score in enumerate(sorted(scores, reverse=True))
    )
