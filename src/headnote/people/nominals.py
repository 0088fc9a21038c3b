"""The noun phrases of a work that may mean someone: those headed by a noun for a person, and the subjects of tags."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from heapq import merge

from headnote.people.phrases import KNOWN, NEW, NounPhrase, find_phrases
from headnote.people.stage import Stage

#: Code points of a tag in which its noun is looked for.
LOOKED = 80


class NounPhrases:
    """Noun phrases as columns: a long work has a hundred thousand, which as objects outweigh its text."""

    def __init__(self, phrases: Iterable[NounPhrase]) -> None:
        self.starts, self._ends, self._heads, self._owners = array("q"), array("q"), array("q"), array("q")
        self._told: list[tuple[str, str, bool, int]] = []
        known: dict[tuple[str, str, bool, int], tuple[str, str, bool, int]] = {}
        for start, end, head, at, gender, several, kind, owner in phrases:
            self.starts.append(start)
            self._ends.append(end)
            self._heads.append(at)
            self._owners.append(owner)
            told = (head, gender, several, kind)
            self._told.append(known.setdefault(told, told))

    def __getitem__(self, i: int) -> NounPhrase:
        head, gender, several, kind = self._told[i]
        return NounPhrase(self.starts[i], self._ends[i], head, self._heads[i], gender, several, kind, self._owners[i])


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
