"""What is read about the people once it is known who they are: ages, the story's world, pairs, fandoms."""

from __future__ import annotations

from functools import cache

import msgspec

from headnote.people import age_words, fandom_words, relation_words, world_words
from headnote.people.ages import find_ages
from headnote.people.bearings import Bearings
from headnote.people.cues import CueFinder
from headnote.people.fandoms import find_fandoms
from headnote.people.pairs import find_pairs
from headnote.people.world import find_world
from headnote.records import Cast, Layout, Work


@cache
def _finder() -> CueFinder:
    vocabularies = (age_words, world_words, relation_words, fandom_words)
    return CueFinder([phrase for words in vocabularies for phrase in words.phrases()])


def add_particulars(work: Work, layout: Layout, cast: Cast) -> Cast:
    """A cast with the ages and facets of its people, the world, the pairs and the fandoms.

    Args:
        work: the work.
        layout: its layout.
        cast: people, mentions and quotes.
    """
    cues = _finder().find(work.text, work.regions)
    bearings = Bearings(work, layout, cast)
    ages = find_ages(bearings, cues)
    world, facets = find_world(bearings, cues)
    people = tuple(
        msgspec.structs.replace(p, ages=ages.get(p.id, []), facets=facets.get(p.id, {})) for p in cast.people
    )
    return msgspec.structs.replace(
        cast,
        people=people,
        world=world,
        pairs=find_pairs(bearings, cues),
        fandoms=find_fandoms(bearings, cues),
    )
