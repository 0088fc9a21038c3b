"""Which people a story pairs, and how: romantic, sexual, family, friends, rivals."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from headnote.people.bearings import Bearings
from headnote.people.cues import Cue
from headnote.people.relation_words import Kind, RelationCue, relation_cues, spared
from headnote.records import Evidence, Pair

Cues = Mapping[str, Sequence[Cue]]
#: Least confidence of a pair that is reported; set by hand on the cases in tests/people/cases/pairs.toml: one plain
#: statement is enough, one gesture is not.
LEAST = 0.45
#: From this confidence on kin is taken as told, and soft cues (a kiss, a held hand) between kin say nothing of romance.
KIN = 0.45
#: Pieces of evidence that a pair shows.
SHOWN = 5
#: Characters around a cue in which the two people most often named stand in for people whom its sentence does not name.
WINDOW = 450
#: Code points before a place, and a third of them after it, within which two are alone where no third is named.
SCENE = 1200
#: What one piece of evidence at least must say: in a long work many that say little come together by chance.
SURE = 0.28
#: A cue of this weight at most is a hint: it counts beside others that say this much together, never by itself.
HINT, BESIDE = 0.2, 0.3
#: Least confidence of a pair that gestures alone speak for (a kiss, a held hand): friends and kin kiss too.
GESTURES = 0.55

_PRONOUN = re.compile(
    r"\b(?:I|[Mm]e|[Mm]y|[Yy]ou|[Yy]our|[Hh]e|[Hh]im|[Hh]is|[Ss]he|[Hh]er|[Tt]hey|[Tt]hem|[Tt]heir)\b"
)
#: Someone else stands there whom nothing tells: "I am sure he loves you".
_UNTOLD = re.compile(r"\b(?:he|she|they)\b")
_DENIED = re.compile(
    r"(?:\b(?:not(?! a )|never|no longer|nobody|no one|almost|nearly|as if|as though|if|wanted to|going to|would|"
    r"like)|n't)"
    r"(?: [\w']+){0,3} $",
    re.IGNORECASE,
)
_NAMED_AFTER = re.compile(r",? (?:was |is |named |called )?$")
_RELATED = re.compile(
    r"(?P<who>[\w-]+)(?:'s|'m|'re| (?:was|is|am|are|were|had been|has been|became|being))(?: still| once| also)? $"
)


class Hit(NamedTuple):
    """One place that tells something of two people; `pair` in order of their ids."""

    pair: tuple[str, str]
    kind: Kind
    score: float
    soft: bool
    entry: int
    start: int
    end: int


def find_pairs(bearings: Bearings, cues: Cues) -> tuple[Pair, ...]:
    """The pairs of the cast, surest first.

    Args:
        bearings: who is meant where.
        cues: what `headnote.people.relation_words.phrases` found in the text.

    Returns:
        Pairs whose `people` stand in order of mentions; one pair of people may stand in several relations.
    """
    hits: dict[tuple[tuple[str, str], Kind], list[Hit]] = defaultdict(list)
    for hit in _hits(bearings, cues.get("relation", ())):
        hits[hit.pair, hit.kind].append(hit)
    kin = {pair for (pair, kind), found in hits.items() if kind == "family" and _confidence(found) >= KIN}
    pairs = []
    for (people, kind), found in hits.items():
        counted = _counted([h for h in found if not (h.soft and people in kin)])
        least = GESTURES if all(h.soft for h in counted) else LEAST
        if (confidence := _confidence(counted)) >= least and max(h.score for h in counted) >= SURE:
            pairs.append(Pair(people=people, kind=kind, confidence=round(confidence, 3), evidence=_evidence(counted)))
    return tuple(sorted(pairs, key=lambda p: (-p.confidence, p.people, p.kind)))


def _counted(hits: list[Hit]) -> list[Hit]:
    """The hits, without hints where there is little else."""
    plain = [h for h in hits if relation_cues()[h.entry].weight > HINT]
    return hits if _confidence(plain) >= BESIDE else plain


def _confidence(hits: Sequence[Hit]) -> float:
    """Noisy or over the hits, at most five of them; what one kind of words says again counts less each time, so that a
    long work does not make a sure pair of small signs."""
    missed, told = 1.0, Counter[int]()
    for hit in sorted(hits, key=lambda h: -h.score)[:5]:
        told[hit.entry] += 1
        missed *= 1 - hit.score / math.sqrt(told[hit.entry])
    return 1 - missed


def _evidence(hits: Sequence[Hit]) -> list[Evidence]:
    best = sorted(hits, key=lambda h: (-h.score, h.start))[:SHOWN]
    return [
        Evidence(start=h.start, end=h.end, score=round(h.score, 3), detector="pairs")
        for h in sorted(best, key=lambda h: h.start)
    ]


def _hits(bearings: Bearings, cues: Sequence[Cue]) -> Iterator[Hit]:
    order = {person.id: n for n, person in enumerate(bearings.cast.people)}
    for cue in _longest(cues):
        told = relation_cues()[cue.entry]
        found = _of(bearings, cue) if told.bind == "of" else _between(bearings, cue, told)
        # What the words beside it say is looked at last: most cues have nobody to speak of.
        if found and spared(cue.entry, bearings.before(cue.start, 30), bearings.after(cue.end, 40)):
            found = None
        if found is None:
            continue
        one, other, share = found
        if one != other and one in order and other in order:
            pair = (one, other) if order[one] < order[other] else (other, one)
            yield Hit(pair, told.kind, told.weight * share, told.soft, cue.entry, cue.start, cue.end)


def _longest(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Cues that begin in no longer one ("best friend", not "friend")."""
    end = -1
    for cue in sorted(cues, key=lambda c: (c.start, -c.end)):
        if cue.start >= end:
            yield cue
            end = cue.end


