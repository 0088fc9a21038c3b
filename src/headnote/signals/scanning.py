"""From hits to signals: each hit of a rule weighed in its context."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache

from headnote.records import Signal
from headnote.signals.context import Surroundings, weigh
from headnote.signals.folding import Folded
from headnote.signals.lexicon import Hit, Lexicon
from headnote.signals.persons import Persons
from headnote.signals.place import Places
from headnote.signals.rule import Rule
from headnote.taxonomy import codes

#: Characters within which an ambiguous word leans on an anchor of its group: about sixty words.
COMPANY = 350
#: What is left of a hit inside a figure of speech.
VEILED = 0.1
#: What speech leaves of a hit: talk of a blow is weaker evidence than a blow. Groups not named keep all.
IN_SPEECH = {"violence": 0.7, "death": 0.75, "sex": 0.8, "harm": 0.8}
#: Codes that a figure of speech leaves whole: a curse is one.
FIGURATIVE = frozenset({"strong-language"})
#: Figures of speech looked at before a hit: more than can overlap it.
OVERLAPPING = 6
#: Characters on either side of a hit within which the people named are taken to have part in it.
PERSONS = 60
#: Hits of one rule that are read: what comes after adds nothing to a finding, and memory stays bounded. Not so for what
#: detectors read scene by scene: a long collection may hide one scene.
MOST = 20_000
#: Hits weaker than this are not worth a record.
FLOOR = 0.02


class Found:
    """The hits of a work that lie in story text: by group for those who lean on them, and in order."""

    def __init__(self, folded: Folded, lexicon: Lexicon, places: Places) -> None:
        self.lexicon = lexicon
        self.folded = folded
        self.hits: list[Hit] = []
        self.groups: dict[str, list[Hit]] = {}
        self.veils: list[tuple[int, int, str]] = []
        aside, left = places.aside, list(_most(lexicon))
        for hit in lexicon.hits(folded):
            rule = lexicon.rules[hit[2]]
            if not left[hit[2]] or (aside.starts and folded.offset(hit[0]) in aside):
                continue
            left[hit[2]] -= 1
            if rule.veils is None:
                self.hits.append(hit)
            elif self.stands(*hit):
                self.veils.append((hit[0], hit[1], rule.veils))
        self._anchor()

    def _anchor(self) -> None:
        """Anchors by group: hits that stand on their own and are not part of a figure of speech."""
        lexicon = self.lexicon
        for start, end, index in self.hits:
            rule = lexicon.rules[index]
            if rule.group and not rule.company and self.stands(start, end, index) and not self.veil(start, end):
                self.groups.setdefault(rule.group, []).append((start, end, index))

    def stands(self, start: int, end: int, index: int) -> bool:
        """Whether the words that a rule needs near a hit are there and those it must not have are not."""
        near, unless = self.lexicon.near[index], self.lexicon.unless[index]
        if not near and not unless:
            return True
        window = self._window(start, end, index)
        present = window.split()
        if unless and (not unless.isdisjoint(present) or _phrased(unless, window)):
            return False
        return not near or not near.isdisjoint(present) or _phrased(near, window)

    def _window(self, start: int, end: int, index: int) -> bytes:
        """The words beside a hit in which its rule looks for company; two blanks where the hit stands."""
        rule, words = self.lexicon.rules[index], self.folded.words
        before = after = b""
        if rule.side != "after":
            before = words[words.find(b" ", max(0, start - rule.within)) : start + 1]
        if rule.side != "before":
            after = words[end + 1 : words.rfind(b" ", 0, end + 2 + rule.within) + 1]
        return before + b"  " + after

    def veil(self, start: int, end: int) -> str | None:
        """The name of the figure of speech that a hit is part of: they overlap, and the hit is not the larger."""
        i = bisect_left(self.veils, (end,))
        for low, high, name in reversed(self.veils[max(0, i - OVERLAPPING) : i]):
            if start < high and not (start < low and high < end):
                return name
        return None

    def counts(self, start: int, end: int, index: int) -> bool:
        """Whether a hit has the words and the company that its rule asks for."""
        company = self.lexicon.rules[index].company
        return self.stands(start, end, index) and (not company or self.accompanied(company, start))

    def accompanied(self, groups: list[str], start: int) -> bool:
        """Whether an anchor of one of the groups lies within `COMPANY` characters."""
        return any(self.near(group, start - COMPANY, start + COMPANY) for group in groups)

    def near(self, group: str, low: int, high: int) -> list[Hit]:
        """Anchors of a group that start in ``low..high``, in text order."""
        anchors = self.groups.get(group, [])
        return anchors[bisect_left(anchors, (low, 0, 0)) : bisect_right(anchors, (high, 1 << 62, 0))]


@lru_cache(maxsize=8)
def _most(lexicon: Lexicon) -> list[int]:
    """How many hits of each rule count, by its index."""
    known = codes()
    families = [known[rule.code].group if rule.code and rule.code in known else None for rule in lexicon.rules]
    # Those that are read scene by scene all count.
    return [1 << 62 if family in (None, "sex") else MOST for family in families]


def _phrased(wanted: frozenset[bytes], window: bytes) -> bool:
    return any(phrase in window for phrase in _phrases(wanted))


@cache
def _phrases(wanted: frozenset[bytes]) -> tuple[bytes, ...]:
    """Those of several words, with a blank on either side."""
    return tuple(b" " + phrase + b" " for phrase in wanted if b" " in phrase)


class Reader:
    """Turns the hits of rules that have a code into signals."""

    def __init__(self, text: str, found: Found, places: Places, persons: Persons) -> None:
        self.text = text
        self.persons = persons
        self.found = found
        self.places = places
        self.families = {code.id: code.group for code in codes().values()}

    def signals(self) -> Iterator[Signal]:
        """The lexical signals in text order; of hits of one code that begin together the weightiest counts, and what
        lies inside a hit that counted does not."""
        found, last = self.found, dict[str, int]()
        for start, end, index in sorted(found.hits, key=self._weightiest_first):
            rule = found.lexicon.rules[index]
            if rule.code is None or end <= last.get(rule.code, -1) or not found.counts(start, end, index):
                continue
            signal = self._signal(rule, rule.code, start, end)
            if signal is not None:
                last[rule.code] = end
                yield signal

    def _weightiest_first(self, hit: Hit) -> tuple[int, float, int]:
        return hit[0], -self.found.lexicon.rules[hit[2]].weight, -hit[1]

    def _signal(self, rule: Rule, code: str, start: int, end: int) -> Signal | None:
        folded, family = self.found.folded, self.families.get(code, "trope")
        low, high = folded.offset(start), folded.offset(end - 1) + 1
        if rule.case != "any" and not _cased(self.text[low:high], rule):
            return None
        factor, presence, names = weigh(code, family, Surroundings(folded, start, end))
        if code not in FIGURATIVE and (veil := self.found.veil(start, end)):
            factor, presence = factor * VEILED, "mentioned"
            names.insert(0, veil)
        if family in IN_SPEECH and low in self.places.speech:
            factor *= IN_SPEECH[family]
            presence = presence or ("mentioned" if rule.presence == "depicted" else None)
            names.append("dialogue")
        score = round(rule.weight * factor, 4)
        if score < FLOOR:
            return None
        return Signal(
            start=low, end=high, code=code, detector="lexicon", rule=rule.id, raw=rule.weight, score=score,
            scene=self.places.scene(low), intensity=rule.intensity, presence=presence or rule.presence,
            context=tuple(names), people=self.persons.named(low - PERSONS, high + PERSONS),
        )  # fmt: skip


def _cased(written: str, rule: Rule) -> bool:
    return written.islower() if rule.case == "lower" else written[:1].isupper()
