"""Nouns that mean a person of the cast: "the professor" for Professor Dunn, "the old man" where a tag says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from headnote.people.stage import Stage

#: Confidence of a noun that only one person is called by, against a noun of a tag: that of its speaker.
CALLED = 0.6


class Nominal(NamedTuple):
    """A noun phrase's span, the person it means, and a confidence."""

    start: int
    end: int
    who: int
    confidence: float


def find_nominals(stage: Stage, speakers: Sequence[tuple[int, float]]) -> list[Nominal]:
    """Noun phrases that mean someone, in text order.

    Args:
        stage: what is known of the work.
        speakers: speaker and probability of each turn.
    """
    found: dict[int, Nominal] = {}
    for turn, (who, sure) in zip(stage.turns, speakers, strict=True):
        tag = turn.tag
        if tag.noun and who >= 0 and tag.rank < 4 and stage.named.at(tag.at) is None:
            end = _end(stage, tag.at, tag.noun)
            if end > tag.at:
                found[tag.at] = Nominal(tag.at, end, who, round(sure, 3))
    for nominal in _called(stage):
        found.setdefault(nominal.start, nominal)
    return [found[start] for start in sorted(found)]


def _end(stage: Stage, at: int, noun: str) -> int:
    place = stage.text[at : at + 80].lower().find(noun)
    return at + place + len(noun) if place >= 0 else -1


def _called(stage: Stage) -> list[Nominal]:
    """ "The" with a noun that is part of one person's name, written small."""
    single = {noun: min(people) for noun, people in stage.called.items() if len(people) == 1}
    if not single:
        return []
    pattern = re.compile(rf"[Tt]he ({'|'.join(map(re.escape, sorted(single)))})\b")
    return [
        Nominal(m.start(), m.end(), single[m.group(1)], CALLED)
        for m in pattern.finditer(stage.text)
        if not stage.text[m.start() - 1].isalpha()
    ]
