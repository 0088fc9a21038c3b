"""Families by what people are called: a shared surname, "Mr. and Mrs.", "Aunt Mara", "Yes, papa"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from headnote.people.bearings import Bearings
from headnote.people.cues import Cue
from headnote.people.names import Parts, gender_of, take_apart
from headnote.people.pair_evidence import Hit, Order
from headnote.people.relation_words import kin_titles, relation_cues, shared_surnames
from headnote.people.vocabulary import vocabulary
from headnote.records import Person

#: What one place says: two of one surname in a sentence, with a word for kin in it, kin that is addressed by its word
#: ("Yes, papa"), a title of kin ("Aunt Mara"), and Mr. and Mrs. of one name. Set by hand on the cases and on the pairs
#: of the 14 novels as we know them: each right more often than its confidence says.
SURNAME, SURNAME_AND_KIN, HAILED, TITLED, MARRIED = 0.35, 0.6, 0.3, 0.4, 0.75
#: Code points between two names of one sentence.
SENTENCE = 120
#: Sentences with both from which two whose names could be one person's are two.
TWO = 3
#: A surname stands so many times as often with a capital as without.
SMALL = 10
_GENDERS = {"he/him": "m", "she/her": "f", "he": "m", "she": "f"}
_BREAK = re.compile(r"[.!?][\"'”’)]*\s|\n\s*\n")
_HAIL_BEFORE = re.compile(
    r"(?:[,—–-] ?|^[\"'“‘]|[\"“] ?|[.!?] )(?:(?:dear|dearest|my dear|oh|please|but|and) )?$", re.IGNORECASE
)
_HAIL_AFTER = re.compile(r"[,.;:!?…—–\"”’]|--")


class _Called(NamedTuple):
    """A person, the surname and given name, and what else the names say. `formal`: mostly called "Mr. Hale"."""

    person: Person
    surname: str
    given: str
    gender: str
    married: bool
    formal: bool


def families(bearings: Bearings, cues: Sequence[Cue]) -> Iterator[Hit]:
    """What names say of kin and marriage, in no order."""
    order = Order(bearings.cast)
    kin = [c.start for c in cues if relation_cues()[c.entry].kind == "family"]
    yield from _surnames(bearings, order, kin)
    yield from _hailed(bearings, order, cues)
    yield from _titled(bearings, order)


def _surnames(bearings: Bearings, order: Order, kin: Sequence[int]) -> Iterator[Hit]:
    groups: dict[str, list[_Called]] = defaultdict(list)
    for person in bearings.cast.people:
        if called := _called(person):
            groups[called.surname].append(called)
    groups = {name: group for name, group in groups.items() if len(group) > 1}
    met = _meetings(bearings, {called.person.id for group in groups.values() for called in group}) if groups else {}
    for name, group in groups.items():
        hits: list[Hit] = []
        for one, other in combinations(group, 2):
            pair = order.pair(one.person.id, other.person.id)
            if pair and pair in met:
                hits += _related(pair, one, other, met[pair], kin)
        if hits and _is_name(bearings.text, name, group):
            yield from hits


def _is_name(text: str, surname: str, group: Sequence[_Called]) -> bool:
    """Whether a work writes a word as a name more often than small: "Brown Bear" and "Old Bear" are no family."""
    return text.count(f" {surname.lower()}") < sum(called.person.mentions for called in group) / SMALL


def _related(
    pair: tuple[str, str], one: _Called, other: _Called, places: Sequence[tuple[int, int]], kin: Sequence[int]
) -> Iterator[Hit]:
    """What it says that two of one surname stand in these places together."""
    couple = one.formal and other.formal and {one.gender, other.gender} == {"m", "f"}
    if couple and (one.married or other.married):
        start, end = places[0]
        yield Hit(pair, "romantic", MARRIED, MARRIED, False, "married", start, end)
        return
    if one.given == other.given != "":
        return
    distinct = (one.given and other.given) or (one.gender and other.gender and one.gender != other.gender)
    if not distinct and len(places) < TWO:
        return
    for start, end in places:
        at = bisect_left(kin, start - SENTENCE)
        told = at < len(kin) and kin[at] < end + SENTENCE
        score = SURNAME_AND_KIN if told else SURNAME
        yield Hit(pair, "family", score, score, False, "surname", start, end)


def _called(person: Person) -> _Called | None:
    """The surname of a person, from the fullest of the names; null where none is known."""
    found = [parts for name in (person.name, *person.aliases) if (parts := _parts(name)) and _surname(parts)]
    if not found:
        return None
    best = max(found, key=lambda p: len(p.core))
    main = _parts(person.name)
    formal = main is not None and bool(main.titles) and not _given(main)
    genders = [g for p in found if (g := gender_of(p))] or [_GENDERS.get("".join(person.pronouns), "")]
    married = any(t in vocabulary().married for p in found for t in p.titles)
    return _Called(person, best.core[-1], _given(best), genders[0], married, formal)


def _parts(name: str) -> Parts | None:
    words = tuple(name.replace(".", "").split())
    return take_apart(words) if words else None


def _given(parts: Parts) -> str:
    """The given name of a full name, empty where there is none ("Mr. van der Meer")."""
    first = parts.core[0]
    return first if len(parts.core) > 1 and first[0].isupper() else ""


def _surname(parts: Parts) -> bool:
    """Whether the last word of a name is a surname: after a given name, or after Mr., Mrs. or Miss."""
    last = parts.core[-1]
    if last.lower() in shared_surnames() or not last[0].isupper():
        return False
    if _given(parts):
        return True
    words, title = vocabulary(), parts.titles[-1] if parts.titles else ""
    if not title or title in words.kin or title in ("st", "saint"):
        return False
    return title in ("mr", "mister", "mrs") or last.lower() not in words.given


def _meetings(bearings: Bearings, wanted: set[str]) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """For each two people of `wanted`, in order of mentions, the places where one sentence names both."""
    met: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    order = Order(bearings.cast)
    last: list[tuple[str, int, int]] = []
    for person, start, end in bearings.mentions.places("name"):
        if person not in wanted:
            continue
        last = [m for m in last if start - m[2] <= SENTENCE and m[0] != person][-3:]
        for other, begin, stop in last:
            pair = order.pair(other, person)
            if pair and not _BREAK.search(bearings.text, stop, start):
                met[pair].append((begin, end))
        last.append((person, start, end))
    return met


def _hailed(bearings: Bearings, order: Order, cues: Sequence[Cue]) -> Iterator[Hit]:
    """Someone who is addressed by a word for kin: "Yes, papa," she said. Who is meant is whoever speaks next to it, so
    that only the one counts to whom someone says it most often."""
    said: dict[tuple[str, str], list[tuple[str, Cue]]] = defaultdict(list)
    genders = {person.id: _GENDERS.get("".join(person.pronouns), "") for person in bearings.cast.people}
    for cue in cues:
        word = bearings.text[cue.start : cue.end].lower()
        if word not in kin_titles() or not (told := _hail(bearings, cue)):
            continue
        speaker, to = told
        gender = vocabulary().title_gender.get(word, "") or vocabulary().noun_gender.get(word, "")
        if not gender or genders.get(to, "") in ("", gender):
            said[speaker, gender].append((to, cue))
    for (speaker, _), hails in said.items():
        to, often = Counter(to for to, _ in hails).most_common(1)[0]
        pair = order.pair(speaker, to)
        if pair and often * 2 > len(hails):
            for cue in (cue for other, cue in hails if other == to):
                yield Hit(pair, "family", HAILED, HAILED, False, "hailed", cue.start, cue.end)


def _hail(bearings: Bearings, cue: Cue) -> tuple[str, str] | None:
    """Who addresses whom by a word; null where it addresses nobody who is known."""
    quote = bearings.quote(cue.start)
    if quote is None or quote.speaker is None or not _HAIL_AFTER.match(bearings.text, cue.end):
        return None
    if not _HAIL_BEFORE.search(bearings.text[quote.start : cue.start].replace("\n", " ")[-16:]):
        return None
    to = bearings.addressee(quote)
    return (quote.speaker, to) if to else None


def _titled(bearings: Bearings, order: Order) -> Iterator[Hit]:
    """Someone who is called "Aunt Mara" or "Cousin Bea" by the one who speaks."""
    titles = {title.capitalize() for title in kin_titles() - {"mother", "father"}} | {"Cousin"}
    wanted = {
        person.id
        for person in bearings.cast.people
        if any(name.split()[0] in titles and " " in name for name in (person.name, *person.aliases))
    }
    if not wanted:
        return
    for person, start, end in bearings.mentions.places("name"):
        words = bearings.text[start:end].split()
        if person not in wanted or len(words) < 2 or words[0] not in titles:
            continue
        quote = bearings.quote(start)
        speaker = quote.speaker if quote else bearings.cast.narrator
        pair = order.pair(speaker, person) if speaker else None
        if pair:
            yield Hit(pair, "family", TITLED, TITLED, False, "titled", start, end)
