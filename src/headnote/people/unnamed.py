"""People without a name: whom a noun phrase means, someone named, someone unnamed of before, or someone new."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from headnote.people.phrases import BARE, KNOWN, NONE, OWNED, NounPhrase
from headnote.people.stage import Stage
from headnote.people.vocabulary import vocabulary
from headnote.people.weighing import GROUP

#: Confidence of a noun that only one person is called by, of one beside a name, of one said again, and of someone new.
CALLED, BESIDE, AGAIN, NEW_ONE = 0.6, 0.8, 0.6, 0.5
#: Code points for which someone unnamed is meant by the same noun, and how many of one noun are told apart.
STAYS, APART = 12_000, 3
_APPOSED = re.compile(r"[.,;:!?)—–]|[ \n]+(?:who|whom|whose|of|in|with|at|from)\b")
_COPULAS = frozenset("was is were are am been be being became become becomes remained remains".split())  # noqa: SIM905
_SHORT = ("'s", "’s", "'m", "’m", "'re", "’re")
#: What may stand between a copula and its noun.
_BETWEEN = frozenset("not only but still now once such quite just no really hardly merely".split())  # noqa: SIM905
_LIKENED = frozenset(("like", "as", "than"))
_NAME_NEXT = re.compile(r",?[ \n]+(?=[A-Z])")


class _Earlier(NamedTuple):
    """Someone whom a noun meant: who, where last, and by which other words."""

    who: int
    at: int
    words: frozenset[str]


class Unnamed:
    """The people of one work who have no name. They are numbered on from the named ones.

    Args:
        stage: the named people, and where they are named.
        genders: of the named; those of the unnamed are appended, `GROUP` for several people.
    """

    def __init__(self, stage: Stage, genders: list[str]) -> None:
        self.text, self.named = stage.text, stage.named
        self.genders = genders
        self._called = {noun: min(people) for noun, people in stage.called.items() if len(people) == 1}
        self._anyone = vocabulary().no_roles
        self._earlier: dict[tuple[str, bool], list[_Earlier]] = {}
        self._owned: dict[tuple[int, str, bool], int] = {}

    def meant(self, phrase: NounPhrase, owner: int, contested: Callable[[str], bool]) -> tuple[int, float]:
        """The person whom a phrase means and a confidence; -1 for a phrase that means nobody in particular, that says
        what someone is, or that may be another name for someone known ("the younger man").

        Args:
            phrase: the phrase.
            owner: the person whose "his", "my" or name it begins with, -1 where none or unknown.
            contested: whether someone named, of a gender, is in focus.
        """
        who, sure = self._beside(phrase), BESIDE
        if who < 0 and (phrase.kind == NONE or self._says_what(phrase)):
            return -1, 0.0
        if who < 0:
            who, sure = self._again(phrase, owner), AGAIN
        if who < 0 and phrase.kind == KNOWN and not phrase.several:
            who, sure = self._called.get(phrase.head, -1), CALLED
        if who < 0:
            anyone = phrase.kind == KNOWN and not phrase.several and phrase.head in self._anyone
            if anyone and contested(phrase.gender):
                return -1, 0.0
            who, sure = self._new(phrase), NEW_ONE
        self.keep(phrase, who, owner)
        return who, sure

    def _beside(self, phrase: NounPhrase) -> int:
        """The person named right before or after: "Mara, the cook,", "his brother Tom", -1 where none."""
        if phrase.several:
            return -1
        named, text = self.named, self.text
        m = _NAME_NEXT.match(text, phrase.end)
        after = named.at(m.end()) if m else None
        if after is not None and self._may_be(phrase, named.who[after]):
            return named.who[after]
        if text[phrase.start - 2 : phrase.start] == ", " and _APPOSED.match(text, phrase.end):
            before = named.before(phrase.start)
            if before >= 0 and named.ends[before] == phrase.start - 2 and self._may_be(phrase, named.who[before]):
                return named.who[before]
        return -1

    def _may_be(self, phrase: NounPhrase, who: int) -> bool:
        return not phrase.gender or self.genders[who] in (phrase.gender, "")

    def _says_what(self, phrase: NounPhrase) -> bool:
        """Whether the phrase says what someone is, or is like."""
        words = self.text[max(0, phrase.start - 40) : phrase.start].lower().split()[-3:]
        if words and words[-1] in _BETWEEN:
            del words[-1]
        if not words:
            return False
        last = words[-1]
        if last in _COPULAS or last.endswith(_SHORT):
            return words[:-1][-1:] != ["there"]
        return last in _LIKENED and phrase.kind != KNOWN

    def _again(self, phrase: NounPhrase, owner: int) -> int:
        if phrase.kind == OWNED:
            return self._owned.get((owner, phrase.head, phrase.several), -1) if owner >= 0 else -1
        if phrase.kind != KNOWN:
            return -1
        words = self._words(phrase)
        for who, at, theirs in reversed(self._earlier.get((phrase.head, phrase.several), ())):
            if phrase.start - at < STAYS and (not words or not theirs or words & theirs):
                return who
        return -1

    def _new(self, phrase: NounPhrase) -> int:
        self.genders.append(GROUP if phrase.several else phrase.gender)
        return len(self.genders) - 1

    def keep(self, phrase: NounPhrase, who: int, owner: int) -> None:
        """Remembers whom a phrase meant."""
        if phrase.kind == OWNED and owner >= 0:
            self._owned[owner, phrase.head, phrase.several] = who
        if phrase.kind == BARE:
            return
        earlier = self._earlier.setdefault((phrase.head, phrase.several), [])
        words = self._words(phrase)
        for i, one in enumerate(earlier):
            if one.who == who:
                words |= one.words
                del earlier[i]
                break
        earlier.append(_Earlier(who, phrase.start, words))
        del earlier[:-APART]

    def _words(self, phrase: NounPhrase) -> frozenset[str]:
        """What tells one from another: the words between the determiner and the noun."""
        return frozenset(self.text[phrase.start : phrase.at].lower().split()[1:])
