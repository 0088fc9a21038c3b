"""Consent: refusal, force, drink, sleep, compulsion and power, and their opposites, read only where sexual signals are
near, in the same scene, and of people who may take part."""

from __future__ import annotations

from collections.abc import Iterator

from headnote.records import Signal
from headnote.signals.company import Sexual
from headnote.signals.context import Surroundings, weigh
from headnote.signals.lexicon import Hit
from headnote.signals.persons import Persons
from headnote.signals.place import Places
from headnote.signals.scanning import COMPANY, FLOOR, PERSONS, Found

#: Which code a group of cues speaks for.
CUES = {
    "refusal": "noncon",
    "force": "noncon",
    "intoxicated": "dubcon",
    "asleep": "dubcon",
    "compelled": "dubcon",
    "power": "dubcon",
    "unasked": "dubcon",
}
#: Sexual activity must be at least this sure about a cue. Set on the 14 novels and the moderation set, 2026-11.
LEAST = 0.55
#: What an opposite near a cue leaves of it, by group of cues: a refusal that is answered by asking is a weak one, one
#: that is heeded is none; who is sober is not drunk. Each names the groups of the opposites.
AGREED, UNDONE = 0.4, 0.3
OPPOSITES = {
    "intoxicated": ("clear",),
    "asleep": ("clear",),
    "compelled": ("clear",),
    "refusal": ("heeded", "playful"),
    "force": ("heeded", "playful"),
}
#: What is left of a cue that stands beside somebody's name who is named nowhere near the activity.
ELSE = 0.3
#: How far before a cue its subject is named, at most.
SUBJECT = 30


def consent(found: Found, sexual: Sexual, persons: Persons, places: Places) -> Iterator[Signal]:
    """A signal at each cue that stands beside sexual activity. A refusal beside agreement speaks for ``dubcon``."""
    if not sexual.signals:
        return
    for group, code in CUES.items():
        for hit in found.groups.get(group, ()):
            low, high = found.folded.offset(hit[0]), found.folded.offset(hit[1] - 1) + 1
            bounds = _within_scene(places, low, high)
            sure = sexual.strength(*bounds)
            if sure < LEAST:
                continue
            rule = found.lexicon.rules[hit[2]]
            factor, context = _weighed(found, group, hit)
            if _of_someone_else(sexual, persons, low, bounds):
                factor, context = factor * ELSE, [*context, "someone-else"]
            score = round(rule.weight * sure * factor, 4)
            if score >= FLOOR:
                yield Signal(
                    start=low, end=high, code="dubcon" if "agreement-near" in context else code, detector="consent",
                    rule=rule.id, raw=rule.weight, score=score, scene=places.scene(low), presence="implied",
                    context=("sexual-near", *context), people=persons.named(*bounds),
                )  # fmt: skip


def _weighed(found: Found, group: str, hit: Hit) -> tuple[float, list[str]]:
    """What the sentence and the opposites near a cue leave of it, and their names."""
    start, end, _ = hit
    factor, _, names = weigh("dubcon", "sex", Surroundings(found.folded, start, end))
    agreements = found.near("agreement", start - COMPANY, end + COMPANY)
    if any(last <= start or end <= first for first, last, _ in agreements):
        factor, names = factor * AGREED, [*names, "agreement-near"]
    for opposite in OPPOSITES.get(group, ()):
        if found.near(opposite, start - COMPANY, end + COMPANY):
            factor, names = factor * UNDONE, [*names, opposite]
    return factor, names


def _within_scene(places: Places, low: int, high: int) -> tuple[int, int]:
    """`COMPANY` characters on either side, but not beyond the scene."""
    first, last = places.scene_bounds(low) or (0, high + COMPANY)
    return max(first, low - COMPANY), min(last, high + COMPANY)


def _of_someone_else(sexual: Sexual, persons: Persons, low: int, bounds: tuple[int, int]) -> bool:
    """Whether a cue is said of somebody named right before it, while two others are named at the activity near it."""
    subject = persons.before(low, SUBJECT)
    if subject is None or subject.kind != "name" or subject.person is None:
        return False
    taking_part = {who for s in sexual.between(*bounds) for who in persons.named(s.start - PERSONS, s.end + PERSONS)}
    return subject.person not in taking_part and len(taking_part) > 1
