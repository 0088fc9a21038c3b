"""Everything that is found before speakers are told: names, people, mentions, turns, narrator."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from headnote.people.alias_joins import join
from headnote.people.aliases import Character, Grouping
from headnote.people.appositions import apposed
from headnote.people.evidence import Evidence, Name, gather
from headnote.people.gender import genders_of, pronoun_votes
from headnote.people.named import Named, find_named
from headnote.people.names import declared_names, declared_together, people_among
from headnote.people.narrator import NARRATOR, narrator_among, tells, unnamed_narrator
from headnote.people.pronouns import Pronouns, find_pronouns
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


class _Names(NamedTuple):
    """What the names alone say: characters, the evidence for each name, where they stand, and who a written sender
    is."""

    characters: list[Character]
    found: dict[Name, Evidence]
    named: Named
    senders: dict[str, int]


def read_names(text: str, layout: Layout, declared: Sequence[str] = ()) -> Reading:
    """Read the names of a work and set its stage.

    Args:
        text: the work's text.
        layout: the work's layout.
        declared: characters as the author declared them; they help to tell names, none is made of them alone.
    """
    quoted = [(q.start, q.end) for q in layout.quotations if q.depth == 0]
    names = _find_names(text, layout, quoted, declared)
    characters, found = names.characters, names.found
    finder = TurnFinder(text, layout, TagReader(text, names.named), [c.gender for c in characters])
    turns = finder.find()
    nouns = {turn.tag.noun for turn in turns if " " not in turn.tag.noun} & vocabulary().noun_gender.keys()
    called = _called(characters, apposed(text, names.named, nouns - vocabulary().no_roles))
    known = called.keys() | {" ".join(name).lower() for character in characters for name in character.names}
    roles = find_roles(text, turns, known, len(characters))
    characters += role_people(roles, found)
    named = with_roles(names.named, roles, quoted)
    pronouns = find_pronouns(text, quoted)
    votes = pronoun_votes(text, named, pronouns, len(characters))
    genders = genders_of([c.gender for c in characters], votes)
    genders[roles.first : roles.first + len(roles.heads)] = roles.genders()
    narrator = _narrator(named, pronouns, characters, found)
    votes += [{} for _ in characters[len(votes) :]]
    genders += ["" for _ in characters[len(genders) :]]
    stage = Stage(
        text, paragraphs=layout.paragraphs, named=named, pronouns=pronouns, turns=turns, genders=genders,
        narrator=narrator, leads=finder.leads(turns), called=called, roles=roles,
    )  # fmt: skip
    return Reading(characters, found, stage, votes, names.senders)


def _find_names(text: str, layout: Layout, quoted: Sequence[tuple[int, int]], declared: Sequence[str]) -> _Names:
    """The characters whom names make. The capitalised runs of a long work are heavier than all that comes after: they
    end with this function."""
    common = lower_counts(text)
    runs = RunFinder(text, array("q", (p.start for p in layout.paragraphs)), common).find()
    if written_small(text, runs, quoted):
        runs = small_runs(text, quoted)
    found, sightings = gather(text, runs, quoted)
    people = people_among(found, common, long=len(text) > LONG)
    people += [name for name in declared_names(declared) if name not in people]
    for name in people:
        found.setdefault(name, Evidence())
    groups = [c for c in Grouping(text, people, found).group() if c.weight]
    characters = join(groups, found, text, declared_together(declared))
    senders = add_senders(layout.messages, characters, found)
    owner = {name: i for i, character in enumerate(characters) for name in character.names}
    return _Names(characters, found, find_named(text, sightings, owner, found, common), senders)


def _narrator(named: Named, pronouns: Pronouns, characters: list[Character], found: dict[Name, Evidence]) -> int:
    """The index of the first-person narrator, -1 where none tells; one without a name joins the characters."""
    if not tells(pronouns):
        return -1
    if (narrator := narrator_among(named, len(characters))) >= 0:
        return narrator
    characters.append(unnamed_narrator())
    found.setdefault(NARRATOR, Evidence())
    return len(characters) - 1


def _called(characters: Sequence[Character], said: Mapping[str, set[int]]) -> dict[str, frozenset[int]]:
    """For each noun that is part of someone's name, as a title or alone, or that is `said` of someone, the people whom
    it means."""
    nouns = vocabulary().noun_gender
    called = {noun: set(people) for noun, people in said.items()}
    for i, character in enumerate(characters):
        for parts in character.parts:
            for word in (*parts.titles, *(w.lower() for w in parts.core)):
                noun = "doctor" if word == "dr" else word
                if noun in nouns:
                    called.setdefault(noun, set()).add(i)
    return {noun: frozenset(people) for noun, people in called.items()}
