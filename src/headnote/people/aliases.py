"""One person, all names: which names of a work belong together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from headnote.people.evidence import Evidence, Name
from headnote.people.names import Parts, gender_of, take_apart
from headnote.people.vocabulary import vocabulary

#: Two names in one sentence of narration, this many code points apart at most, are two people.
SENTENCE = 120
#: Code points of a work that are searched for "old Mr. X".
SAMPLE = 2_000_000
#: A name written this often at most may be a slip of one written so often at least; letters that it has at least.
SLIPS, OFTEN, SLIP_LENGTH = 2, 20, 6
#: How words of age end.
_AGES = ("ld ", "oung ", "lder ", "ounger ")
_BREAK = re.compile(r"[.!?][\"'”’)]*\s|\n\s*\n")


class Character:
    """A person being put together. `names` are word tuples without dots, `marital` miss, mrs or empty."""

    __slots__ = ("gender", "marital", "names", "parts", "weight")

    def __init__(self, name: Name, parts: Parts, weight: int) -> None:
        self.names: list[Name] = []
        self.parts: list[Parts] = []
        self.gender = self.marital = ""
        self.weight = 0
        self.add(name, parts, weight)

    def add(self, name: Name, parts: Parts, weight: int) -> None:
        self.names.append(name)
        self.parts.append(parts)
        self.gender = self.gender or gender_of(parts)
        self.marital = self.marital or marital_of(parts)
        self.weight += weight


def _is_slip(name: Name, other: Name) -> bool:
    """Whether the last word of two names differs by one letter past the first, and nothing else does."""
    a, b = sorted((name[-1], other[-1]), key=len)
    if name[:-1] != other[:-1] or len(a) < SLIP_LENGTH or len(b) - len(a) > 1 or a[0] != b[0] or a == b:
        return False
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    return a[at + (len(a) == len(b)) :] == b[at + 1 :]


def marital_of(parts: Parts) -> str:
    """What a title says of marriage: "mrs", "miss" or empty."""
    words = vocabulary()
    for title in parts.titles:
        if title in words.married:
            return "mrs"
        if title in words.unmarried:
            return "miss"
    return ""


class Grouping:
    """Puts the names of one work together into characters.

    Args:
        text: the work's text.
        people: names of people, most written first.
        found: the evidence for each.
    """

    def __init__(self, text: str, people: Sequence[Name], found: Mapping[Name, Evidence]) -> None:
        self.text = text
        self.found = found
        self.parts = {name: take_apart(name) for name in people}
        self.characters: list[Character] = []
        self.given: dict[str, list[Character]] = defaultdict(list)
        self.last: dict[str, list[Character]] = defaultdict(list)
        self.diminutives = vocabulary().diminutives
        self._known_aged: dict[Name, bool] = {}

    def group(self) -> list[Character]:
        """Characters, most mentioned first. A name that could be several people's stays a person of its own."""
        order = sorted(self.parts, key=lambda n: (self._stage(n), -self.found[n].total, n))
        for name in order:
            parts = self.parts[name]
            fit = self._full_fit(name, parts) if len(parts.core) > 1 else self._single_fit(name, parts)
            if fit:
                fit.add(name, parts, self.found[name].total)
            else:
                self._create(name, parts)
        self._mend()
        return sorted(self.characters, key=lambda c: (-c.weight, c.names[0]))

    def _mend(self) -> None:
        """Gives a name that stands once or twice to the one often written that it is a slip of ("Mr. Harow" of "Mr.
        Harrow")."""
        rare = [c for c in self.characters if c.weight <= SLIPS and len(c.names) == 1]
        often = [(name, c) for c in self.characters if c.weight >= OFTEN for name in c.names]
        for slip in rare:
            name, parts = slip.names[0], slip.parts[0]
            meant = {id(c): c for other, c in often if _is_slip(name, other) and not self._against(c, name, parts)}
            if len(meant) == 1 and parts.core[-1].lower() not in vocabulary().given:
                meant.popitem()[1].add(name, parts, slip.weight)
                self.characters.remove(slip)

    def _stage(self, name: Name) -> int:
        """Full names first, then Miss, others with a title, Mrs, and last the bare ones."""
        parts = self.parts[name]
        if len(parts.core) > 1:
            return 0
        if not parts.titles:
            return 4
        return {"miss": 1, "": 2, "mrs": 3}[marital_of(parts)]

    def _create(self, name: Name, parts: Parts) -> None:
        character = Character(name, parts, self.found[name].total)
        self.characters.append(character)
        if len(parts.core) > 1:
            self.given[parts.core[0]].append(character)
            self.last[parts.core[-1]].append(character)
        elif parts.titles and not self._is_given(parts.core[0]):
            self.last[parts.core[0]].append(character)
        else:
            self.given[parts.core[0]].append(character)

    def _is_given(self, word: str) -> bool:
        return word.lower() in vocabulary().given

    def _full_fit(self, name: Name, parts: Parts) -> Character | None:
        """The character of the same given and last name, where titles do not speak against it."""
        core = parts.core
        for character in self.last[core[-1]] + self.given[core[0]]:
            known = character.parts[0].core
            same = known[-1] == core[-1] and self._same_given(known[0], core[0])
            longer = known[0] == core[0] and (set(known) <= set(core) or set(core) <= set(known))
            if (same or longer) and not self._against(character, name, parts):
                return character
        return None

    def _same_given(self, a: str, b: str) -> bool:
        if a == b or (len(min(a, b, key=len)) == 1 and a[0] == b[0]):
            return True
        return b.lower() in self.diminutives.get(a.lower(), ())

    def _against(self, character: Character, name: Name, parts: Parts) -> bool:
        """Whether titles, gender or the text itself speak against one person."""
        gender, marital = gender_of(parts), marital_of(parts)
        if gender and character.gender and gender != character.gender:
            return True
        if marital and character.marital and marital != character.marital:
            return True
        wife = "mrs" in (marital, character.marital) and marital != character.marital
        if wife and len(parts.core) > 1 and vocabulary().given.get(parts.core[0].lower()) == "m":
            return True
        return self._elder(character, name, parts) or self._together(character, name)

    def _elder(self, character: Character, name: Name, parts: Parts) -> bool:
        """Whether the narration tells "Mr. Knightley" from "Mr. John Knightley", by the given name or by age."""
        if len(parts.core) > 1 or not parts.titles or len(self.found[name].places) < 5:
            return False
        if self._aged(name):
            return True
        told = [n for n, p in zip(character.names, character.parts, strict=True) if p.titles and len(p.core) > 1]
        return sum(len(self.found[n].places) for n in told) >= 5

    def _aged(self, name: Name) -> bool:
        """Whether an age stands more than once before a title and name ("old Mr. Knightley")."""
        known = self._known_aged.get(name)
        if known is None:
            places = (at for dot in ("", ".") for at in self._places(f"{name[0]}{dot} {name[-1]}"))
            aged = sum(self.text.endswith(_AGES, 0, at) for at in places)
            known = self._known_aged[name] = aged > 1
        return known

    def _places(self, written: str) -> Iterator[int]:
        """Where a name is written in the part of the text that is searched."""
        at = self.text.find(written, 0, SAMPLE)
        while at >= 0:
            yield at
            at = self.text.find(written, at + 1, SAMPLE)

    def _together(self, character: Character, name: Name) -> bool:
        """Whether the narration puts both in one sentence, more often than by chance."""
        mine = self.found[name].places
        full = [n for n, p in zip(character.names, character.parts, strict=True) if p.core[0] in name and p.core[1:]]
        theirs = [self.found[n].places for n in (full if len(name) == 1 and full else character.names)]
        given = character.parts[0].core[:1]
        if given in self.parts and given != name and given not in character.names and self._is_given(given[0]):
            theirs.append(self.found[given].places)
        met = sum(self._near(mine, places) for places in theirs)
        return met > max(1, 0.04 * min(len(mine), sum(map(len, theirs))))

    def _near(self, some: Sequence[int], others: Sequence[int]) -> int:
        if len(some) > len(others):
            some, others = others, some
        met = 0
        for place in some:
            at = bisect_left(others, place)
            for other in others[max(0, at - 1) : at + 1]:
                a, b = sorted((place, other))
                met += b - a <= SENTENCE and not _BREAK.search(self.text, a, b)
        return met

    def _single_fit(self, name: Name, parts: Parts) -> Character | None:
        word = parts.core[0]
        if not parts.titles and (ranked := self._ranked(word.lower())):
            return self._only(ranked, name, parts)
        if parts.titles and marital_of(parts) == "mrs":
            unmarried = any(c.marital == "miss" for c in self.last[word])
            return None if unmarried else self._only(self.last[word], name, parts)
        for near in (self.given[word], self.last[word], self._nicknamed(word, name)):
            if near and (fit := self._only(near, name, parts)):
                return fit
            if near and parts.titles and near is self.given[word]:
                continue
            if near:
                return None
        return None

    def _ranked(self, word: str) -> list[Character]:
        """The one person with the title of rank that a name is nothing but ("the Colonel"), if there is only one."""
        words = vocabulary()
        if word not in words.title_gender or word in words.forms_of_address:
            return []
        short = {"doctor": "dr", "captain": "capt"}.get(word, word)
        ranked = [c for c in self.characters if any({word, short} & set(p.titles) for p in c.parts)]
        return ranked if len(ranked) == 1 and not ranked[0].marital else []

    def _nicknamed(self, word: str, name: Name) -> list[Character]:
        related = self.diminutives.get(word.lower(), ())
        fits = [c for other in sorted(related) for c in self.given.get(other.capitalize(), ())]
        return [c for c in fits if self._spoken_only(name) or all(self._spoken_only(n) for n in c.names)]

    def _spoken_only(self, name: Name) -> bool:
        """Whether a name is one that the people use and the narration hardly does."""
        return len(self.found[name].places) <= 0.4 * self.found[name].total

    def _only(self, near: Sequence[Character], name: Name, parts: Parts) -> Character | None:
        """The one character that a name fits; of several the one that outweighs the others by far."""
        fits = [c for c in near if not self._against(c, name, parts)]
        if not parts.titles:
            fits = [c for c in fits if not c.marital or c in self.given[parts.core[0]]] or [
                c for c in fits if c.marital != "mrs" or any(len(p.core) > 1 for p in c.parts)
            ]
        fits.sort(key=lambda c: -c.weight)
        if len(fits) > 1 and parts.titles and marital_of(parts) != "miss":
            return None
        if len(fits) > 1 and fits[0].weight < (5 if parts.titles else 3) * fits[1].weight:
            return None
        return fits[0] if fits else None
