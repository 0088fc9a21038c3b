"""What is read about the people once it is known who they are: ages."""

from __future__ import annotations

from functools import cache

import msgspec

from headnote.people import age_words
from headnote.people.ages import find_ages
from headnote.people.bearings import Bearings
from headnote.people.cues import CueFinder
from headnote.records import Cast, Layout, Work


@cache
def _finder() -> CueFinder:
    return CueFinder(age_words.phrases())


def add_particulars(work: Work, layout: Layout, cast: Cast) -> Cast:
    """A cast with the ages of its people.

    Args:
        work: the work.
        layout: its layout.
        cast: people, mentions and quotes.
    """
    if not cast.people:
        return cast
    cues = _finder().find(work.text, work.regions)
    bearings = Bearings(work, layout, cast)
    ages = find_ages(bearings, cues)
    people = tuple(msgspec.structs.replace(p, ages=ages.get(p.id, [])) for p in cast.people)
    return msgspec.structs.replace(cast, people=people)
