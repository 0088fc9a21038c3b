"""Where the people of a work are named: parallel lists over all name mentions, in text order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from headnote.people.evidence import Evidence, Name, Sighting
from headnote.people.vocabulary import vocabulary

_NEXT = re.compile(r"(?:['’]s\b|,? [a-z]+)")


class Named:
    """All name mentions. `starts` and `ends` are offsets, `who` the index of the person, `quoted` the index of the
    outermost quotation around it or -1, `hailed` whether it addresses the person."""

    __slots__ = ("at", "ends", "hailed", "quoted", "starts", "who")

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.who: list[int] = []
        self.quoted: list[int] = []
        self.hailed: list[bool] = []
        self.at: dict[int, int] = {}

    def add(self, sighting: Sighting, who: int) -> None:
        self.at[sighting.run.start] = len(self.starts)
        self.starts.append(sighting.run.start)
        self.ends.append(sighting.run.end)
        self.who.append(who)
        self.quoted.append(sighting.quoted)
        self.hailed.append(sighting.hailed)


def find_named(
    text: str,
    sightings: Sequence[Sighting],
    owner: Mapping[Name, int],
    found: Mapping[Name, Evidence],
    common: Mapping[str, int],
) -> Named:
    """Name mentions from the sightings of a work; a doubtful word counts where it acts as a name does, or where the
    work writes it with a capital more often than without.

    Args:
        text: the work's text.
        sightings: in text order.
        owner: the person that each name belongs to.
        found: evidence for each name.
        common: how often each word is written small.
    """
    named = Named()
    for sighting in sightings:
        who = owner.get(sighting.run.words)
        if who is None:
            continue
        run = sighting.run
        usual = not run.doubtful or common.get(run.words[0].lower(), 0) <= found[run.words].within
        if usual or sighting.hailed or _acts(text, run.end):
            named.add(sighting, who)
    return named


def _acts(text: str, end: int) -> bool:
    m = _NEXT.match(text, end, end + 16)
    if not m:
        return False
    word = m.group().strip(", ")
    words = vocabulary()
    return not word[0].isalpha() or word in words.human or word in words.speech
