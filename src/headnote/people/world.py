"""The story's world: which system it uses, its own rules, and each person's share of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from headnote.people.bearings import Bearings, Held
from headnote.people.cues import Cue
from headnote.people.world_people import DENIED, called, having
from headnote.people.world_words import Scents, System, Term, spared, systems
from headnote.records import Evidence, Facet, World, WorldRule

Cues = Mapping[str, Sequence[Cue]]
Facets = dict[str, dict[str, list[Facet]]]
#: Pieces of evidence that a world sheet shows.
SHOWN = 8
#: Hits of one group that count in full; further ones add nothing, as one word may be an author's habit.
COUNTED = 6


class Read(NamedTuple):
    """What was read of a system: its cues that count, and how much they weigh."""

    system: System
    cues: list[Cue]
    weight: float


def find_world(bearings: Bearings, cues: Cues) -> tuple[World | None, Facets]:
    """The world sheet, null where no system is used, and each person's facets: by person's id, by key.

    Args:
        bearings: who is meant where.
        cues: what `headnote.people.world_words.phrases` found in the text.

    Returns:
        Facets of one key begin with the best supported value; each has its place.
    """
    read = max((r for s in systems() if (r := _read(bearings, s, cues))), key=lambda r: r.weight, default=None)
    if read is None:
        return None, {}
    name = read.system.system
    facets = [*_facets(bearings, read), *_scents(bearings, read.system.scent, cues.get(f"{name} scent", ()))]
    world = World(
        system=name, rules=_rules(bearings, read.system, cues.get(f"{name} rule", ())), evidence=_evidence(read)
    )
    return world, _by_person(facets)


def _read(bearings: Bearings, system: System, cues: Cues) -> Read | None:
    """The system as the text shows it; null where there is too little of it."""
    kept = [c for c in cues.get(f"{system.system} term", ()) if _counts(bearings, system.term[c.entry], c)]
    groups: dict[str, float] = defaultdict(float)
    for cue in kept:
        term = system.term[cue.entry]
        groups[term.group] = min(groups[term.group] + term.weight, COUNTED)
    weight = sum(groups.values())
    enough = len(groups) >= system.needs.groups and weight >= system.needs.weight
    return Read(system, kept, weight) if enough else None


def _counts(bearings: Bearings, term: Term, cue: Cue) -> bool:
    if term.unless_after and spared(term.unless_after, before=False).match(bearings.after(cue.end, 30)):
        return False
    return not (term.unless_before and spared(term.unless_before, before=True).search(bearings.before(cue.start, 30)))


def _facets(bearings: Bearings, read: Read) -> Iterator[tuple[str, Facet]]:
    for cue in read.cues:
        term = read.system.term[cue.entry]
        if term.key is None or term.value is None or term.bind is None:
            continue
        found = [having(bearings, cue)] if term.bind == "has" else called(bearings, cue)
        for held in (h for h in found if h and not h.unreal):
            yield (
                held.person,
                Facet(
                    start=cue.start, end=cue.end, key=term.key, value=term.value, confidence=round(held.confidence, 2)
                ),
            )


def _scents(bearings: Bearings, scents: Scents | None, cues: Sequence[Cue]) -> Iterator[tuple[str, Facet]]:
    """What each person smells of, by the notes named in the same sentence."""
    if scents is None:
        return
    notes = frozenset(scents.notes.split())
    for cue in cues:
        held = _smelling(bearings, scents, cue)
        if held is None or held.unreal:
            continue
        _, end = bearings.sentence(cue.start)
        for found in re.finditer(r"[a-z]+", bearings.text[cue.end : min(end, cue.end + 120)].lower()):
            if found.group() in notes:
                start = cue.end + found.start()
                confidence = round(held.confidence * 0.9, 2)
                yield (
                    held.person,
                    Facet(
                        start=start,
                        end=start + len(found.group()),
                        key=scents.key,
                        value=found.group(),
                        confidence=confidence,
                    ),
                )


def _smelling(bearings: Bearings, scents: Scents, cue: Cue) -> Held | None:
    word = bearings.text[cue.start : cue.end].lower()
    if word in scents.nouns:
        return bearings.owner(cue.start)
    if not re.match(r" (?:\w+ )?(?:of|like)\b", bearings.after(cue.end, 24)):
        return None
    before = bearings.before(cue.start, 60)
    who = re.search(r"(?P<who>[\w-]+)(?: (?:always|still|also|had|even|was|now|faintly|only|suddenly))* $", before)
    start = cue.start - len(before) + who.start("who") if who else 0
    return bearings.meant(start, start + len(who["who"])) if who else None


def _rules(bearings: Bearings, system: System, cues: Sequence[Cue]) -> list[WorldRule]:
    """Each rule once, at its first place that does not deny it."""
    rules: dict[int, WorldRule] = {}
    for cue in cues:
        if cue.entry not in rules and not DENIED.search(bearings.before(cue.start, 40)):
            rule = system.rule[cue.entry]
            rules[cue.entry] = WorldRule(start=cue.start, end=cue.end, key=rule.key, value=rule.value)
    return sorted(rules.values(), key=lambda r: (r.start, r.key))


def _evidence(read: Read) -> list[Evidence]:
    """The strongest hits of every group, in text order."""
    first: dict[int, Cue] = {}
    for cue in read.cues:
        first.setdefault(cue.entry, cue)
    best = sorted(first.values(), key=lambda c: (-read.system.term[c.entry].weight, c.start))[:SHOWN]
    return [
        Evidence(start=c.start, end=c.end, score=min(1.0, read.system.term[c.entry].weight / 2), detector="world")
        for c in sorted(best)
    ]


def _by_person(facets: Sequence[tuple[str, Facet]]) -> Facets:
    people: Facets = {}
    for person, facet in facets:
        people.setdefault(person, {}).setdefault(facet.key, []).append(facet)
    for keys in people.values():
        for found in keys.values():
            support: dict[str, float] = defaultdict(float)
            for facet in found:
                support[facet.value] += facet.confidence
            found.sort(key=lambda f: (-support[f.value], f.value, f.start))
    return people
