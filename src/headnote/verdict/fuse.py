"""Signals -> findings.

The signals of one code add up to evidence (`headnote.verdict.evidence`), to which related codes add theirs
(``relations.toml``): in full where one implies the other, in part where they tend to stand together. The code's curve
in ``thresholds.toml`` makes a confidence of it.

A short text is one window, and the curves hold as they were fitted, on passages of about 90 words. In a long work every
window pays for the length, and the threshold climbs as well (`Curve.raises`). Another signal never lowers a confidence;
the order of signals does not matter.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from headnote.records import Evidence, Finding, Intensity, Layout, Presence, Signal, Trope
from headnote.taxonomy import codes, tropes
from headnote.verdict.evidence import evidence
from headnote.verdict.readings import Readings, is_read, raises_alone
from headnote.verdict.thresholds import Curve, thresholds

PRESENCES: tuple[Presence, ...] = ("mentioned", "implied", "depicted")
INTENSITIES: tuple[Intensity, ...] = ("mild", "moderate", "graphic")
EVIDENCE_SHOWN = 12


@cache
def implied_by() -> Mapping[str, tuple[str, ...]]:
    """For each code the codes whose evidence is evidence for it in full."""
    sources: dict[str, list[str]] = {}
    for source, targets in _relations()["implies"].items():
        for target in targets:
            sources.setdefault(target, []).append(source)
    return {target: tuple(found) for target, found in sources.items()}


def kin_of(code: str) -> tuple[str, ...]:
    """Codes that tend to stand beside a code."""
    return tuple(_relations()["kin"].get(code, ()))


@cache
def speaking_for(code: str) -> frozenset[str]:
    """The codes whose signals can give a code any confidence: its own, its kin's, those that imply it and theirs."""
    implying = implied_by().get(code, ())
    return frozenset({code, *thresholds().curve(code).kin}).union(*map(speaking_for, implying))


@cache
def _relations() -> Mapping[str, Mapping[str, list[str]]]:
    found: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(
        files("headnote.verdict").joinpath("relations.toml").read_text(encoding="utf-8")
    )
    return found


class Pools(msgspec.Struct, frozen=True, kw_only=True):
    """The rules' signals of a stretch of text by code, each with those of the codes that imply it, and their evidence;
    what the encoder read of it; the evidence that it leaves standing, which is all where it read nothing; and whether
    it read all there is as one passage."""

    signals: dict[str, list[Signal]]
    evidence: dict[str, float]
    standing: dict[str, float]
    read: Readings
    told: dict[str, list[Signal]]
    whole: bool

    @classmethod
    def of(cls, signals: Iterable[Signal], characters: int) -> Pools:
        ordered = sorted((s for s in signals if s.score > 0.0), key=_place)
        told = [s for s in ordered if is_read(s)]
        read = Readings.of(told)
        pooled = _by_code(s for s in ordered if not is_read(s))
        found = {code: evidence(own, characters) for code, own in pooled.items()}
        if told:
            beyond = {code: read.standing(code, own) for code, own in pooled.items()}
            standing = {code: evidence(own, characters) for code, own in beyond.items()}
        else:
            standing = found
        whole = read.covers(s for s in ordered if not is_read(s))
        return cls(signals=pooled, evidence=found, standing=standing, read=read, told=_by_code(told), whole=whole)

    def speaks(self, code: str) -> bool:
        """Whether anything speaks for the code itself."""
        return code in self.signals or bool(self.telling(code))

    def telling(self, code: str) -> list[Signal]:
        """Those of the encoder's signals that would raise their code in a passage on its own."""
        return [s for s in self.told.get(code, ()) if raises_alone(s)]

    def total(self, code: str) -> float:
        """Evidence for a code from the rules, what its kin add included, without what the encoder denies. Where it
        read the whole text as one passage there is none: its word has weighed the rules', those of kin, too."""
        if self.whole and code in thresholds().encoder and code in self.told:
            return 0.0
        found = self.standing if code in thresholds().encoder else self.evidence
        kin = thresholds().curve(code).kin
        return found.get(code, 0.0) + sum(w * found.get(other, 0.0) for other, w in kin.items())

    def ruled(self, code: str) -> float:
        """Confidence by the rules; at least that of each code that implies it."""
        own = thresholds().curve(code).confidence(self.total(code))
        return max([own, *(self.ruled(source) for source in implied_by().get(code, ()))])

    def confidence(self, code: str) -> float:
        """By rules or encoder, whichever is surer; at least that of each code that implies it."""
        its = speaking_for(code)
        if its.isdisjoint(self.signals) and its.isdisjoint(self.told):
            return 0.0  # most codes in most scenes
        own = max(self.ruled(code), self.read.confidence(code))
        return max([own, *(self.confidence(source) for source in implied_by().get(code, ()))])

    def raised(self, code: str, windows: float) -> bool:
        """Whether rules or encoder raise the code, or one that implies it, in a work of so many windows of text."""
        by_rules = thresholds().curve(code).raises(rounded(self.ruled(code)), windows)
        read = {c: rounded(self.read.confidence(c)) for c in (code, *implied_by().get(code, ()))}
        return by_rules or any(p > 0.0 and thresholds().encoder[c].raises(p, windows) for c, p in read.items())


