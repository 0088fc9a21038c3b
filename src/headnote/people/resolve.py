"""Pronouns to people: who each pronoun means, as far as the text allows, with a confidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from headnote.people.pronouns import OBJECT, POSSESSIVE, SUBJECT
from headnote.people.stage import Stage

#: A person is in focus for this many code points after the last mention.
FOCUS = 3000
#: Confidence where one person of the gender is about, where two are, for an object beside a subject, inside speech.
ALONE, CONTESTED, BESIDE, IN_SPEECH = 0.85, 0.6, 0.5, 0.45


class Meant(NamedTuple):
    """A pronoun's span, the person it means or -1, and a confidence."""

    start: int
    end: int
    who: int
    confidence: float


class _Gender:
    """The two people of one gender last spoken of in narration: `first` in focus, `second` the one before."""

    __slots__ = ("at", "at_second", "first", "second")

    def __init__(self) -> None:
        self.first = self.second = -1
        self.at = self.at_second = -FOCUS

    def see(self, who: int, at: int) -> None:
        if who != self.first:
            self.second, self.at_second = self.first, self.at
            self.first = who
        self.at = at


class Resolver:
    """Resolves the pronouns of one work.

    Args:
        stage: names, pronouns, turns.
        speakers: speaker and probability of each turn.
    """

    def __init__(self, stage: Stage, speakers: Sequence[tuple[int, float]]) -> None:
        self.stage = stage
        self.speakers = speakers
        self.told = {"m": _Gender(), "f": _Gender(), "t": _Gender(), "n": _Gender()}
        self.turn_of = self._turns_by_quotation()
        self.tagged = {turn.tag.at: t for t, turn in enumerate(stage.turns) if turn.tag.rank < 4 and turn.tag.who < 0}

    def _turns_by_quotation(self) -> list[int]:
        owner: list[int] = []
        for t, turn in enumerate(self.stage.turns):
            owner.extend([t] * turn.size)
        return owner

    def resolve(self) -> Iterator[Meant]:
        """All pronouns that mean one person, in text order; `who` is -1 where it cannot be told which."""
        stage = self.stage
        named, pronouns = stage.named, stage.pronouns
        at, n = 0, len(named.starts)
        for start, end, gender, kind, quoted in zip(
            pronouns.starts, pronouns.ends, pronouns.genders, pronouns.kinds, pronouns.quoted, strict=True
        ):
            while at < n and named.starts[at] < start:
                if named.quoted[at] < 0 and not stage.roles.is_role(named.who[at]):  # "the cabman" is passed by
                    self._see(named.who[at], named.starts[at])
                at += 1
            if quoted >= 0:
                meant = self._in_speech(start, end, gender, self.turn_of[quoted])
            else:
                meant = self._in_narration(start, end, gender, kind)
            if meant:
                yield meant

    def _see(self, who: int, at: int) -> None:
        told = self.told.get(self.stage.genders[who])
        if told:
            told.see(who, at)

    def _in_speech(self, start: int, end: int, gender: str, turn: int) -> Meant | None:
        who, sure = self.speakers[turn]
        if gender == "i":
            return Meant(start, end, who, round(0.95 * sure, 3))
        if gender == "y":
            return Meant(start, end, *self._addressee(turn))
        told = self.told[gender]
        for other, seen in ((told.first, told.at), (told.second, told.at_second)):
            if other not in (-1, who) and start - seen < FOCUS:
                return Meant(start, end, other, IN_SPEECH)
        return None if gender == "t" else Meant(start, end, -1, 0.0)

    def _addressee(self, turn: int) -> tuple[int, float]:
        """Whom a turn speaks to: the other speaker of the conversation."""
        turns, (who, _) = self.stage.turns, self.speakers[turn]
        for other in (turn - 1, turn + 1):
            if 0 <= other < len(turns) and abs(turns[other].paragraph - turns[turn].paragraph) <= 3:
                them, sure = self.speakers[other]
                if them not in (-1, who):
                    return them, round(0.8 * sure, 3)
        return -1, 0.0

    def _in_narration(self, start: int, end: int, gender: str, kind: int) -> Meant | None:
        if gender == "y":
            return None
        if gender == "i":
            return Meant(start, end, self.stage.narrator, 0.95 if self.stage.narrator >= 0 else 0.0)
        told = self.told[gender]
        if start in self.tagged:
            who, sure = self.speakers[self.tagged[start]]
            if who >= 0 and self.stage.genders[who] in (gender, ""):
                told.see(who, start)
                return Meant(start, end, who, round(sure, 3))
        if start - told.at >= FOCUS or told.first < 0:
            return None if gender == "t" else Meant(start, end, -1, 0.0)
        contested = told.second >= 0 and start - told.at_second < FOCUS
        if kind == OBJECT and contested:
            return Meant(start, end, told.second, BESIDE)
        if kind in (SUBJECT, POSSESSIVE):
            told.at = start
        return Meant(start, end, told.first, CONTESTED if contested else ALONE)
