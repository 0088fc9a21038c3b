"""Everything that is found before speakers are told: names, people, mentions, turns, narrator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from headnote.people.aliases import Character, Grouping
from headnote.people.evidence import Evidence, Name, gather
from headnote.people.gender import genders_of, pronoun_votes
from headnote.people.named import find_named
from headnote.people.names import declared_names, people_among
from headnote.people.narrator import NARRATOR, narrator_among, tells, unnamed_narrator
from headnote.people.pronouns import find_pronouns
from headnote.people.roles import find_roles, role_people, with_roles
from headnote.people.runs import RunFinder, lower_counts
from headnote.people.senders import add_senders
from headnote.people.small import small_runs, written_small
from headnote.people.stage import Stage
from headnote.people.tags import TagReader
from headnote.people.turns import TurnFinder
from headnote.people.vocabulary import vocabulary
from headnote.records import Layout

#: From this many code points a work is long: a name that stands in it once is not worth a person.
LONG = 100_000


class Reading(NamedTuple):
    """What is known of a work before its speakers: characters, the evidence for their names, the stage that the
    speakers are told from, the pronoun votes, and the character that each written sender of a message means."""

    characters: list[Character]
    found: Mapping[Name, Evidence]
    stage: Stage
    votes: list[dict[str, float]]
    senders: dict[str, int]


def read_names(text: str, layout: Layout, declared: Sequence[str] = ()) -> Reading:
    """Read the names of a work and set its stage.

    Args:
        text: the work's text.
        layout: the work's layout.
        declared: characters as the author declared them; they help to tell names, none is made of them alone.
    """
    common = lower_counts(text)
    quoted = [(q.start, q.end) for q in layout.quotations if q.depth == 0]
    runs = RunFinder(text, [p.start for p in layout.paragraphs], common).find()
    if written_small(text, runs, quoted):
        runs = small_runs(text, quoted)
    found, sightings = gather(text, runs, quoted)
    people = people_among(found, common, long=len(text) > LONG)
    people += [name for name in declared_names(declared) if name not in people]
    for name in people:
        found.setdefault(name, Evidence())
    characters = [c for c in Grouping(text, people, found).group() if c.weight]
    senders = add_senders(layout.messages, characters, found)
    owner = {name: i for i, character in enumerate(characters) for name in character.names}
    named = find_named(text, sightings, owner, found, common)
    del runs, sightings  # of a long work they are heavier than all that comes after
    finder = TurnFinder(text, layout, TagReader(text, named))
    turns = finder.find()
    called = _called(characters)
    lower = {" ".join(name).lower() for name in owner}
    roles = find_roles(text, turns, called.keys() | lower, len(characters))
    characters += role_people(roles, found)
    named = with_roles(text, named, roles, quoted)
    pronouns = find_pronouns(text, quoted)
    votes = pronoun_votes(text, named, pronouns, len(characters))
    genders = genders_of([c.gender for c in characters], votes)
    genders[roles.first : roles.first + len(roles.heads)] = roles.genders()
    narrator = narrator_among(named, len(characters)) if tells(pronouns) else -1
    if tells(pronouns) and narrator < 0:
        narrator = len(characters)
        characters.append(unnamed_narrator())
        found.setdefault(NARRATOR, Evidence())
        votes.append({})
        genders.append("")
    stage = Stage(
        text,
        paragraphs=layout.paragraphs,
        named=named,
        pronouns=pronouns,
        turns=turns,
        genders=genders,
        narrator=narrator,
        leads=finder.leads(turns),
        called=called,
        roles=roles,
    )
    return Reading(characters, found, stage, votes, senders)


def _called(characters: Sequence[Character]) -> dict[str, frozenset[int]]:
    """For each noun that is part of someone's name, as a title or alone, the people who have it."""
    nouns = vocabulary().noun_gender
    called: dict[str, set[int]] = {}
    for i, character in enumerate(characters):
        for parts in character.parts:
            for word in (*parts.titles, *(w.lower() for w in parts.core)):
                noun = "doctor" if word == "dr" else word
                if noun in nouns:
                    called.setdefault(noun, set()).add(i)
    return {noun: frozenset(people) for noun, people in called.items()}
