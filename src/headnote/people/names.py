"""Which capitalised names are people, and how a name is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from headnote.people.alias_forms import is_pet
from headnote.people.evidence import Evidence, Name
from headnote.people.relation_words import shared_surnames
from headnote.people.vocabulary import Vocabulary, vocabulary


class Parts(NamedTuple):
    """A name taken apart. `titles` are lower case without adjectives such as "old"; `core` is the rest, honorific
    suffixes dropped ("Mina" of "Mina-chan")."""

    titles: tuple[str, ...]
    core: Name


@lru_cache(maxsize=8192)  # a work asks for each of its names several times
def take_apart(name: Name) -> Parts:
    """Titles and core of a name; a name that is nothing but a title ("Professor") is its own core."""
    words = vocabulary()
    n = 0
    while n < len(name) - 1 and name[n].lower() in words.title_gender and name[n + 1] not in ("of", "the"):
        n += 1
    titles = tuple(t for w in name[:n] if (t := w.lower()) not in words.adjectives)
    core = tuple(_bare(w, words) for w in name[n:])
    if len(core) > 1 and core[-1].lower() in words.suffixes:
        core = core[:-1]
    return Parts(titles, core)


def _bare(word: str, words: Vocabulary) -> str:
    stem, dash, suffix = word.rpartition("-")
    return stem if dash and suffix in words.suffixes else word


def is_person(name: Name, evidence: Evidence, common: int, least: int = 1) -> bool:
    """Whether a name is a person's, by its form and by what the work says around it.

    Args:
        name: the words of the name.
        evidence: what was counted around it.
        common: how often the work writes its first word small.
        least: mentions that a known given name needs where it does nothing.
    """
    words = vocabulary()
    titles, core = take_apart(name)
    low = [w.lower() for w in core]
    if not evidence.total or _no_name(low, words):
        return False
    known = low[0] in words.given
    acted = 3 * evidence.spoken + 2 * evidence.addressed + evidence.human + 0.3 * evidence.weak
    if low[0] in words.endearments and not titles and _named_so(evidence):
        return True
    if _other_word(low, titles, words):
        needed = (0.15 if known else 0.5) * evidence.total
        return evidence.spoken >= 2 and acted > needed and evidence.within > 0
    if len(low) == 1 and low[0] in words.kin:
        return evidence.spoken >= 2 and evidence.quoted < 0.8 * evidence.total
    if evidence.the * 2 > evidence.total or (len(low) == 1 and low[0] in words.title_gender):
        role = low[0] in words.title_gender or low[-1] in words.noun_gender
        if not evidence.the and evidence.quoted > 0.7 * evidence.total:
            return False
        return evidence.spoken >= (least if role else 2) and acted > (0.1 if role else 0.25) * evidence.total
    if titles and titles[-1] not in ("st", "saint"):
        return low[-1] not in words.place_words or acted > 0
    if evidence.placed > 1.2 * evidence.total:
        return False
    if known and (evidence.total >= least or len(low) > 1 or acted > 0):
        return evidence.within > 0 or acted > 0 or (least == 1 and not common)
    if common > evidence.total and len(low) == 1 and evidence.spoken < 2:
        return False
    needed = (0.2 if evidence.total > 3 else 0.5) * evidence.total
    return acted - 0.67 * evidence.placed >= max(2, needed) and (evidence.within > 0 or evidence.spoken > 1)


def _named_so(evidence: Evidence) -> bool:
    """Whether the narration uses an endearment as somebody's name ("Baby"), more than the people do."""
    told = len(evidence.places)
    return told > 1 and evidence.spoken > 0 and evidence.within > 0 and not evidence.the and evidence.quoted < told


def _no_name(low: Sequence[str], words: Vocabulary) -> bool:
    """Whether the form alone says that this is nobody's name."""
    if _derived(low):
        return True
    if len(low) == 1:
        return len(low[0]) < 2 or low[0] in words.abbreviations or low[0] in words.parts
    return low[0] in words.parts or low[-1] in words.place_words or len(low) > 5


