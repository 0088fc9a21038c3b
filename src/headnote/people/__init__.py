"""Work, Layout -> Cast: names, aliases, mentions, speakers, ages, world."""

from __future__ import annotations

from headnote.records import Cast, Layout, Work


def find_cast(work: Work, layout: Layout) -> Cast:
    return Cast()
