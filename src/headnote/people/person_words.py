"""Nouns that head a phrase for a person: ``data/persons.toml`` and the nouns of ``data/words.toml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from headnote.people.vocabulary import vocabulary


class PersonWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    nouns: dict[str, str]
    plurals: dict[str, str]


class PersonNoun(NamedTuple):
    """A form of a noun: as it is written, its singular, the gender that it tells (m, f or empty), whether it means
    several, and whether it is also something else."""

    form: str
    head: str
    gender: str
    several: bool
    doubtful: bool


@cache
def person_nouns() -> tuple[PersonNoun, ...]:
    """All forms, singular and plural, by the alphabet."""
    data = msgspec.toml.decode((files("headnote.people") / "data" / "persons.toml").read_bytes(), type=PersonWords)
    genders = {word: code for word, code in vocabulary().noun_gender.items() if word.isalpha()}
    for key, code in (("male", "m"), ("female", "f"), ("neutral", "")):
        genders |= dict.fromkeys(data.nouns[key].split(), code)
    doubtful = frozenset(data.nouns["doubtful"].split())
    forms = {
        plural(word, data.plurals): PersonNoun(plural(word, data.plurals), word, code, True, word in doubtful)
        for word, code in genders.items()
    }
    forms |= {word: PersonNoun(word, word, "", True, word in doubtful) for word in data.nouns["groups"].split()}
    forms |= {word: PersonNoun(word, word, code, False, word in doubtful) for word, code in genders.items()}
    return tuple(forms[form] for form in sorted(forms))


def plural(word: str, irregular: dict[str, str]) -> str:
    """The plural of a noun, by the usual rules where `irregular` has none."""
    if word in irregular:
        return irregular[word]
    if word.endswith("man") and word != "human":
        return word[:-2] + "en"
    if word.endswith("fe"):
        return word[:-2] + "ves"
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "sh", "ch", "x", "z")) else "s")
