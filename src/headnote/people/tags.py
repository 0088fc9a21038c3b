"""Tags: what the narration around a quotation says of its speaker ("said Alice", "he asked", "The man smiled.")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from headnote.people.clauses import ADVERB, ClauseReader
from headnote.people.named import Named
from headnote.people.subjects import BLANK, PHRASE, POSSESSIVE, STOP, WORDS, Subject, SubjectReader
from headnote.people.vocabulary import vocabulary

#: How a tag stands to its quotation, the surest first.
NONE, VERB_FIRST, VERB_AFTER, BEFORE, BEAT_AFTER, BEAT_BEFORE, COLON = range(7)
_RANK = {VERB_FIRST: 0, VERB_AFTER: 1, BEFORE: 2, COLON: 3, BEAT_AFTER: 4, BEAT_BEFORE: 5, NONE: 9}


class Tag(NamedTuple):
    """One tag. `who` is a person's index or -1; `gender` of the pronoun or noun, "i" for the first person; `noun`
    the noun of "the old man"; `at` the offset of the subject; `end` where it ends."""

    kind: int = NONE
    who: int = -1
    gender: str = ""
    noun: str = ""
    at: int = -1

    @property
    def rank(self) -> int:
        """0 for the surest kind, 9 for none."""
        return _RANK[self.kind]

    @property
    def names(self) -> bool:
        """Whether a verb of speech is said of someone by name."""
        return self.who >= 0 and self.rank <= _RANK[BEFORE]


NO_TAG = Tag()

_LEAD = re.compile(r"[ \r\n\xa0]*(?:[-—–]+[ \r\n\xa0]*)?")
_AND = re.compile(r"(?:And|But|Then|So) (?=[A-Z])")
_VERB = re.compile(
    rf"{ADVERB}?([a-z]+)"
    rf"(?:{BLANK}(out|in|on|up|off|back|over|forth)(?=,?{BLANK}(?:[A-Z]|(?:the|he|she|they|an?|his|her|my)\b))"
    rf"|{BLANK}(?:to|at|in){BLANK}[a-z]+)?,?{BLANK}{ADVERB}?"
)
_NEXT = re.compile(rf"(?:,?{BLANK}(?:{ADVERB})*([a-z]+)(?:{BLANK}([a-z]+))?(?:{BLANK}([a-z]+))?|(?:['’]| )s\b)")
#: The sign comes first, and what may not stand before it after it, so that the search skips what is no sign.
_SENTENCE = re.compile(r"[.!?…](?<!Mr.)(?<!Mrs.)(?<!Dr.)(?<!Ms.)(?<!St.)(?:[\"'”’)]*\s+|(?:--|—)\s?)(?=[\"“'‘(]?[A-Z])")
_BY = re.compile(rf"(?:by|from){BLANK}")
_GOING = re.compile(rf"{BLANK}(?:{ADVERB})*?(?:was|were){BLANK}")
_SOURCE = re.compile(rf"(?:according{BLANK}to|from){BLANK}")
_DENIED = frozenset(("not", "never", "nothing"))
_WHO_SPOKE = re.compile(rf"It{BLANK}was{BLANK}")
_HEARD = re.compile(rf"{BLANK}(?:had )?(?:heard|hears?){BLANK}")
_BEGINS = re.compile(
    rf"{BLANK}(?:{ADVERB})*(?:began|continued|went{BLANK}on|ran{BLANK}on|resumed|proceeded|spoke|stammered"
    rf"|explained|addressed|accosted|recited|repeated{BLANK}(?:his|her|their|the))"
    rf"(?!{BLANK}to\b)[^,;:]*$"
)
_TURNS = re.compile(rf",{BLANK}(?:and|but){BLANK}")
_OWN = re.compile(r"(?:[Hh]is|[Hh]er|[Tt]heir|[Mm]y)\b")
#: Code points before a quotation, or of a paragraph's end, that are read.
REACH = 400
#: Code points from a name to the end of the paragraph that introduces a quotation, within which it is as sure as a name
#: before the quotation: on the annotated novels 100 of 108 such speak.
NEAR = 80


class TagReader:
    """Reads the tags of one work.

    Args:
        text: the work's text.
        named: where its people are named.
    """

    def __init__(self, text: str, named: Named) -> None:
        self.text = text
        self.subjects = SubjectReader(text, named)
        self.clauses = ClauseReader(self.subjects)
        self.speech = vocabulary().speech

    def after(self, end: int, limit: int, *, introduced: bool = False) -> Tag:
        """The tag that follows a quotation.

        Args:
            end: where the quotation ends.
            limit: where its paragraph ends or the next quotation starts.
            introduced: whether a verb of speech before the quotation has told its speaker.
        """
        text = self.text
        at = _LEAD.match(text, end).end()  # type: ignore[union-attr]
        if at >= limit or (introduced and text[at:limit].rstrip()[-1:] in (",", ":")):
            return NO_TAG
        if begins := _AND.match(text, at):
            found = self.subjects.at(begins.end())
            return _tag(BEAT_AFTER, found) if found and found.end < limit else NO_TAG
        if text[at].islower():
            m = _VERB.match(text, at)
            if m and m.end() < limit and (found := self._inverted(m)):
                return _tag(VERB_FIRST, found)
        return self._of_subject(end, at, limit, introduced=introduced)

    def _of_subject(self, end: int, at: int, limit: int, *, introduced: bool) -> Tag:
        """The tag that begins with its subject at `at`."""
        text = self.text
        source = _SOURCE.match(text, at)
        if source and (found := self.subjects.at(source.end())) and found.who >= 0:
            return _tag(VERB_AFTER, found)
        spoke = _WHO_SPOKE.match(text, at)
        if spoke and (found := self.subjects.at(spoke.end())):
            return _tag(VERB_AFTER, found) if text[found.end : found.end + 4] == " who" else NO_TAG
        found = self.subjects.at(at)
        heard = _HEARD.match(text, found.end) if found else None
        if heard and (other := self.subjects.at(heard.end())):
            found = other
        if not found or found.end > limit:
            return self._spoken_noun(at, limit) or self._owner(at)
        following = _NEXT.match(text, found.end)
        if following and not introduced and self._says(following):
            return _tag(VERB_AFTER, found)
        if text[end - 2 : end - 1] == "," and found.end < limit and not introduced:
            return _tag(VERB_AFTER, found)
        return _tag(BEAT_AFTER, found)

    def _says(self, following: re.Match[str]) -> bool:
        """Whether one of the words after a subject is a verb of speech ("was saying"); "went" is one in "went on", and
        none is one in "did not answer", "said nothing", "began to".
        """
        words = following.groups()
        if (words[0] == "went" and words[1] != "on") or words[:2] == ("began", "to"):
            return False
        if not _DENIED.isdisjoint(words):
            return False
        speaks = self.clauses.speaks if _GOING.match(following.group()) else self.speech.__contains__
        return any(map(speaks, filter(None, words)))

    def _spoken_noun(self, at: int, limit: int) -> Tag | None:
        """A noun that is not among the words for people and speaks ("the croupier called")."""
        m = PHRASE.match(self.text, at, limit)
        words = list(WORDS.finditer(self.text, m.start(1), m.end(1))) if m else []
        for noun, verb in pairwise(words):
            low = noun.group().lower()
            if low in STOP or low in self.speech:
                return None
            if verb.group() in self.speech and not low.endswith("ly"):
                return Tag(VERB_AFTER, -1, "", low, at)
        return None

    def _inverted(self, m: re.Match[str]) -> Subject | None:
        """Subject of a verb that follows the quotation ("said Alice", "was Alice's answer", "cried the hunchback")."""
        verb, particle = m.groups()
        by = _BY.match(self.text, m.end())
        found = self.subjects.at(by.end() if by else m.end())
        owns = found and found.who >= 0 and POSSESSIVE.match(self.text, found.end)
        if particle or verb in self.speech or verb.endswith("ed"):
            if found and owns:
                return self.subjects.owned(found.end)
            return found or self.subjects.any_noun(m.end())
        if verb == "came" and by:
            return found
        return found if owns and verb in ("was", "came") else None

    def _owner(self, at: int) -> Tag:
        """A beat that starts with a possessive ("Her eyes widened.")."""
        if m := _OWN.match(self.text, at):
            return Tag(BEAT_AFTER, -1, self.subjects.genders.get(m.group().lower(), ""), "", at)
        return NO_TAG

    def before(self, begin: int, start: int) -> Tag:
        """The tag in the narration between `begin` and a quotation's start."""
        offset = max(begin, start - REACH)
        tail = self.text[offset:start].rstrip()
        if not tail:
            return NO_TAG
        first = offset + max((m.end() for m in _SENTENCE.finditer(tail)), default=0)
        introduces = tail[-1] in ":,-—–" or tail[-1].isalnum()
        verb = self.clauses.last_verb(first, offset + len(tail)) if introduces else None
        if verb and (found := self.clauses.of_verb(first, *verb)):
            return _tag(BEFORE, found)
        if found := self.clauses.voice(first, start):
            return _tag(BEFORE, found)
        found = self.clauses.of_last_clause(first, start) if introduces else None
        if found := found or self.subjects.first(first, start):
            return _tag(BEFORE if tail.rstrip("-—– ")[-1:] == ":" else BEAT_BEFORE, found)
        return NO_TAG

    def begins(self, start: int, end: int) -> Tag:
        """The tag of a paragraph whose last sentence says no more than that someone begins to speak ("Mara went on
        after a while.")."""
        begin = max(start, end - REACH)
        first = max((m.end() for m in _SENTENCE.finditer(self.text, begin, end)), default=begin)
        first = max((m.end() for m in _TURNS.finditer(self.text, first, end)), default=first)
        found = self.subjects.at(first)
        if found and found.who >= 0 and end - found.end < NEAR and _BEGINS.match(self.text, found.end, end):
            return _tag(BEFORE, found)
        return NO_TAG

    def is_near(self, tag: Tag, end: int) -> bool:
        """Whether a tag's name is the last one before the end of its paragraph, and not far from it."""
        name = self.subjects.last_name(tag.at, end)
        return tag.who >= 0 and name is not None and name.start == tag.at and end - name.end < NEAR

    def lead(self, start: int, end: int) -> Tag:
        """Subject of a paragraph's last sentence; kind 1 where it holds a verb of speech, else 2."""
        begin = max(start, end - REACH)
        first = max((m.end() for m in _SENTENCE.finditer(self.text, begin, end)), default=begin)
        found = self.subjects.first(first, end)
        if not found:
            return NO_TAG
        return _tag(VERB_FIRST if self.clauses.last_verb(first, end) else VERB_AFTER, found)


def _tag(kind: int, found: Subject) -> Tag:
    return Tag(kind, found.who, found.gender, found.noun, found.start)


def best(tags: Sequence[Tag]) -> Tag:
    """The surest of several tags."""
    return min(tags, key=lambda t: t.rank, default=NO_TAG)