Told = tuple[str, str, float]


def _of(bearings: Bearings, cue: Cue) -> Told | None:
    """Whose brother, wife or friend someone is."""
    found = bearings.possessive(cue.start)
    if found is None:
        return _plural(bearings, cue)
    at, owner = found
    lead = bearings.before(at, 40)
    if re.search(r"\b(?:like|not|n't|never)(?: (?:quite|even|really))? $", lead):
        return None
    following = _following(bearings, cue.end)
    if following:
        return owner.person, following, min(owner.confidence + 0.1, 1.0)
    related = _RELATED.search(lead)
    if related:
        start = at - len(lead) + related.start("who")
        who = bearings.meant(start, start + len(related["who"]))
        return (owner.person, who.person, owner.confidence * who.confidence + 0.1) if who else None
    for m in reversed(bearings.within(at - 40, at)):
        if m.person and re.fullmatch(r", ", bearings.text[m.end : at]):
            return owner.person, m.person, owner.confidence
        break
    return None


def _following(bearings: Bearings, at: int) -> str | None:
    """The person named after a noun: "her brother Tam", "her brother, Tam,", "her brother was called Tam"."""
    for m in bearings.within(at, at + 16):
        if m.kind != "name" or m.person is None:
            continue
        gap = bearings.text[at : m.start].replace("\n", " ")
        vocative = gap == ", " and bearings.quote(at) is not None
        return m.person if _NAMED_AFTER.fullmatch(gap) and not vocative else None
    return None


def _plural(bearings: Bearings, cue: Cue) -> Told | None:
    """As in "Mara and Tam were sisters", "they had been friends since ..."."""
    if not bearings.text[cue.start : cue.end].lower().endswith("s"):
        return None
    start, _ = bearings.sentence(cue.start)
    lead = bearings.text[start : cue.start].replace("\n", " ")
    if not re.search(r"\b(?:were|are|was|is|been|become|became|remained|'re)\b", lead) or _DENIED.search(lead):
        return None
    named = list(dict.fromkeys(m.person for m in bearings.within(start, cue.start) if m.person and m.kind == "name"))
    if len(named) == 2:
        return str(named[0]), str(named[1]), 0.9
    if not named and re.search(r"\b(?:[Tt]hey|[Ww]e)\b", lead):
        return _nearby(bearings, cue, 0.8)
    return None


def _between(bearings: Bearings, cue: Cue, told: RelationCue) -> Told | None:
    """The two people around something that passes between them: who stands right before and right after it, or the
    only two of its sentence, or, for a gesture, the only two around."""
    if _DENIED.search(bearings.before(cue.start, 50)):
        return None
    start, end = bearings.sentence(cue.start)
    quote = bearings.quote(cue.start)
    if quote is not None:
        start, end = max(start, quote.start), min(end, quote.end)
    here = [p for p in _people_in(bearings, start, end) if (quote is None) == (bearings.quote(p.at) is None)]
    left = [p for p in here if p.at < cue.start]
    right = [p for p in here if cue.end <= p.at <= cue.end + 12]
    if left and _UNTOLD.search(bearings.text, left[-1].at + 1, cue.start):
        return None
    if left and right and left[-1].who != right[0].who:
        return left[-1].who, right[0].who, 0.9 * left[-1].sure * right[0].sure
    sure: dict[str, float] = {}
    for p in here:
        sure[p.who] = max(p.sure, sure.get(p.who, 0.0))
    everyone = list(sure)
    if len(everyone) == 2 and left and not told.directed:
        return everyone[0], everyone[1], 0.7 * sure[everyone[0]] * sure[everyone[1]]
    if not told.soft or quote is not None or len(everyone) > 1:
        return None
    nearby = _nearby(bearings, cue, 0.7 if _alone(bearings, cue) else 0.5)
    return nearby if nearby and set(everyone) <= set(nearby[:2]) else None


class Present(NamedTuple):
    """Someone whom a place of a sentence names or means, and how sure that is; a name is sure."""

    at: int
    who: str
    sure: float


def _people_in(bearings: Bearings, start: int, end: int) -> list[Present]:
    """Everyone whom a sentence names or means, in order; a pronoun that means the last one named says nothing new."""
    places = {
        m.start: Present(m.start, m.person, 1.0 if m.kind == "name" else m.confidence)
        for m in bearings.within(start, end)
        if m.person
    }
    for found in _PRONOUN.finditer(bearings.text, start, end):
        if found.start() not in places and (held := bearings.meant(found.start(), found.end())):
            places[found.start()] = Present(found.start(), held.person, held.confidence)
    return sorted(places.values())


def _alone(bearings: Bearings, cue: Cue) -> bool:
    """Whether two people and no third are named or meant far around a place."""
    low, high = cue.start - SCENE, cue.end + SCENE // 3
    return len({m.person for m in bearings.within(low, high) if m.kind == "name"}) == 2


def _nearby(bearings: Bearings, cue: Cue, share: float) -> Told | None:
    """The two people most often named or speaking around a place, where no third comes near them."""
    low, high = cue.start - WINDOW, cue.end + WINDOW
    counts = Counter(m.person for m in bearings.within(low, high) if m.person)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    if len(ranked) < 2 or (len(ranked) > 2 and ranked[2][1] * 2 > ranked[1][1] + 1):
        return None
    return str(ranked[0][0]), str(ranked[1][0]), share
