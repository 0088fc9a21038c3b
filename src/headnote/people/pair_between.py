"""What passes between two people: a kiss, a marriage, "in love with"."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from headnote.people.bearings import Bearings
from headnote.people.cues import Cue
from headnote.people.pair_evidence import Told
from headnote.people.relation_words import RelationCue

#: Characters around a cue in which the two people most often named stand in for people whom its sentence does not name.
WINDOW = 450
#: Code points before a place, and a third of them after it, within which two are alone where no third is named.
SCENE = 1200
#: Share of a pronoun of the third person in a quotation: the talk may be of people whom nothing names.
TALKED_OF = 0.6
#: Share of what someone only thinks of others.
THOUGHT = 0.5

_PRONOUN = re.compile(
    r"\b(?:I|[Mm]e|[Mm]y|[Yy]ou|[Yy]our|[Hh]e|[Hh]im|[Hh]is|[Ss]he|[Hh]er|[Tt]hey|[Tt]hem|[Tt]heir)\b"
)
_THIRD = re.compile(r"(?:he|him|his|she|her|they|them|their)", re.IGNORECASE)
#: Someone else stands there whom nothing tells: "I am sure he loves you".
_UNTOLD = re.compile(r"\b(?:he|she|they)\b")
_DENIED = re.compile(
    r"(?:\b(?:not(?! a )|never|no longer|nobody|no one|almost|nearly|as if|as though|if|wanted to|going to|would|"
    r"like|pretend\w*|fake)|n't)"
    r"(?: [\w']+){0,3} $",
    re.IGNORECASE,
)
#: Likewise for what is as much of a pair where it is only wished or planned: "going to marry", "wanted to marry".
_REFUSED = re.compile(
    r"(?:\b(?:not(?! a )|never|no longer|nobody|no one|as if|as though|if|would|like|pretend\w*|fake)|n't)"
    r"(?: [\w']+){0,3} $",
    re.IGNORECASE,
)
_THOUGHT = re.compile(
    r"\b(?:believ\w+|fanc(?:y|ied)|imagin\w+|suppos\w+|suspect\w*|convinced|into (?:his|her|their) (?:\w+ )?head|"
    r"wondered|doubt\w*|rumou?r\w*|dream\w*)\b",
    re.IGNORECASE,
)
#: What may stand between something that someone does and whom: "kissed poor Tam".
_OBJECT = re.compile(r"[ \n](?:(?!her|him|them|me|you|it|his|their|my|your|than|that|when|and|or)[\w-]+[ \n])?")


def between(bearings: Bearings, cue: Cue, told: RelationCue) -> Told | None:
    """The two people around something that passes between them: who stands right before and right after it, or the
    only two of its sentence, or, for a gesture, the only two around."""
    if (_REFUSED if told.directed else _DENIED).search(bearings.before(cue.start, 50)):
        return None
    start, end = bearings.sentence(cue.start)
    quote = bearings.quote(cue.start)
    if quote is not None:
        start, end = max(start, quote.start), min(end, quote.end)
    sure = THOUGHT if _THOUGHT.search(bearings.text, start, cue.start) else 1.0
    here = [p for p in _people_in(bearings, start, end) if (quote is None) == (bearings.quote(p.at) is None)]
    left = [p for p in here if p.at < cue.start]
    right = [p for p in here if p.at >= cue.end and _OBJECT.fullmatch(bearings.text, cue.end, p.at)]
    if left and _UNTOLD.search(bearings.text, left[-1].at + 1, cue.start):
        return None
    if left and right and left[-1].who != right[0].who:
        return Told(left[-1].who, right[0].who, 0.9 * sure * left[-1].sure * right[0].sure)
    people: dict[str, float] = {}
    for p in here:
        people[p.who] = max(p.sure, people.get(p.who, 0.0))
    everyone = list(people)
    if len(everyone) == 2 and left and not told.directed:
        one, other = everyone
        return Told(one, other, 0.7 * sure * people[one] * people[other])
    if not told.soft or quote is not None or len(everyone) > 1:
        return None
    around = nearby(bearings, cue, 0.7 if _alone(bearings, cue) else 0.5)
    return around if around and set(everyone) <= set(around[:2]) else None


class _Present(NamedTuple):
    """Someone whom a place of a sentence names or means, and how sure that is; a name is sure."""

    at: int
    who: str
    sure: float


def _people_in(bearings: Bearings, start: int, end: int) -> list[_Present]:
    """Everyone whom a sentence names or means, in order."""
    places = {
        m.start: _Present(m.start, m.person, 1.0 if m.kind == "name" else m.confidence)
        for m in bearings.within(start, end)
        if m.person
    }
    for found in _PRONOUN.finditer(bearings.text, start, end):
        if found.start() not in places and (held := bearings.meant(found.start(), found.end())):
            places[found.start()] = _Present(found.start(), held.person, held.confidence)
        present = places.get(found.start())
        if present and _THIRD.fullmatch(found.group()) and bearings.quote(found.start()) is not None:
            places[found.start()] = present._replace(sure=present.sure * TALKED_OF)
    return sorted(places.values())


def _alone(bearings: Bearings, cue: Cue) -> bool:
    """Whether two people and no third are named or meant far around a place."""
    low, high = cue.start - SCENE, cue.end + SCENE // 3
    return len({m.person for m in bearings.within(low, high) if m.kind == "name"}) == 2


def nearby(bearings: Bearings, cue: Cue, share: float) -> Told | None:
    """The two people most often named or speaking around a place, where no third comes near them."""
    low, high = cue.start - WINDOW, cue.end + WINDOW
    counts = Counter(m.person for m in bearings.within(low, high) if m.person)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    if len(ranked) < 2 or (len(ranked) > 2 and ranked[2][1] * 2 > ranked[1][1] + 1):
        return None
    return Told(str(ranked[0][0]), str(ranked[1][0]), share)