def _by_code(signals: Iterable[Signal]) -> dict[str, list[Signal]]:
    """Signals by code, each also with the codes that its own implies."""
    implies = _relations()["implies"]
    pooled: dict[str, list[Signal]] = {}
    for signal in signals:
        for code in (signal.code, *implies.get(signal.code, ())):
            pooled.setdefault(code, []).append(signal)
    return pooled


class Weighed(NamedTuple):
    """`findings` in the order of the taxonomy; `scores` the confidence of every code, found or not, so that works can
    be ranked by it."""

    findings: tuple[Finding, ...]
    scores: dict[str, float]


def weigh(layout: Layout, signals: Sequence[Signal], characters: int) -> Weighed:
    """What the signals of a work add up to; a code for which only its kin speak is found where that raises it.

    Args:
        layout: for the length of each scene.
        signals: of any code, in any order; those of tropes are left aside.
        characters: length of the work in code points.
    """
    work = Pools.of(signals, characters)
    lengths = {s.id: s.end - s.start for s in layout.scenes}
    grouped: dict[int, list[Signal]] = {}
    for signal in signals:
        if signal.scene and signal.score > 0.0:
            grouped.setdefault(signal.scene, []).append(signal)
    scenes = {scene: Pools.of(grouped[scene], lengths.get(scene, 1)) for scene in sorted(grouped)}
    scores = {code: rounded(work.confidence(code)) for code in codes()}
    found = (_finding(code, work, scenes, characters) for code, score in scores.items() if score > 0.0)
    return Weighed(tuple(f for f in found if f.raised or work.speaks(f.code)), scores)


def named_tropes(signals: Sequence[Signal], characters: int) -> tuple[Trope, ...]:
    """The tropes that are named on the card, in the order of the taxonomy."""
    work = Pools.of((s for s in signals if s.code in tropes()), characters)
    curve = Curve(threshold=thresholds().default.trope)
    named = []
    for code in tropes():
        confidence = curve.confidence(work.evidence.get(code, 0.0))
        if confidence >= curve.threshold:
            named.append(Trope(code=code, confidence=rounded(confidence), evidence=shown(work.signals[code])))
    return tuple(named)


def _finding(code: str, work: Pools, scenes: Mapping[int, Pools], characters: int) -> Finding:
    curve = thresholds().curve(code)
    confidence = rounded(work.confidence(code))
    by_scene = {scene: rounded(pools.confidence(code)) for scene, pools in scenes.items()}
    by_scene = {s: each for s, each in by_scene.items() if scenes[s].speaks(code) or each >= curve.threshold}
    own = work.signals.get(code, [])
    kin = [s for other in curve.kin for s in work.signals.get(other, ())]
    telling = [*own, *work.telling(code)] or kin or sorted(work.told.get(code, ()), key=_weakest_first)[-1:]
    presence, intensity = _presence_and_intensity(own, curve, characters)
    return Finding(
        code=code,
        presence=presence,
        intensity=intensity,
        confidence=confidence,
        raised=work.raised(code, characters / thresholds().pool.window),
        scenes=list(by_scene),
        by_scene=list(by_scene.values()),
        signals=len(telling),
        evidence=shown(telling),
    )


def _presence_and_intensity(own: Sequence[Signal], curve: Curve, characters: int) -> tuple[Presence, Intensity]:
    """What the code's own signals say; where only its kin speak for it, it is implied and mild."""
    if not own:
        return "implied", "mild"
    presence = _strongest([PRESENCES.index(s.presence) for s in own], own, curve, characters)
    intensity = _strongest([INTENSITIES.index(s.intensity) for s in own], own, curve, characters)
    return PRESENCES[presence], INTENSITIES[intensity]


def _strongest(levels: Sequence[int], signals: Sequence[Signal], curve: Curve, characters: int) -> int:
    """The highest level whose signals, with those above it, raise the code alone and reach even odds; where none does,
    the level with most evidence."""
    if min(levels) == max(levels):
        return levels[0]
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


def _weakest_first(signal: Signal) -> tuple[float, int]:
    return signal.score, -signal.start


def _place(signal: Signal) -> tuple[int, int, str, str, str, float]:
    return signal.start, signal.end, signal.code, signal.rule, signal.detector, signal.score