def _derived(name: Sequence[str]) -> bool:
    """Whether a word is made of a name and is none ("Maren-like")."""
    return name[-1].endswith(("-ing", "-like", "-ish", "-esque", "-style", "-type"))


def _other_word(low: Sequence[str], titles: Sequence[str], words: Vocabulary) -> bool:
    """Whether a name is better known as a day, a people, a place or an endearment."""
    if titles:
        return False
    named = len(low) > 1 and low[0] in words.given
    return (low[0] in words.not_names and not named) or low[-1] in words.places or low[0] in words.endearments


def people_among(found: Mapping[Name, Evidence], common: Mapping[str, int], *, long: bool = False) -> list[Name]:
    """The names that are people's, most written first. A surname in the plural ("the Miss Alans") is nobody's; in a
    long work a name that stands once and does nothing is not told.
    """
    people = [n for n, e in found.items() if is_person(n, e, common.get(n[0].lower(), 0), 2 if long else 1)]
    people += _fuller(people, found, long=long)
    cores = {take_apart(n).core[-1] for n in people}
    single = [n for n in people if n[-1][-1] != "s" or n[-1][:-1] not in cores or found[n].spoken]
    return sorted(single, key=lambda n: (-found[n].total, n))


def _fuller(people: Sequence[Name], found: Mapping[Name, Evidence], *, long: bool) -> list[Name]:
    """Names that a person's name makes a person's: the same with a title or suffix, a longer one that begins with it
    ("Maren Holt" where Maren is one), and the given name of a full one, in a short work the surname too."""
    words = vocabulary()
    known, others = set(people), words.not_names | words.places
    cores = {take_apart(n).core for n in people}
    parts = {core[:1] for core in cores if len(core) > 1}
    if not long:
        parts |= {core[-1:] for core in cores if len(core) > 1}
    single = {core[0] for core in cores | parts if len(core) == 1}
    more = []
    for name, evidence in found.items():
        if name in known or not evidence.total or name[-1].lower() in words.place_words or _derived(name):
            continue
        core = take_apart(name).core
        longer = 1 < len(core) < 4 and core[:1] in cores and (not long or evidence.spoken or evidence.human > 1)
        acts = (
            evidence.spoken + evidence.human + evidence.weak > 0.2 * evidence.total and evidence.placed < evidence.total
        )
        same = core in cores and (
            not long or len(name) > 1 or core[0].lower() in words.given or (acts and evidence.the * 4 < evidence.total)
        )
        pet = len(name) == 1 and evidence.addressed > 0 and _is_pet(name[0], single)
        family_first = len(core) == 2 and core[0].lower() in shared_surnames() and core[1:] in cores
        if same or longer or pet or family_first or (core in parts and core[0].lower() not in others):
            more.append(name)
    return more


def _is_pet(word: str, given: Set[str]) -> bool:
    """Whether a word is one of these names and a pet ending."""
    return any(word[:n] in given and is_pet(word, word[:n]) for n in range(2, len(word)))


def gender_of(parts: Parts) -> str:
    """Gender that a name's title or given name speaks for: m, f, or empty where it says nothing."""
    words = vocabulary()
    for title in parts.titles:
        if gender := words.title_gender[title]:
            return gender
    first = parts.core[0].lower()
    if parts.titles and len(parts.core) == 1:
        return ""
    return words.given.get(first) or words.title_gender.get(first) or words.noun_gender.get(first, "")


def declared_names(declared: Sequence[str]) -> list[Name]:
    """Names that an author's list of characters holds: "Sefa Brandt (Original) | Sef" gives two, "Sefa - Story" one."""
    return list(dict.fromkeys(name for names in declared_together(declared) for name in names))


def declared_together(declared: Sequence[str]) -> list[list[Name]]:
    """The names of each entry of an author's list of characters, which are one person's."""
    together = []
    for entry in declared:
        names = (tuple(p.split(" - ")[0].replace(".", " ").split()) for p in entry.split("(")[0].split("|"))
        together.append([name for name in names if name and len(name) < 4 and all(w[0].isupper() for w in name)])
    return together
