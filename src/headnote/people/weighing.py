"""Weighing the people in focus: which of them a pronoun means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import exp
from typing import Generic

from headnote.people.antecedents import Tables, W
from headnote.people.focus import Focus, Seen
from headnote.people.pronouns import OBJECT
from headnote.people.stage import Stage

#: Candidates weighed at most, and sentences after which a person is out of focus.
WEIGHED, SENTENCES = 4, 40
#: What is left of the weight of "no one in focus" where someone is taken: the model learns from openings of novels, in
#: which many are not known yet. With .1 the probabilities hold for 1,544 pronouns of tags in ten whole novels.
UNKNOWN = 0.1
#: Gender of several people.
GROUP = "g"
#: Code points within which the subject of a clause is looked for.
CLAUSE = 120
#: Distance by sentences: 1 the same, 2 the one before, 5 up to the sixth, 6 up to the fourteenth, 7 more; 0 is the same
#: clause.
_DISTANCES = (1, 2, 3, 4, *(5,) * 3, *(6,) * 8, *(7,) * (SENTENCES - 14))
_NO_CANDIDATE = 8
#: Genders that a pronoun may mean beside its own.
_FIT = {"m": ("m", ""), "f": ("f", ""), "t": ("t", GROUP), "n": ("n",)}
_CLAUSE = re.compile(r"[.!?,;:—–(]|--|\b(?:and|but|when|while|as|that|who|which|where|because|if)\b")
#: What the subject may have about itself: "she looked behind her", but not "she looked at her".
_ABOUT = re.compile(r"\b(?:about|around|round|behind|before|beside|with|after|upon|on|over|under|near|above)\s+\Z")


class Weigher(Generic[W]):
    """Weighs the people in focus of one work. `genders` of all people, first the named ones, grow as others are found;
    `told` and `spoken` are the focus of narration and of speech.

    Args:
        stage: names and turns.
        speakers: speaker and probability of each turn.
        tables: the model.
    """

    def __init__(self, stage: Stage, speakers: Sequence[tuple[int, float]], tables: Tables[W]) -> None:
        self.text, self.stage, self.speakers = stage.text, stage, speakers
        self.tables: Tables[W] = tables
        self.genders = list(stage.genders)
        self._named = len(stage.genders)
        self.told, self.spoken = Focus(self._named), Focus(self._named)
        self._addressees: dict[int, tuple[int, float]] = {}

    def weigh(self, at: int, sentence: int, gender: str, kind: int, turn: int) -> tuple[list[int], list[W]]:
        """The candidates and their scores; the last score, of no candidate, is that of "no one in focus".

        Args:
            at: offset of the pronoun.
            sentence: the number of its sentence.
            gender: of the pronoun: m, f, t (they), n.
            kind: subject, object, possessive or reflexive.
            turn: the turn that it is spoken in, -1 in narration.
        """
        place, person, speech, text = self.tables.place, self.tables.person, self.tables.speech, self.text
        first, fit, never = kind * 128, _FIT[gender], self.stage.narrator if turn < 0 else self.speakers[turn][0]
        apart = kind == OBJECT and not _ABOUT.search(text, at - 9, at)
        addressee, begun = (self.addressee(turn)[0], self.stage.turns[turn].quotes[0][0]) if turn >= 0 else (-1, -1)
        people: list[int] = []
        scores: list[W] = []
        nearest, oldest = _NO_CANDIDATE, sentence - SENTENCES
        for one in self._in_speech(sentence) if turn >= 0 else reversed(self.told.people()):
            if one.sentence < oldest:
                break
            who = one.who
            if one.gender not in fit or who == never or (apart and self._leads(one, at)):
                continue
            distance = _DISTANCES[sentence - one.sentence]
            if distance == 1 and not _CLAUSE.search(text, one.at, at):
                distance = 0
            score = place[first + one.mark * 8 + distance] + person[one.person]
            if turn >= 0:
                how = 3 if who == addressee else 1 + (one.at < begun)
                score += speech[how * 8 + distance]
            people.append(who)
            scores.append(score)
            nearest = min(nearest, distance)
            if len(people) == WEIGHED:
                break
        scores.append(self.tables.nobody[(((turn >= 0) * 4 + kind) * 9 + nearest) * 5 + len(people)])
        return people, scores

    def contested(self, sentence: int, gender: str) -> bool:
        """Whether someone named whose gender may be this one is in focus at a sentence."""
        fit = (gender, "") if gender else ("m", "f", "t", "n", "")
        for one in reversed(self.told.people()):
            if sentence - one.sentence > SENTENCES:
                return False
            if one.who < self._named and one.gender in fit:
                return True
        return False

    def addressee(self, turn: int) -> tuple[int, float]:
        """Whom a turn speaks to: the other speaker of the conversation; a person and a probability."""
        found = self._addressees.get(turn)
        if found is None:
            self._addressees = {turn: (found := self._said_to(turn))}
        return found

    def _said_to(self, turn: int) -> tuple[int, float]:
        turns, (who, _) = self.stage.turns, self.speakers[turn]
        for other in (turn - 1, turn + 1):
            if 0 <= other < len(turns) and abs(turns[other].paragraph - turns[turn].paragraph) <= 3:
                them, sure = self.speakers[other]
                if them not in (-1, who):
                    return them, round(0.8 * sure, 3)
        return -1, 0.0

    def _in_speech(self, sentence: int) -> Iterator[Seen]:
        """Those in focus where someone speaks, the last one first, those of speech before all others."""
        spoken = set()
        for one in reversed(self.spoken.people()):
            if sentence - one.sentence > SENTENCES:
                break
            spoken.add(one.who)
            yield one
        for one in reversed(self.told.people()):
            if one.who not in spoken:
                yield one

    def _leads(self, one: Seen, at: int) -> bool:
        """Whether someone is the subject of the clause that holds an offset."""
        return at - one.led < CLAUSE and not _CLAUSE.search(self.text, one.led, at)


def likeliest(people: Sequence[int], scores: Sequence[float], *, someone: bool) -> tuple[int, float]:
    """The person of the highest score and the probability; -1 where there is none to choose, or where "no one in focus"
    has the highest score and it need not be `someone`."""
    raised = list(map(exp, scores))
    if someone and people:
        raised[-1] *= UNKNOWN
        best = max(raised[:-1])
    else:
        best = max(raised)
    index = raised.index(best)
    return (people[index] if index < len(people) else -1), best / sum(raised)
