"""Sets a stage for short cases: a text, its people by name, and who says what, so that a case tests one reader only."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from headnote import intake, layout
from headnote.records import Cast, Layout, Mention, Mentions, Person, Quote, Work


def stage(
    text: str,
    people: Mapping[str, str],
    speakers: Sequence[str] = (),
    narrator: str | None = None,
) -> tuple[Work, Layout, Cast]:
    """A work with its layout and a cast.

    Args:
        text: the story.
        people: pronouns by name ("she", empty where unknown); aliases behind a bar: "Mara Holt|Mara".
        speakers: name of the speaker of each quotation in order, empty where it cannot be told.
        narrator: name of the first-person narrator.
    """
    work = intake.read_text(text)
    shape = layout.lay_out(work)
    ids = {name.split("|")[0]: f"p{n}" for n, name in enumerate(people, 1)}
    mentions = [mention for name in people for mention in _mentions(text, name.split("|"), ids)]
    cast = Cast(
        people=tuple(_person(name, pronouns, ids) for name, pronouns in people.items()),
        mentions=Mentions.of(sorted(_longest(mentions), key=lambda m: m.start)),
        quotes=tuple(_quotes(shape, [ids.get(s) for s in speakers])),
        narrator=ids[narrator] if narrator else None,
    )
    return work, shape, cast


def _person(name: str, pronouns: str, ids: Mapping[str, str]) -> Person:
    first, *aliases = name.split("|")
    return Person(
        id=ids[first], name=first, aliases=aliases, mentions=9, quotes=0, pronouns=[pronouns] if pronouns else []
    )


def _mentions(text: str, names: Sequence[str], ids: Mapping[str, str]) -> list[Mention]:
    return [
        Mention(start=m.start(), end=m.end(), person=ids[names[0]], kind="name", confidence=0.9)
        for name in names
        for m in re.finditer(rf"\b{re.escape(name)}\b", text)
    ]


def _longest(mentions: Sequence[Mention]) -> list[Mention]:
    return [m for m in mentions if not any(o is not m and o.start <= m.start and m.end <= o.end for o in mentions)]


def _quotes(shape: Layout, speakers: Sequence[str | None]) -> list[Quote]:
    spans = sorted((s.start, s.end) for s in (*shape.quotations, *shape.messages))
    filled = [*speakers, *([None] * len(spans))]
    return [
        Quote(start=start, end=end, speaker=who, confidence=0.9 if who else 0.0)
        for (start, end), who in zip(spans, filled, strict=False)
    ]
