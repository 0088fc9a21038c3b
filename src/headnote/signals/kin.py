"""Kin beside sex: ``incest`` where a close relative and sexual activity stand side by side, or where the cast's pairs
say that two people are family and lovers."""

from __future__ import annotations

from collections.abc import Iterator

from headnote.records import Cast, Signal
from headnote.signals.company import Sexual
from headnote.signals.persons import Persons
from headnote.signals.place import Places
from headnote.signals.scanning import Found

#: Sexual activity must be at least this sure within `NEAR` characters of a word for kin.
LEAST, NEAR = 0.75, 120
#: Within so many characters of a sexual word the relative is taken to have part in it.
BESIDE = 20
#: What is left where the relative is near but not beside: a relative may only be spoken of.
APART = 0.4
#: Least confidence of a pair for it to be believed, and what is left of a pair that is family and romantic at once: in
#: most such works one of the two was misread (married people are family, too), so a person should look.
PAIR, UNDECIDED = 0.5, 0.25


def kin(found: Found, sexual: Sexual, cast: Cast, persons: Persons, places: Places) -> Iterator[Signal]:
    """Signals for ``incest`` from cues in the text, then from the pairs of the cast."""
    for start, end, index in found.groups.get("kin", ()) if sexual.signals else ():
        low, high = found.folded.offset(start), found.folded.offset(end - 1) + 1
        if sexual.strength(low - NEAR, high + NEAR) < LEAST:
            continue
        beside = bool(sexual.between(low - 2 * BESIDE, high + BESIDE))
        rule = found.lexicon.rules[index]
        yield Signal(
            start=low, end=high, code="incest", detector="kin", rule=rule.id, raw=rule.weight,
            score=round(rule.weight * (1.0 if beside else APART), 4), scene=places.scene(low), presence="implied",
            context=("sexual-near",) if beside else ("sexual-near", "undecided"),
            people=persons.named(low - NEAR, high + NEAR),
        )  # fmt: skip
    yield from _pairs(cast, places)


def _pairs(cast: Cast, places: Places) -> Iterator[Signal]:
    family = {frozenset(p.people): p for p in cast.pairs if p.kind == "family" and p.confidence >= PAIR}
    for pair in cast.pairs:
        kinship = family.get(frozenset(pair.people))
        if pair.kind not in ("romantic", "sexual") or pair.confidence < PAIR or kinship is None or not pair.evidence:
            continue
        at, raw = pair.evidence[0], round(min(pair.confidence, kinship.confidence), 4)
        yield Signal(
            start=at.start, end=at.end, code="incest", detector="kin", rule="kin.pair",
            raw=raw, score=round(raw * UNDECIDED, 4), scene=places.scene(at.start),
            context=("family-pair", "undecided"), people=pair.people,
        )  # fmt: skip
