"""Characters that turn out to be one: a name cut short or drawn out in speech, names that a text says are one's."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from headnote.people.alias_forms import is_cut, is_pet
from headnote.people.aliases import Character
from headnote.people.evidence import Evidence, Name
from headnote.people.relation_words import shared_surnames

#: Least share of a short name's places that address someone by it.
HAILED = 0.4
#: Code points around a place where the narration has a short name within which the long one may not stand: it tells of
#: two people there.
NEAR = 300
#: Code points around a short name in which the long one may not stand: nobody is called both in one breath.
BREATH = 60
#: Words between two names that say that they are one person's.
TOLD = ("known as", "stage name", "real name", "goes by", "went by", "a.k.a.", "aka")
_PART = re.compile(r"[.!?\n]")
_NAME = r"[^\W\d_a-z][\w'’-]*(?: [^\W\d_a-z][\w'’-]*){0,2}"
_LEFT = re.compile(
    rf"(?P<name>{_NAME})(?:['’]s|,)?(?: (?:who|whose|is|was|also|better|otherwise|mostly|now|often|had|a|his|her|their|"
    r"the))* $"
)
_RIGHT = re.compile(rf"(?:,| is| was| of| by| the name| the name of| as)*,? [\"“]?(?P<name>{_NAME})")


def join(
    characters: Sequence[Character], found: Mapping[Name, Evidence], text: str, declared: Sequence[Sequence[Name]] = ()
) -> list[Character]:
    """The characters with those joined that are one person.

    Args:
        characters: most mentioned first.
        found: the evidence for each name.
        text: the work's text.
        declared: names that the author declared to be one person's.
    """
    kept = list(characters)
    for one, other in _told(kept, (*declared, *told_names(text))):
        _give(kept, one, other, found)
    for short, long in list(_short_forms(kept, found, text)):
        _give(kept, short, long, found)
    return sorted(kept, key=lambda c: (-c.weight, c.names[0]))


def _give(kept: list[Character], one: Character, other: Character, found: Mapping[Name, Evidence]) -> None:
    """Gives the names of one character to another."""
    if one is other or one not in kept or other not in kept or _against(one, other):
        return
    for name, parts in zip(one.names, one.parts, strict=True):
        other.add(name, parts, found[name].total)
    kept.remove(one)


def _against(one: Character, other: Character) -> bool:
    gender = one.gender and other.gender and one.gender != other.gender
    return bool(gender or (one.marital and other.marital and one.marital != other.marital))


def _told(characters: Sequence[Character], together: Iterable[Sequence[Name]]) -> Iterator[tuple[Character, Character]]:
    """Two characters, the rarer first, of names that are said to be one person's."""
    for names in together:
        owners = [c for name in names for c in characters if name in c.names or any(name == p.core for p in c.parts)]
        for other in owners[1:]:
            one, main = sorted((owners[0], other), key=lambda c: c.weight)
            yield one, main


def _short_forms(
    characters: Sequence[Character], found: Mapping[Name, Evidence], text: str
) -> Iterator[tuple[Character, Character]]:
    """Each character that is a form of another's given name, which only speech uses, and that other one."""
    given = [(character, _given(character)) for character in characters]
    for short in characters:
        name = short.names[0]
        if len(short.names) > 1 or len(name) > 1 or not found[name].addressed:
            continue
        fits = [c for c, words in given if c is not short and _is_form(name[0], words)]
        if len(fits) != 1 or _in_one_breath(text, name[0], fits[0]):
            continue
        if _only_hailed(found[name]) or _apart(found[name], [found[n] for n in fits[0].names]):
            yield short, fits[0]


def _only_hailed(evidence: Evidence) -> bool:
    """Whether people are addressed by a name and the narration does not use it."""
    return not evidence.places and not evidence.spoken and evidence.addressed >= HAILED * max(1, evidence.total)


def _apart(short: Evidence, longs: Sequence[Evidence]) -> bool:
    """Whether the narration uses both names, people are addressed by the short one, and both never stand near."""
    if short.addressed < 2 or not short.places:
        return False
    places = sorted(place for long in longs for place in long.places)
    near = (bisect_left(places, place + NEAR) > bisect_left(places, place - NEAR) for place in short.places)
    return bool(places) and not any(near)


def _is_form(word: str, given: Iterable[str]) -> bool:
    return any(is_cut(word, name) or is_pet(word, name) for name in given)


def _given(character: Character) -> set[str]:
    """The given names of a character; the last word where a name begins with a family name."""
    words = set()
    for parts in character.parts:
        core = parts.core
        if len(core) > 1 and core[0].lower() in shared_surnames():
            words.add(core[-1])
        elif len(core) > 1 or not parts.titles:
            words.add(core[0])
    return words


def _in_one_breath(text: str, short: str, character: Character) -> bool:
    """Whether a short name and the long one ever stand close together in one sentence."""
    longs = "|".join(re.escape(word) for word in sorted(_given(character)))
    long, word = re.compile(rf"\b(?:{longs})\b"), re.compile(rf"\b{re.escape(short)}\b")
    at = text.find(short)
    while at >= 0:
        end = at + len(short)
        if word.match(text, at):
            before = _PART.split(text[max(0, at - BREATH) : at])[-1]
            after = _PART.split(text[end : end + BREATH])[0]
            if long.search(before) or long.search(after):
                return True
        at = text.find(short, end)
    return False


def told_names(text: str) -> Iterator[Sequence[Name]]:
    """Two names that the text says are one person's: "Rae Marsh, known as Comet"."""
    for phrase in TOLD:
        at = text.find(phrase)
        while at >= 0:
            left = _LEFT.search(text, max(0, at - 60), at)
            right = _RIGHT.match(text, at + len(phrase), at + len(phrase) + 60)
            if left and right:
                yield _name(left), _name(right)
            at = text.find(phrase, at + 1)


def _name(found: re.Match[str]) -> Name:
    return tuple(found["name"].replace(".", " ").removesuffix("'s").removesuffix("’s").split())
