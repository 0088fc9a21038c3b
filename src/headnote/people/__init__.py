"""Work, Layout -> Cast: names, aliases, mentions, speakers, ages, world."""

from __future__ import annotations

from collections import Counter

from headnote.people.casting import make_people
from headnote.people.particulars import add_particulars
from headnote.people.reading import read_names
from headnote.people.speakers import tell_speakers
from headnote.records import Cast, Layout, Mention, Quote, Work


def find_cast(work: Work, layout: Layout) -> Cast:
    """The people of a work, where they are named, and who says what."""
    reading = read_names(work.text, layout)
    stage = reading.stage
    told = tell_speakers(stage, layout)
    people, ids = make_people(
        reading.characters,
        reading.found,
        work.text,
        mentions=Counter(stage.named.who),
        quotes=Counter(t.who for t in told if t.who >= 0),
        genders=stage.genders,
        votes=reading.votes,
    )
    cast = Cast(
        people=tuple(people),
        mentions=tuple(
            Mention(start=start, end=end, person=ids[who], kind="name", confidence=0.9)
            for start, end, who in zip(stage.named.starts, stage.named.ends, stage.named.who, strict=True)
        ),
        quotes=tuple(
            Quote(start=t.start, end=t.end, speaker=ids[t.who] if t.who >= 0 else None, confidence=t.confidence)
            for t in told
        ),
        narrator=ids[stage.narrator] if stage.narrator >= 0 else None,
    )
    return add_particulars(work, layout, cast)
