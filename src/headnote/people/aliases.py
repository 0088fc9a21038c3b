"""One person, all names: which names of a work belong together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from headnote.people.evidence import Evidence
from headnote.people.names import Name, titles_of
from headnote.people.vocabulary import Vocabulary, vocabulary


class Character:
    """A person being put together. `names` are word tuples without dots; `gender` is m, f or empty."""

    __slots__ = ("gender", "names", "weight")

    def __init__(self, name: Name, gender: str, weight: int) -> None:
        self.names: list[Name] = [name]
        self.gender = gender
        self.weight = weight

    def add(self, name: Name, gender: str, weight: int) -> None:
        self.names.append(name)
        self.gender = self.gender or gender
        self.weight += weight


def name_gender(name: Name, words: Vocabulary) -> str:
    """Gender that a name's title or given name speaks for, empty where it says nothing."""
    n = titles_of(name, words)
    for title in name[:n]:
        if gender := words.title_gender[title.lower()]:
            return gender
    given = name[n].lower()
    if n and len(name) - n == 1:
        return ""
    return words.given.get(given) or words.title_gender.get(given) or words.noun_gender.get(given, "")


def _clash(a: str, b: str) -> bool:
    return bool(a and b and a != b)


def group(people: Sequence[Name], found: Mapping[Name, Evidence]) -> list[Character]:
    """Characters from names, most mentioned first. Names that could be several people's stay people of their own."""
    words = vocabulary()
    full = [n for n in people if len(n) - titles_of(n, words) > 1]
    single = [n for n in people if len(n) - titles_of(n, words) == 1]
    characters: list[Character] = []
    by_core: dict[Name, Character] = {}
    for name in full:
        core = name[titles_of(name, words) :]
        gender = name_gender(name, words)
        known = by_core.get((core[0], core[-1]))
        if known and not _clash(known.gender, gender):
            known.add(name, gender, found[name].total)
        else:
            by_core[core[0], core[-1]] = character = Character(name, gender, found[name].total)
            characters.append(character)
    _attach(single, found, characters, words)
    return sorted(characters, key=lambda c: (-c.weight, c.names[0]))


def _attach(
    single: Sequence[Name], found: Mapping[Name, Evidence], characters: list[Character], words: Vocabulary
) -> None:
    """Give each one-word name, titled or not, to the character it fits, or make a person of it."""
    given: dict[str, list[Character]] = defaultdict(list)
    last: dict[str, list[Character]] = defaultdict(list)
    for character in characters:
        core = character.names[0][titles_of(character.names[0], words) :]
        given[core[0]].append(character)
        last[core[-1]].append(character)
    alone: dict[str, Character] = {}
    for name in sorted(single, key=lambda n: (titles_of(n, words), -found[n].total, n)):
        word, gender, weight = name[-1], name_gender(name, words), found[name].total
        titled = titles_of(name, words) > 0 and name[0].lower() not in words.adjectives
        fits = [c for c in given[word] if not _clash(c.gender, gender)]
        if not fits and not (titled and name[0].lower() in words.married):
            fits = [c for c in last[word] if not _clash(c.gender, gender)]
        if not fits and not titled and word in alone:
            fits = [alone[word]]
        if not fits and titled and word in alone and not _clash(alone[word].gender, gender):
            fits = [alone[word]]
        if len(fits) == 1:
            fits[0].add(name, gender, weight)
            continue
        character = Character(name, gender, weight)
        characters.append(character)
        alone.setdefault(word, character)
