"""Work, Layout -> Cast: names, aliases, mentions, speakers, ages, world."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from headnote.people.aliases import Character, Grouping
from headnote.people.evidence import Evidence, Name, gather
from headnote.people.names import people_among
from headnote.people.runs import RunFinder, lower_counts
from headnote.people.tags import spread, tag_after
from headnote.records import Cast, Layout, Mention, Person, Quote, Work

DOTTED = frozenset(
    ("Mr", "Mrs", "Ms", "Mx", "Dr", "Mme", "Mlle", "M", "Prof", "Capt", "Col", "Gen", "Lt", "Sgt", "Rev", "Hon", "St")
)


def find_cast(work: Work, layout: Layout) -> Cast:
    """The people of a work, where they are named, and who says what."""
    text = work.text
    quoted = [(q.start, q.end) for q in layout.quotations if q.depth == 0]
    common = lower_counts(text)
    runs = RunFinder(text, [p.start for p in layout.paragraphs], common).find()
    found, sightings = gather(text, runs, quoted)
    characters = Grouping(text, people_among(found, common), found).group()
    owner = {name: i for i, c in enumerate(characters) for name in c.names}
    named = {s.run.start: (s.run.end, owner[s.run.words]) for s in sightings if s.run.words in owner}
    spans = sorted(quoted + [(m.start, m.end) for m in layout.messages])
    speakers = spread(spans, [tag_after(text, end, named) for _, end in spans], [p.start for p in layout.paragraphs])
    spoken = Counter(speakers)
    return Cast(
        people=tuple(_person(i, c, text, found, spoken[i]) for i, c in enumerate(characters)),
        mentions=tuple(
            Mention(start=start, end=end, person=f"p{who + 1}", kind="name", confidence=0.9)
            for start, (end, who) in named.items()
        ),
        quotes=tuple(
            Quote(
                start=a, end=b, speaker=f"p{who + 1}" if who is not None else None, confidence=0.95 * (who is not None)
            )
            for (a, b), who in zip(spans, speakers, strict=True)
        ),
    )


def _person(index: int, character: Character, text: str, found: Mapping[Name, Evidence], quotes: int) -> Person:
    names = list(dict.fromkeys(s for name in character.names for s in spelled(name, text, found[name])))
    return Person(id=f"p{index + 1}", name=names[0], aliases=names[1:], mentions=character.weight, quotes=quotes)


def spelled(name: Name, text: str, evidence: Evidence) -> list[str]:
    """A name as the work writes it: "Mr. Vyse" with its dot, "The Queen" with its article and without."""
    whole = " ".join(f"{w}." if w in DOTTED and f"{w}. " in text else w for w in name)
    return [f"The {whole}", whole] if evidence.the * 2 > evidence.total else [whole]
