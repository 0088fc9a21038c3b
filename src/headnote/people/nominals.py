"""The noun phrases of a work that may mean someone: those headed by a noun for a person, and the subjects of tags."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge

from headnote.people.phrases import KNOWN, NEW, NounPhrase, find_phrases
from headnote.people.stage import Stage

#: Code points of a tag in which its noun is looked for.
LOOKED = 80


def noun_phrases(stage: Stage) -> Iterator[NounPhrase]:
    """All of them in text order, one at a place."""
    last = -1
    for phrase in merge(find_phrases(stage.text, stage.named), _of_tags(stage), key=lambda p: p.start):
        if phrase.start > last:
            yield phrase
            last = phrase.start


def _of_tags(stage: Stage) -> Iterator[NounPhrase]:
    """Whoever speaks by a noun, be it none of the words for people ("said the Mole's uncle", "the sphinx replied")."""
    seen = set()
    for turn in stage.turns:
        at, noun = turn.tag.at, turn.tag.noun
        if not noun or turn.tag.rank > 3 or at in seen or stage.named.at(at) is not None:
            continue
        seen.add(at)
        place = stage.text[at : at + LOOKED].lower().find(noun)
        if place > 0:
            end = at + place + len(noun)
            kind = KNOWN if stage.text[at : at + 3].lower() == "the" else NEW
            yield NounPhrase(at, end, noun.split()[-1], at + place, turn.tag.gender, False, kind, -1)
