"""The data that ages are read by: ``data/ages.toml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from headnote.people.cues import Phrase


class Bounds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words for an age, and the bounds in years that they speak for; null is open."""

    words: list[str]
    low: int | None = None
    high: int | None = None


class AgeWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file. `numbers`, `ordinals` and `decades` map a word to its value."""

    numbers: dict[str, int]
    ordinals: dict[str, int]
    decades: dict[str, int]
    nouns: dict[str, str]
    word: list[Bounds]
    school: list[Bounds]


@cache
def age_words() -> AgeWords:
    """The bundled data."""
    return msgspec.toml.decode((files("headnote.people") / "data" / "ages.toml").read_bytes(), type=AgeWords)


@cache
def people_nouns() -> frozenset[str]:
    """Nouns that make an age a person's."""
    return frozenset(age_words().nouns["people"].split())


@cache
def leads() -> frozenset[str]:
    """Words that may stand right before a number that is an age by itself."""
    return frozenset(age_words().nouns["leads"].split())


def phrases() -> list[Phrase]:
    """What the text is searched for: topics number, decade, birthday, word, school,
    skip and than; a digit or a number word is the start of a number."""
    data = age_words()
    digits = [Phrase("digit", n, str(n)) for n in range(10)]
    numbers = [Phrase("number", value, word) for word, value in data.numbers.items() if value > 2]
    decades = [Phrase("decade", value, word) for word, value in data.decades.items()]
    words = [Phrase("word", i, word) for i, entry in enumerate(data.word) for word in entry.words]
    schools = [Phrase("school", i, word) for i, entry in enumerate(data.school) for word in entry.words]
    small = [Phrase("number", 0, f"{word}-year-old") for word in ("one", "two")]
    small += [
        Phrase("number", 0, text) for text in ("one year old", "two years old", "one month old", "two months old")
    ]
    fixed = [Phrase("birthday", 0, "birthday"), Phrase("skip", 1, "later"), Phrase("skip", -1, "earlier")]
    fixed += [Phrase("than", 1, "older than"), Phrase("than", -1, "younger than")]
    return [*digits, *numbers, *small, *decades, *words, *schools, *fixed]


def number(text: str) -> int | None:
    """Value of a number in words or digits ("twenty-one", "a hundred and six", "12"); null where it is none."""
    if text.isdigit():
        return int(text)
    values: dict[str, Any] = age_words().numbers
    total = 0
    for word in text.lower().replace("-", " ").split():
        if word in ("a", "and"):
            continue
        if word not in values:
            return None
        total = max(total, 1) * values[word] if values[word] >= 100 else total + values[word]
    return total or None
