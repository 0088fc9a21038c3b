"""Places that say how two people stand to each other: "Mara's brother Tam", "best friends", "in love with"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from headnote.people.bearings import Bearings
from headnote.people.cues import Cue
from headnote.people.pair_between import between
from headnote.people.pair_evidence import Hit, Order
from headnote.people.pair_kinds import of_someone
from headnote.people.relation_words import relation_cues, spared


def statements(bearings: Bearings, cues: Sequence[Cue]) -> Iterator[Hit]:
    """What each cue says of whom, in text order."""
    order = Order(bearings.cast)
    for cue in _longest(cues):
        told = relation_cues()[cue.entry]
        found = of_someone(bearings, cue) if told.bind == "of" else between(bearings, cue, told)
        # What the words beside it say is looked at last: most cues have nobody to speak of.
        if found and spared(cue.entry, bearings.before(cue.start, 30), bearings.after(cue.end, 40)):
            continue
        pair = order.pair(found.one, found.other) if found else None
        if found and pair:
            score = told.weight * found.share
            yield Hit(pair, told.kind, score, told.weight, told.soft, f"cue {cue.entry}", cue.start, cue.end)


def _longest(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Cues that begin in no longer one ("best friend", not "friend")."""
    end = -1
    for cue in sorted(cues, key=lambda c: (c.start, -c.end)):
        if cue.start >= end:
            yield cue
            end = cue.end
