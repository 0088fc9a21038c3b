"""Pronouns and noun phrases to people, in one walk through the work: who each means, with a confidence."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Generic, NamedTuple

from headnote.people.antecedents import Tables, W
from headnote.people.focus import (
    AS_OBJECT,
    AS_OWNER,
    AS_SPEAKER,
    AS_SUBJECT,
    DESCRIBED,
    NAMED,
    SAID_OF,
    SPOKE,
    Focus,
    marked,
)
from headnote.people.nominals import NounPhrases, noun_phrases
from headnote.people.phrases import NounPhrase
from headnote.people.pronouns import OBJECT, POSSESSIVE
from headnote.people.stage import Stage
from headnote.people.unnamed import Unnamed
from headnote.people.weighing import Weigher, likeliest

#: Tells the person and a probability from a pronoun's offset, its candidates, their scores, and whether it means one of
#: them if there is any.
Choose = Callable[[int, list[int], list[W], bool], tuple[int, float]]
#: Confidence from which a pronoun tells the gender of someone of whom none was known.
TELLS = 0.7
#: Confidence of a speaker from which the pronoun of the tag means no one else.
TOLD = 0.6
#: Confidence from which a turn puts its speaker in focus.
HEARD = 0.5
#: Events handled at once, so that a long work's never are all objects.
BLOCK = 1 << 14
_NAME, _PRONOUN, _PHRASE = range(3)
#: How a pronoun of each kind mentions: subject, object, possessive, reflexive.
_MARKS = tuple(marked(SAID_OF, part) for part in (AS_SUBJECT, AS_OBJECT, AS_OWNER, AS_OBJECT))
_ENDS = re.compile(r"[.!?…][\"”'’)\]]?\s")
#: What follows "her" that is an object, and not a noun of hers.
_NOT_HERS = frozenset(
    (
        *("to", "and", "with", "in", "at", "for", "from", "as", "by", "on", "that", "but", "if", "when", "so", "up"),
        *("down", "off", "out", "into", "a", "an", "the", "or"),
    )
)  # fmt: skip
_NEXT = re.compile(r"\s+([\w’'-]+)")
_OPENS = frozenset(
    (
        *("and", "but", "when", "as", "that", "while", "if", "because", "then", "so", "where", "until", "before"),
        *("after", "though", "although", "than", "for", "or", "nor", "yet", "since", "whether", "which", "who"),
        *("whom", "what"),
    )
)  # fmt: skip


#: What stands between someone and the name that tells who it is.
_CALLED = r"(?:was|were|is|are) (?:called|named)"
_NAME_WAS = r"(?:first |last |full |real )?name (?:was|is|had been)"
_INTRODUCES = re.compile(rf"\s+(?:{_NAME_WAS}|{_CALLED})\s+")
_NAMED = re.compile(rf"\b(?:(?:his|her|their) {_NAME_WAS}|(?:he|she|they) {_CALLED})\s+$", re.IGNORECASE)
#: The words that `_NAMED` may end with.
_NAMING = frozenset(("was", "is", "been", "called", "named"))
#: Confidence of a pronoun whose name follows so.
INTRODUCED = 0.95


class Meant(NamedTuple):
    """The span of a pronoun or noun phrase, the person it means or -1, a confidence, and whether it is a noun phrase.
    People without a name are numbered on from the named ones."""

    start: int
    end: int
    who: int
    confidence: float
    noun: bool = False


class Resolver(Generic[W]):
    """Resolves the pronouns and noun phrases of one work.

    Args:
        stage: names, pronouns, turns.
        speakers: speaker and probability of each turn.
        weigher: weighs the candidates of a pronoun.
        choose: takes one of them.
    """

    def __init__(
        self, stage: Stage, speakers: Sequence[tuple[int, float]], weigher: Weigher[W], choose: Choose[W]
    ) -> None:
        self.stage, self.speakers = stage, speakers
        self.weigher: Weigher[W] = weigher
        self.choose: Choose[W] = choose
        self.text, self.genders = stage.text, weigher.genders
        self.unnamed = Unnamed(stage, weigher.genders)
        self._tagged = {turn.tag.at: t for t, turn in enumerate(stage.turns) if turn.tag.rank < 4 and turn.tag.who < 0}
        self._turn_of = array("q", (t for t, turn in enumerate(stage.turns) for _ in turn.quotes))
        self._quotes = [span for turn in stage.turns for span in turn.quotes]
        self._quote = 0
        self._last = (-1, -1)

    def resolve(self) -> Iterator[Meant]:
        """All mentions that are no names, in text order; `who` is -1 where it cannot be told who is meant."""
        phrases = NounPhrases(noun_phrases(self.stage))
        for what, at, sentence, i in self._events(phrases.starts):
            if what == _PRONOUN:
                meant = self._pronoun(i, at, sentence)
                if meant:
                    self._last = (at, meant.who)
                    yield meant
            elif what == _NAME:
                self._name(i, at, sentence)
            elif what == _PHRASE:
                yield self._phrase(phrases[i], sentence)
            else:
                who, sure = self.speakers[self._turn_of[i]]
                if who >= 0 and sure >= HEARD:
                    self.weigher.told.see(who, self.genders[who], at, sentence, marked(SPOKE, AS_SPEAKER))

    def _events(self, phrases: Sequence[int]) -> Iterator[tuple[int, int, int, int]]:
        """All names, pronouns, noun phrases (given by their starts) and quotations in text order: which of these, its
        offset, the number of its sentence, its index among its like."""
        import numpy as np

        starts = [
            np.asarray(self.stage.named.starts),
            np.asarray(self.stage.pronouns.starts),
            np.asarray(phrases),
            np.array([start for start, _ in self._quotes], dtype=np.int64),
        ]
        ends = np.array([m.end() for m in _ENDS.finditer(self.text)], dtype=np.int64)
        edges = np.array(self.stage.edges, dtype=np.int64)
        ends = np.sort(np.concatenate([ends, edges]), kind="stable")  # both are sorted: they are merged
        ends = ends[np.diff(ends, prepend=-1) > 0]
        at = np.concatenate(starts)
        what = np.repeat(np.arange(4), [len(part) for part in starts])
        index = np.concatenate([np.arange(len(part)) for part in starts])
        order = np.lexsort((what, at))
        at = at[order]
        sentence = np.searchsorted(ends, at, side="right")
        for low in range(0, len(at), BLOCK):
            part = slice(low, low + BLOCK)
            yield from zip(
                what[order[part]].tolist(), at[part].tolist(), sentence[part].tolist(), index[order[part]].tolist(),
                strict=True,
            )  # fmt: skip

    def _name(self, i: int, at: int, sentence: int) -> None:
        named = self.stage.named
        who, quoted = named.who[i], named.quoted[i]
        self._last = (at, who)
        if quoted < 0 or not named.hailed[i]:
            mark = marked(NAMED, self._part(at, named.ends[i]))
            self._focus(quoted).see(who, self.genders[who], at, sentence, mark)

    def _part(self, start: int, end: int) -> int:
        """The part of the sentence that a name or noun phrase plays, by what stands beside it."""
        text = self.text
        if text.startswith(("'s", "’s"), end):
            return AS_OWNER
        before = text[max(0, start - 14) : start].split()
        if not before or before[-1][-1] in '.,;:!?—–-"“”‘(…':
            return AS_SUBJECT
        last = before[-1].lower()
        named = last in _NAMING and _NAMED.search(text, max(0, start - 30), start)
        return AS_SUBJECT if named or last in _OPENS else AS_OBJECT

    def _phrase(self, phrase: NounPhrase, sentence: int) -> Meant:
        turn = self._turn_at(phrase.start)
        who, sure = self._described(phrase, sentence)
        if who >= 0:
            mark = marked(DESCRIBED, self._part(phrase.start, phrase.end))
            self._focus(turn).see(who, self.genders[who], phrase.start, sentence, mark)
        return Meant(phrase.start, phrase.end, who, round(sure, 3), noun=True)

    def _described(self, phrase: NounPhrase, sentence: int) -> tuple[int, float]:
        """Whom a noun phrase means: the speaker whom a tag calls so, or whom its words do."""
        tagged = self._tagged.get(phrase.start)
        if tagged is not None and self.speakers[tagged][0] >= 0:
            return self.speakers[tagged]
        at, owner = self._last
        contested = partial(self.weigher.contested, sentence)
        return self.unnamed.meant(phrase, owner if at == phrase.owner else -1, contested)

    def _turn_at(self, at: int) -> int:
        """The turn that an offset is spoken in, -1 in narration; offsets come in text order."""
        quote, quotes = self._quote, self._quotes
        while quote < len(quotes) and quotes[quote][1] <= at:
            quote += 1
        self._quote = quote
        return self._turn_of[quote] if quote < len(quotes) and quotes[quote][0] <= at else -1

    def _pronoun(self, i: int, at: int, sentence: int) -> Meant | None:
        pronouns = self.stage.pronouns
        end, gender, quoted = pronouns.ends[i], pronouns.genders[i], pronouns.quoted[i]
        turn = self._turn_of[quoted] if quoted >= 0 else -1
        if gender in "iy":
            return self._first_or_second(at, end, gender, turn)
        kind = self._kind(i) if gender == "f" else pronouns.kinds[i]
        who, sure = self._teller(at, gender) if at in self._tagged else (-1, 0.0)
        if who < 0 and kind != OBJECT and (m := _INTRODUCES.match(self.text, end)):
            who, sure = self._introduced(m.end())
        if who < 0:
            people, scores = self.weigher.weigh(at, sentence, gender, kind, turn)
            who, sure = self.choose(at, people, scores, gender != "t")
        if who < 0:
            return None if gender == "t" else Meant(at, end, -1, 0.0)
        if sure >= TELLS and not self.genders[who]:
            self.genders[who] = gender
        self._focus(turn).see(who, self.genders[who], at, sentence, _MARKS[kind])
        return Meant(at, end, who, round(sure, 3))

    def _kind(self, i: int) -> int:
        """What a pronoun is in its clause: "her" is an object where no noun of hers follows."""
        pronouns = self.stage.pronouns
        kind = pronouns.kinds[i]
        if kind == POSSESSIVE and pronouns.ends[i] - pronouns.starts[i] == 3 and pronouns.genders[i] == "f":
            m = _NEXT.match(self.text, pronouns.ends[i])
            return POSSESSIVE if m and m.group(1) not in _NOT_HERS else OBJECT
        return kind

    def _first_or_second(self, start: int, end: int, gender: str, turn: int) -> Meant | None:
        if turn >= 0:
            who, sure = self.speakers[turn]
            if gender == "i":
                return Meant(start, end, who, round(0.95 * sure, 3))
            return Meant(start, end, *self.weigher.addressee(turn))
        if gender == "y":
            return None
        return Meant(start, end, self.stage.narrator, 0.95 if self.stage.narrator >= 0 else 0.0)

    def _teller(self, at: int, gender: str) -> tuple[int, float]:
        """The speaker of a turn whose tag has its pronoun at a place, -1 where he is not surely told."""
        who, sure = self.speakers[self._tagged[at]]
        return (who, sure) if sure >= TOLD and self.genders[who] in (gender, "") else (-1, 0.0)

    def _introduced(self, at: int) -> tuple[int, float]:
        """Who is told by the name that stands at an offset: "his name was Ben", "she was called Mara"."""
        index = self.stage.named.at(at)
        return (-1, 0.0) if index is None else (self.stage.named.who[index], INTRODUCED)

    def _focus(self, turn: int) -> Focus:
        return self.weigher.told if turn < 0 else self.weigher.spoken


def resolved(stage: Stage, speakers: Sequence[tuple[int, float]], tables: Tables[float]) -> Iterator[Meant]:
    """All mentions of a work that are no names, each with the likeliest person."""
    return Resolver(stage, speakers, Weigher(stage, speakers, tables), _likeliest).resolve()


def _likeliest(_: int, people: list[int], scores: list[float], someone: bool) -> tuple[int, float]:
    return likeliest(people, scores, someone=someone)
