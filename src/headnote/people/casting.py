"""From names to people: the characters of a work as records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from headnote.people.aliases import Character
from headnote.people.evidence import Evidence, Name
from headnote.people.gender import pronoun_sets
from headnote.records import Person

_DOTTED = frozenset("Mr Mrs Ms Mx Dr Mme Mlle M Prof Capt Col Gen Lt Sgt Rev Hon St".split())  # noqa: SIM905


def spelled(name: Name, text: str, evidence: Evidence) -> list[str]:
    """A name as the work writes it: "Mr. Vyse" with its dot, "The Queen" with its article and without."""
    whole = " ".join(f"{w}." if w in _DOTTED and f"{w}. " in text else w for w in name)
    return [f"The {whole}", whole] if evidence.the * 2 > evidence.total else [whole]


def make_people(
    characters: Sequence[Character],
    found: Mapping[Name, Evidence],
    text: str,
    *,
    mentions: Counter[int],
    quotes: Counter[int],
    genders: Sequence[str],
    votes: Sequence[dict[str, float]],
) -> tuple[list[Person], list[str]]:
    """Person records by number of mentions, and the id of each character by its index.

    Args:
        characters: the people, in the order that the indexes of the other arguments speak of.
        found: evidence for each name.
        text: the work's text.
        mentions: number of mentions of each character.
        quotes: number of quotations of each.
        genders: as `genders_of` returns them.
        votes: as `pronoun_votes` returns them.
    """
    order = sorted(range(len(characters)), key=lambda i: (-mentions[i], i))
    ids = [""] * len(characters)
    people = []
    for rank, i in enumerate(order, 1):
        ids[i] = f"p{rank}"
        names = list(dict.fromkeys(s for name in characters[i].names for s in spelled(name, text, found[name])))
        people.append(
            Person(
                id=ids[i],
                name=names[0],
                aliases=names[1:],
                mentions=mentions[i],
                quotes=quotes[i],
                pronouns=pronoun_sets(genders[i], votes[i]),
            )
        )
    return people, ids
