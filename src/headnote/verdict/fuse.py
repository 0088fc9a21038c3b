"""Signals of one code -> one finding.

A score is a probability that its place shows the code; evidence is counted in nats, ``-ln(1 - score)``, so that adding
evidence is the noisy-or of its scores. Three things keep sums honest:

- *repeats*: the n-th hit of one rule in one window of text counts `repeat` ** n, so a favourite word is not proof;
- *spread*: the n-th strongest window of a work counts `spread` ** n;
- *length*: each window pays a `toll`, ``toll * log10(windows)`` nats, before it counts. In a long work some word stands
  somewhere anyway: weak hits scattered over a novel add up to nothing, while one strong hit, or several in one place,
  still counts.

A short text is one window: it pays nothing, and the curves of ``thresholds.toml`` hold as they were fitted. In a long
one the threshold climbs as well (`Curve.raises`). All of it is monotone: another signal never lowers a confidence. The
order of signals does not matter.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from headnote.records import Evidence, Finding, Intensity, Layout, Presence, Signal, Trope
from headnote.taxonomy import codes, tropes
from headnote.verdict.thresholds import Curve, thresholds

PRESENCES: tuple[Presence, ...] = ("mentioned", "implied", "depicted")
INTENSITIES: tuple[Intensity, ...] = ("mild", "moderate", "graphic")
EVIDENCE_SHOWN = 12


@cache
def implied_by() -> Mapping[str, tuple[str, ...]]:
    """For each code the codes whose evidence is evidence for it, from ``relations.toml``."""
    raw = tomllib.loads(files("headnote.verdict").joinpath("relations.toml").read_text(encoding="utf-8"))
    sources: dict[str, list[str]] = {}
    for source, targets in raw["implies"].items():
        for target in targets:
            sources.setdefault(target, []).append(source)
    return {target: tuple(found) for target, found in sources.items()}


def nats(score: float) -> float:
    return -math.log1p(-min(thresholds().pool.cap, max(0.0, score)))


def evidence(signals: Iterable[Signal], characters: int) -> float:
    """Evidence in nats that signals of one code add up to in `characters` code points of text."""
    pool = thresholds().pool
    windows: dict[int, dict[str, list[float]]] = {}
    for signal in signals:
        if signal.score > 0.0:
            windows.setdefault(signal.start // pool.window, {}).setdefault(signal.rule, []).append(signal.score)
    toll = pool.toll * math.log10(max(1.0, characters / pool.window))
    sums = sorted((_in_window(rules) for rules in windows.values()), reverse=True)
    return math.fsum(max(0.0, e - toll) * pool.spread**n for n, e in enumerate(sums))


def _in_window(rules: Mapping[str, list[float]]) -> float:
    repeat = thresholds().pool.repeat
    return math.fsum(
        nats(score * repeat**n) for scores in rules.values() for n, score in enumerate(sorted(scores, reverse=True))
    )


def findings(layout: Layout, signals: Sequence[Signal], characters: int) -> tuple[Finding, ...]:
    """The findings of a work in the order of the taxonomy.

    Args:
        layout: for the length of each scene.
        signals: of any code, in any order; those of tropes are left aside.
        characters: length of the work in code points.
    """
    by_code: dict[str, list[Signal]] = {}
    for signal in sorted(signals, key=_place):
        by_code.setdefault(signal.code, []).append(signal)
    lengths = {s.id: s.end - s.start for s in layout.scenes}
    found: dict[str, Finding] = {}
    for code in codes():
        own = [*by_code.get(code, ()), *(s for c in implied_by().get(code, ()) for s in by_code.get(c, ()))]
        if any(s.score > 0.0 for s in own):
            found[code] = _finding(code, own, lengths, characters)
    return tuple(found.values())


def named_tropes(signals: Sequence[Signal], characters: int) -> tuple[Trope, ...]:
    """The tropes that are named on the card, in the order of the taxonomy."""
    by_code: dict[str, list[Signal]] = {}
    for signal in sorted(signals, key=_place):
        by_code.setdefault(signal.code, []).append(signal)
    curve = Curve(threshold=thresholds().default.trope)
    named = []
    for code in tropes():
        confidence = curve.confidence(evidence(by_code.get(code, ()), characters))
        if confidence >= curve.threshold:
            named.append(Trope(code=code, confidence=rounded(confidence), evidence=shown(by_code[code])))
    return tuple(named)


def _finding(code: str, signals: list[Signal], lengths: Mapping[int, int], characters: int) -> Finding:
    curve = thresholds().curve(code)
    confidence = curve.confidence(evidence(signals, characters))
    for source in implied_by().get(code, ()):
        others = [s for s in signals if s.code == source]
        confidence = max(confidence, thresholds().curve(source).confidence(evidence(others, characters)))
    by_scene = _by_scene(signals, curve, lengths)
    return Finding(
        code=code,
        presence=PRESENCES[_strongest([PRESENCES.index(s.presence) for s in signals], signals, curve, characters)],
        intensity=INTENSITIES[
            _strongest([INTENSITIES.index(s.intensity) for s in signals], signals, curve, characters)
        ],
        confidence=rounded(confidence),
        raised=curve.raises(rounded(confidence), characters / thresholds().pool.window),
        scenes=list(by_scene),
        by_scene=list(by_scene.values()),
        signals=len(signals),
        evidence=shown(signals),
    )


def _by_scene(signals: Iterable[Signal], curve: Curve, lengths: Mapping[int, int]) -> dict[int, float]:
    """Confidence of each scene that holds evidence, read as a text of its own; signals outside scenes have none."""
    grouped: dict[int, list[Signal]] = {}
    for signal in signals:
        if signal.scene and signal.score > 0.0:
            grouped.setdefault(signal.scene, []).append(signal)
    return {
        scene: rounded(curve.confidence(evidence(grouped[scene], lengths.get(scene, 1)))) for scene in sorted(grouped)
    }


def _strongest(levels: Sequence[int], signals: Sequence[Signal], curve: Curve, characters: int) -> int:
    """The highest level whose signals, with those above it, raise the code alone and reach even odds; where none does,
    the level with most evidence."""
    alone = []
    for level in range(max(levels), -1, -1):
        over = evidence((s for at, s in zip(levels, signals, strict=True) if at >= level), characters)
        if curve.confidence(over) >= max(curve.threshold, 0.5):
            return level
        here = evidence((s for at, s in zip(levels, signals, strict=True) if at == level), characters)
        alone.append((here, level))
    return max(alone)[1]


def shown(signals: Sequence[Signal]) -> list[Evidence]:
    """The strongest places, at most `EVIDENCE_SHOWN`, one a span, in text order; without excerpts."""
    best: dict[tuple[int, int], Signal] = {}
    for signal in sorted(signals, key=lambda s: (-s.score, s.start, s.end, s.detector)):
        if len(best) == EVIDENCE_SHOWN:
            break
        if signal.score > 0.0:
            best.setdefault((signal.start, signal.end), signal)
    return [
        Evidence(start=s.start, end=s.end, score=rounded(s.score), detector=s.detector)
        for s in sorted(best.values(), key=_place)
    ]


def rounded(confidence: float) -> float:
    """Four decimals: more would claim a precision that no calibration has."""
    return round(min(1.0, max(0.0, confidence)), 4)


def _place(signal: Signal) -> tuple[int, int, str, str, str, float]:
    return signal.start, signal.end, signal.code, signal.rule, signal.detector, signal.score
