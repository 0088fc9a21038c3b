"""The first-person narrator: whether there is one, and which of the people it is."""

from __future__ import annotations

from collections import Counter

from headnote.people.aliases import Character
from headnote.people.named import Named
from headnote.people.names import take_apart
from headnote.people.pronouns import Pronouns

#: Share of "I" among the pronouns of narration from which a work is told in the first person; measured on the 14
#: novels: the five told so have .17 and more, the others .03 and less.
FIRST_PERSON = 0.1
#: What a narrator is called whom nobody names.
NARRATOR = ("Narrator",)
#: A narrator is hardly ever named in narration: this share of all mentions at most.
NAMED_BY_SELF = 0.35


def unnamed_narrator() -> Character:
    """The person who tells a work in the first person and whom nobody names."""
    return Character(NARRATOR, take_apart(NARRATOR), 0)


def tells(pronouns: Pronouns) -> bool:
    """Whether a work is told in the first person."""
    narrated = Counter(g for g, q in zip(pronouns.genders, pronouns.quoted, strict=True) if q < 0)
    return narrated["i"] > max(3, FIRST_PERSON * (sum(narrated.values()) - narrated["y"]))


def narrator_among(named: Named, people: int) -> int:
    """The person who is addressed in speech and hardly named in narration, -1 where none is."""
    total, told, hailed = Counter(named.who), Counter[int](), Counter[int]()
    for who, quoted, hail in zip(named.who, named.quoted, named.hailed, strict=True):
        told[who] += quoted < 0
        hailed[who] += hail
    fits = [p for p in range(people) if hailed[p] >= 2 and told[p] <= NAMED_BY_SELF * total[p]]
    return max(fits, key=lambda p: (hailed[p], -p), default=-1)
