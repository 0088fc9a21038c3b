"""People without a name, whom a work knows by a noun: "the croupier", "the gentleman in the white waistcoat"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from heapq import merge

from headnote.people.aliases import Character
from headnote.people.evidence import Evidence, Name
from headnote.people.named import Named
from headnote.people.names import Parts
from headnote.people.turns import Turn
from headnote.people.vocabulary import vocabulary

#: A mention: start, end, person, quotation around it or -1, whether it addresses the person.
Entry = tuple[int, int, int, int, int]
#: Tags that a noun of several words needs.
TAGGED = 2
#: A noun that the narration says less often than this after "the" is nobody's.
SAID = 2


class Roles:
    """The roles of one work: `first` is the index of the first one's person, `of` the index by noun."""

    __slots__ = ("first", "of", "tags")

    def __init__(self, first: int, nouns: Sequence[str] = (), tags: Mapping[str, int] | None = None) -> None:
        self.first = first
        self.of = {noun: first + i for i, noun in enumerate(nouns)}
        self.tags = dict(tags or {})

    def is_role(self, person: int) -> bool:
        """Whether a person is one of the roles."""
        return self.first <= person < self.first + len(self.of)


def find_roles(text: str, turns: Sequence[Turn], known: Container[str], first: int) -> Roles:
    """The nouns of tags that may be people of their own.

    Args:
        text: the work's text.
        turns: its turns, for their tags.
        known: nouns that someone with a name goes by, lower case.
        first: index of the person that the first role becomes.
    """
    words = vocabulary()
    tags = Counter(turn.tag.noun for turn in turns if turn.tag.noun and turn.tag.rank < 3)
    nouns = [
        noun
        for noun in sorted(tags, key=lambda n: (-tags[n], n))
        if noun not in known and noun not in words.no_roles and _is_role(noun, tags[noun])
    ]
    said = Counter(_plain(m.group(1)) for m in _pattern(nouns).finditer(text)) if nouns else Counter[str]()
    return Roles(first, [n for n in nouns if said[n] >= SAID or n in words.noun_gender], tags)


def _is_role(noun: str, tags: int) -> bool:
    return len(noun) > 2 and (" " not in noun or tags >= TAGGED)


def _pattern(nouns: Sequence[str]) -> re.Pattern[str]:
    longest = sorted(nouns, key=lambda n: (-len(n), n))
    forms = "|".join(r"\s".join(map(re.escape, noun.split())) for noun in longest)
    return re.compile(rf"\b[Tt]he\s(?:[a-z-]+\s)?({forms})\b")


def _plain(noun: str) -> str:
    return " ".join(noun.split())


def role_people(roles: Roles, found: dict[Name, Evidence]) -> list[Character]:
    """A person for each role, named by its noun; the evidence says that an article stands before it."""
    people = []
    for noun in roles.of:
        name = (noun.capitalize(),) if " " not in noun else (noun.split()[0].capitalize(), *noun.split()[1:])
        evidence = found[name] = Evidence()
        evidence.the = evidence.total = 1
        people.append(Character(name, Parts((), name), 0))
    return people


def with_roles(text: str, named: Named, roles: Roles, quoted: Sequence[tuple[int, int]]) -> Named:
    """All mentions in text order, those of roles in the narration among them."""
    if not roles.of:
        return named
    found = []
    at = 0
    for m in _pattern(list(roles.of)).finditer(text):
        start, end = m.span(1)
        while at < len(quoted) and quoted[at][1] <= start:
            at += 1
        if not (at < len(quoted) and quoted[at][0] <= start) and named.at(start) is None:
            found.append((start, end, roles.of[_plain(m.group(1))], -1, 0))
    return _of(merge(_entries(named), found))


def without(named: Named, silent: Container[int]) -> Named:
    """The mentions without those of some people."""
    return _of(entry for entry in _entries(named) if entry[2] not in silent)


def _entries(named: Named) -> Iterator[Entry]:
    return zip(named.starts, named.ends, named.who, named.quoted, named.hailed, strict=True)


def _of(entries: Iterable[Entry]) -> Named:
    result = Named()
    for entry in entries:
        result.put(*entry)
    return result
