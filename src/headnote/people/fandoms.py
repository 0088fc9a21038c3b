"""Which known worlds a cast belongs to. An original work belongs to none, and is not forced into one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from headnote.people.bearings import Bearings
from headnote.people.cues import Cue
from headnote.people.fandom_words import KnownFandom, fandoms
from headnote.people.vocabulary import vocabulary
from headnote.records import Evidence, Fandom

Cues = Mapping[str, Sequence[Cue]]

# What each kind of sign counts, set by hand on tests/people/cases/fandoms.toml: two full names, or three unusual single
# names, or an unusual name and two telling words are enough; any number of everyday names is not.
FULL_NAME, RARE_NAME, SHARED_NAME, COMMON_NAME = 0.6, 0.35, 0.25, 0.05
RARE_WORD, COMMON_WORD = 0.3, 0.08
#: Least confidence of a fandom that is reported, and the share of it that must rest on more than everyday names.
LEAST = 0.6
#: Signs that are not everyday, at least.
SIGNS = 2
SHOWN = 8


class Sign(NamedTuple):
    """One thing that speaks for a fandom: a person's name, or a word of the text."""

    key: str
    score: float
    start: int
    end: int
    person: str | None = None


class Roll(NamedTuple):
    """All names of the bundled fandoms: indices of fandoms by full name, and by single name with its score."""

    full: dict[str, list[int]]
    single: dict[str, list[tuple[int, float]]]


@cache
def _roll() -> Roll:
    full: dict[str, list[int]] = defaultdict(list)
    single: dict[str, dict[int, float]] = defaultdict(dict)
    for i, fandom in enumerate(fandoms().fandom):
        for name in fandom.people:
            parts = name.split()
            if len(parts) > 1:
                full[_key(name)].append(i)
                full[_key(" ".join(reversed(parts)))].append(i)
            for part in {parts[0], parts[-1]}:
                score = (
                    COMMON_NAME if part in _common() or len(part) < 4 else RARE_NAME if parts == [part] else SHARED_NAME
                )
                single[_key(part)][i] = max(score, single[_key(part)].get(i, 0))
    return Roll(full, {name: _spread(name, scores) for name, scores in single.items()})


def _spread(name: str, scores: Mapping[int, float]) -> list[tuple[int, float]]:
    """A single name's scores: one that several fandoms have tells none of them from the others."""
    several = len(scores) > (1 if name in vocabulary().given else 2)
    return [(i, COMMON_NAME if several else score) for i, score in sorted(scores.items())]


@cache
def _common() -> frozenset[str]:
    return frozenset(fandoms().common)


def _key(name: str) -> str:
    return name.casefold().replace("’", "'")


def find_fandoms(bearings: Bearings, cues: Cues) -> tuple[Fandom, ...]:
    """The fandoms of a work, surest first; several for a crossover, none for an original work.

    Args:
        bearings: the text and its cast.
        cues: what `headnote.people.fandom_words.phrases` found in the text.
    """
    signs = _signs(bearings, cues)
    found: list[Fandom] = []
    explained: set[str] = set()
    while signs:
        best = max(sorted(signs), key=lambda i: _confidence(_left(signs[i], explained)))
        left = _left(signs.pop(best), explained)
        if not _enough(left):
            break
        found.append(_fandom(fandoms().fandom[best], left))
        explained |= {sign.key for sign in left}
    return tuple(found)


def _left(signs: Sequence[Sign], explained: set[str]) -> list[Sign]:
    """The signs that no surer fandom explains: a spin-off needs people or words of its own."""
    return [sign for sign in signs if sign.key not in explained]


def _confidence(signs: Sequence[Sign]) -> float:
    missed = 1.0
    for sign in sorted(signs, key=lambda s: -s.score)[:8]:
        missed *= 1 - sign.score
    return 1 - missed


def _enough(signs: Sequence[Sign]) -> bool:
    telling = [sign for sign in signs if sign.score > COMMON_WORD]
    people = [sign for sign in telling if sign.person]
    return _confidence(signs) >= LEAST and len(telling) >= SIGNS and (bool(people) or len(telling) > SIGNS)


def _signs(bearings: Bearings, cues: Cues) -> dict[int, list[Sign]]:
    """Signs by index of the fandom, each person and each word once."""
    signs: dict[int, dict[str, Sign]] = defaultdict(dict)
    first: dict[str, tuple[int, int]] = {}
    for who, start, end in bearings.mentions.places("name"):
        first.setdefault(who, (start, end))
    for person in bearings.cast.people:
        for i, score in _claims((person.name, *person.aliases)).items():
            signs[i][person.id] = Sign(person.id, score, *first.get(person.id, (0, 0)), person.id)
    common = _common()
    for cue in cues.get("fandom", ()):
        word = bearings.text[cue.start : cue.end]
        key = word.lower()
        if key not in signs[cue.entry]:
            everyday = word in common or key in common or _is_name(word, bearings)
            signs[cue.entry][key] = Sign(key, COMMON_WORD if everyday else RARE_WORD, cue.start, cue.end)
    return {i: list(found.values()) for i, found in sorted(signs.items())}


def _is_name(word: str, bearings: Bearings) -> bool:
    """Whether a telling word is also the name of one of the cast, and so no word of the world."""
    return any(word in (person.name, *person.aliases) for person in bearings.cast.people)


def _claims(names: Sequence[str]) -> dict[int, float]:
    """Which fandoms a person of these names may be of, and how much the names say. A name of two parts of which only
    one fits is somebody else's, and so says little; a title before a surname says half."""
    claims: dict[int, float] = {}
    for name in names:
        for i in _roll().full.get(_key(name), ()):
            claims[i] = FULL_NAME
        parts = name.split()
        bare = [part for part in parts if part.rstrip(".").lower() not in vocabulary().title_gender]
        share = 1.0 if parts == bare else 0.5
        if len(bare) == 1:
            for i, score in _roll().single.get(_key(bare[0]), ()):
                claims[i] = max(score * share, claims.get(i, 0))
    return claims


def _fandom(known: KnownFandom, signs: Sequence[Sign]) -> Fandom:
    best = sorted(signs, key=lambda s: (-s.score, s.start))[:SHOWN]
    return Fandom(
        name=known.name,
        confidence=round(_confidence(signs), 3),
        people=[sign.person for sign in signs if sign.person],
        evidence=[
            Evidence(start=s.start, end=s.end, score=s.score, detector="fandoms")
            for s in sorted(best, key=lambda s: s.start)
            if s.end
        ],
    )
