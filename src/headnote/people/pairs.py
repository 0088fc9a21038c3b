"""Which people a story pairs, and how: romantic, sexual, family, friends, rivals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from headnote.people.bearings import Bearings
from headnote.people.cues import Cue
from headnote.people.pair_evidence import Hit, confidence, counted
from headnote.people.pair_families import families
from headnote.people.pair_statements import statements
from headnote.people.relation_words import Kind
from headnote.records import Evidence, Pair

Cues = Mapping[str, Sequence[Cue]]
#: Least confidence of a pair that is reported; set by hand on the cases in tests/people/cases/pairs.toml: one plain
#: statement is enough, one gesture is not.
LEAST = 0.45
#: From this confidence on kin is taken as told, and soft cues (a kiss, a held hand) between kin say nothing of romance.
KIN = 0.45
#: Least confidence of a romance between people told as kin: more than one statement, or a plain one.
KISSED_KIN = 0.6
#: Pieces of evidence that a pair shows.
SHOWN = 5
#: What one piece of evidence at least must say: in a long work many that say little come together by chance.
SURE = 0.28
#: Least confidence of a pair that gestures alone speak for (a kiss, a held hand): friends and kin kiss too.
GESTURES = 0.55

Found = Mapping[tuple[tuple[str, str], Kind], list[Hit]]


def find_pairs(bearings: Bearings, cues: Cues) -> tuple[Pair, ...]:
    """The pairs of the cast, surest first.

    Args:
        bearings: who is meant where.
        cues: what `headnote.people.relation_words.phrases` found in the text.

    Returns:
        Pairs whose `people` stand in order of mentions; one pair of people may stand in several relations.
    """
    found: dict[tuple[tuple[str, str], Kind], list[Hit]] = defaultdict(list)
    told = cues.get("relation", ())
    for hit in (*statements(bearings, told), *families(bearings, told)):
        found[hit.pair, hit.kind].append(hit)
    kin = {pair for (pair, kind), hits in found.items() if kind == "family" and confidence(hits) >= KIN}
    pairs = [pair for people, kind in found if (pair := _pair(found, people, kind, kin=people in kin))]
    return tuple(sorted(pairs, key=lambda p: (-p.confidence, p.people, p.kind)))


def _pair(found: Found, people: tuple[str, str], kind: Kind, *, kin: bool) -> Pair | None:
    """The pair of two people where it is sure enough."""
    hits = counted([h for h in found[people, kind] if not (h.soft and kin)])
    if not hits:
        return None
    least = GESTURES if all(h.soft for h in hits) else LEAST
    if kin and kind == "romantic":
        least = KISSED_KIN
    sure = confidence(hits)
    if sure < least or max(h.score for h in hits) < SURE:
        return None
    return Pair(people=people, kind=kind, confidence=round(sure, 3), evidence=_evidence(hits))


def _evidence(hits: Sequence[Hit]) -> list[Evidence]:
    best = sorted(hits, key=lambda h: (-h.score, h.start))[:SHOWN]
    return [
        Evidence(start=h.start, end=h.end, score=round(h.score, 3), detector="pairs")
        for h in sorted(best, key=lambda h: h.start)
    ]
