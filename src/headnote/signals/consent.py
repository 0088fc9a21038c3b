"""Consent: refusal, force, drink, sleep and power, and their opposites, read only where sexual signals are near."""

from __future__ import annotations

from collections.abc import Iterator

from headnote.records import Signal
from headnote.signals.company import Sexual
from headnote.signals.persons import Persons
from headnote.signals.place import Places
from headnote.signals.scanning import COMPANY, FLOOR, Found

#: Which code a group of cues speaks for.
CUES = {"refusal": "noncon", "force": "noncon", "intoxicated": "dubcon", "asleep": "dubcon", "power": "dubcon"}
#: Sexual activity must be at least this sure about a cue. Set on the 14 novels and the moderation set, 2026-11.
LEAST = 0.55
#: What agreement near a cue leaves of it: a refusal that is answered by asking is a weak one.
AGREED = 0.4


def consent(found: Found, sexual: Sexual, persons: Persons, places: Places) -> Iterator[Signal]:
    """A signal at each cue that stands beside sexual activity. A refusal beside agreement speaks for ``dubcon``."""
    if not sexual.signals:
        return
    for group, code in CUES.items():
        for start, end, index in found.groups.get(group, ()):
            low, high = found.folded.offset(start), found.folded.offset(end - 1) + 1
            sure = sexual.strength(low - COMPANY, high + COMPANY)
            if sure < LEAST:
                continue
            rule, agreed = found.lexicon.rules[index], bool(found.near("agreement", start - COMPANY, end + COMPANY))
            score = round(rule.weight * sure * (AGREED if agreed else 1.0), 4)
            if score >= FLOOR:
                yield Signal(
                    start=low, end=high, code="dubcon" if agreed else code, detector="consent", rule=rule.id,
                    raw=rule.weight, score=score, scene=places.scene(low), presence="implied",
                    context=("sexual-near", "agreement-near") if agreed else ("sexual-near",),
                    people=persons.named(low - COMPANY, high + COMPANY),
                )  # fmt: skip
