"""Work, Layout -> Cast: names, aliases, mentions, speakers, ages, world."""

from __future__ import annotations

from headnote.people.casting import make_cast
from headnote.people.particulars import add_particulars
from headnote.people.reading import read_names
from headnote.records import Cast, Layout, Work


def find_cast(work: Work, layout: Layout) -> Cast:
    """The people of a work, where they are named, who says what, and what the text says of each."""
    cast = make_cast(layout, read_names(work.text, layout, work.declared.characters or ()))
    return add_particulars(work, layout, cast)
