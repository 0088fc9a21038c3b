"""Where the people of a work are named: parallel lists over all name mentions, in text order."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from headnote.people.evidence import Evidence, Name, Sighting
from headnote.people.vocabulary import vocabulary

_NEXT = re.compile(r"(?:['’]s\b|,? (?:[a-z]+ly )?([a-z]+))")


class Named:
    """All name mentions. `starts` and `ends` are offsets, `who` the index of the person, `quoted` the index of the
    outermost quotation around it or -1, `hailed` 1 where it addresses the person. Numbers lie in arrays: a long work
    has hundreds of thousands."""

    __slots__ = ("ends", "hailed", "quoted", "starts", "who")

    def __init__(self) -> None:
        self.starts: array[int] = array("q")
        self.ends: array[int] = array("q")
        self.who: array[int] = array("q")
        self.quoted: array[int] = array("q")
        self.hailed: array[int] = array("b")

    def at(self, start: int) -> int | None:
        """The index of the mention that starts at an offset."""
        index = bisect_left(self.starts, start)
        return index if index < len(self.starts) and self.starts[index] == start else None

    def before(self, end: int) -> int:
        """The index of the last mention that starts before an offset, -1 where none does."""
        return bisect_left(self.starts, end) - 1

    def add(self, sighting: Sighting, who: int) -> None:
        """Appends the place where a name was seen."""
        self.put(sighting.run.start, sighting.run.end, who, sighting.quoted, sighting.hailed)

    def put(self, start: int, end: int, who: int, quoted: int, hailed: int) -> None:
        """Appends a mention; mentions come in text order."""
        self.starts.append(start)
        self.ends.append(end)
        self.who.append(who)
        self.quoted.append(quoted)
        self.hailed.append(hailed)


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
    named, given = Named(), vocabulary().given
    for sighting in sightings:
        who = owner.get(sighting.run.words)
        if who is None:
            continue
        run = sighting.run
        usual = not run.doubtful or common.get(run.words[0].lower(), 0) <= found[run.words].within
        if usual or sighting.hailed or _acts(text, run.end, given=run.words[0].lower() in given):
            named.add(sighting, who)
    return named


def _acts(text: str, end: int, *, given: bool) -> bool:
    m = _NEXT.match(text, end, end + 30)
    if not m:
        return False
    word = m.group(1) or m.group()
    words = vocabulary()
    if not word[0].isalpha() or word in words.human or word in words.speech:
        return True
    return given and word.endswith("ed")
