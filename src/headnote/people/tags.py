"""Tags: what the narration around a quotation says of its speaker ("said Alice", "he asked", "The man smiled.")."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from headnote.people.named import Named
from headnote.people.vocabulary import vocabulary

#: How a tag stands to its quotation, the surest first.
NONE, VERB_FIRST, VERB_AFTER, BEFORE, BEAT_AFTER, BEAT_BEFORE, COLON = range(7)
_RANK = {VERB_FIRST: 0, VERB_AFTER: 1, BEFORE: 2, COLON: 3, BEAT_AFTER: 4, BEAT_BEFORE: 5, NONE: 9}


class Subject(NamedTuple):
    """Who a piece of narration speaks of: a person's index or -1; the gender of its pronoun or noun; the noun."""

    who: int
    gender: str
    noun: str
    start: int
    end: int


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


NO_TAG = Tag()

_S = r"[ \r\n\xa0]+"
_ADVERB = rf"(?:(?:then|again|once|only|just|also|at last|had|would|was|quietly|\w+ly),?{_S})"
_FILLER = re.compile(rf"(?:(?:[Tt]he|[Pp]oor|[Oo]ld|[Ll]ittle|[Yy]oung|[Dd]ear|[Gg]ood){_S})*")
_LEAD = re.compile(r"[ \r\n\xa0]*(?:[-—–]+[ \r\n\xa0]*)?")
_VERB = re.compile(rf"{_ADVERB}?([a-z]+)(?:{_S}(?:to|at|in){_S}\w+)?,?{_S}{_ADVERB}?")
_NEXT = re.compile(rf"(?:,?{_S}(?:{_ADVERB})*([a-z]+)(?:{_S}([a-z]+))?(?:{_S}([a-z]+))?|['’]s\b)")
_PRONOUN = re.compile(r"(?:[Hh]e|[Ss]he|[Tt]hey|I|[Ww]e|[Xx]e|[Zz]e|[Ee]y|[Ff]ae)\b(?!['’]?-)")
_PHRASE = re.compile(
    rf"(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Mm]y|[Tt]heir|[Oo]ur|[Tt]his|[Tt]hat|[Aa]nother)((?:{_S}[\w’'-]+){{1,5}})"
)
_WORDS = re.compile(r"[\w’'-]+")
_STOP = frozenset("of in with who and at on from to that which was had said for by".split())  # noqa: SIM905
_SENTENCE = re.compile(r"(?<!Mr)(?<!Mrs)(?<!Dr)(?<!Ms)(?<!St)[.!?…][\"'”’)]*\s+(?=[\"“'‘(]?[A-Z])")
_SMALL_PRONOUN = re.compile(r"\b(?:he|she|I|they)\b")
_OWN = re.compile(r"(?:[Hh]is|[Hh]er|[Tt]heir|[Mm]y)\b")


class TagReader:
    """Reads the tags of one work.

    Args:
        text: the work's text.
        named: where its people are named.
    """

    def __init__(self, text: str, named: Named) -> None:
        self.text = text
        self.named = named
        words = vocabulary()
        self.speech, self.human = words.speech, words.human | words.weak
        self.nouns, self.genders = words.noun_gender, words.pronoun_gender

    def subject(self, at: int) -> Subject | None:
        """Who the words at an offset speak of, if they start with a name, a pronoun or a noun for a person."""
        text = self.text
        filled = _FILLER.match(text, at).end()  # type: ignore[union-attr]
        index = self.named.at.get(filled, self.named.at.get(at))
        if index is not None:
            return Subject(self.named.who[index], "", "", self.named.starts[index], self.named.ends[index])
        if m := _PRONOUN.match(text, at):
            return Subject(-1, self.genders.get(m.group().lower(), "t"), "", at, m.end())
        if m := _PHRASE.match(text, at):
            return self._noun(m)
        return None

    def _noun(self, m: re.Match[str]) -> Subject | None:
        for word in _WORDS.finditer(self.text, m.start(1), m.end(1)):
            low = word.group().lower()
            if word.start() in self.named.at:
                index = self.named.at[word.start()]
                return Subject(self.named.who[index], "", "", word.start(), self.named.ends[index])
            if low in self.nouns:
                return Subject(-1, self.nouns[low], low, m.start(), word.end())
            if low in _STOP:
                return None
        return None

    def after(self, end: int, limit: int) -> Tag:
        """The tag that follows a quotation which ends at `end`; `limit` is the end of its paragraph."""
        text = self.text
        at = _LEAD.match(text, end).end()  # type: ignore[union-attr]
        if at >= limit:
            return NO_TAG
        if text[at].islower():
            m = _VERB.match(text, at)
            if m and m.end() < limit and (found := self._inverted(m)):
                return _tag(VERB_FIRST, found)
        found = self.subject(at)
        if not found or found.end > limit:
            return self._owner(at)
        following = _NEXT.match(text, found.end)
        if text[end - 2 : end - 1] == "," and found.end < limit:
            return _tag(VERB_AFTER, found)
        if following and any(w in self.speech for w in following.groups() if w):
            return _tag(VERB_AFTER, found)
        return _tag(BEAT_AFTER, found)

    def _inverted(self, m: re.Match[str]) -> Subject | None:
        """Subject of a verb that follows the quotation ("said Alice", "was Alice's answer", "cried the hunchback")."""
        verb = m.group(1)
        found = self.subject(m.end())
        if verb in self.speech or verb.endswith("ed"):
            return found or self._any_noun(m.end())
        if found and verb in ("was", "came") and self.text.startswith(("'s", "’s"), found.end):
            return found
        return None

    def _any_noun(self, at: int) -> Subject | None:
        """A noun phrase whose noun is not among the words for people."""
        m = _PHRASE.match(self.text, at)
        last = None
        for word in _WORDS.finditer(self.text, m.start(1), m.end(1)) if m else ():
            if word.group().lower() in _STOP or (last and self.text[last.end()] not in " \r\n"):
                break
            last = word
        return Subject(-1, "", last.group().lower(), at, last.end()) if last else None

    def _owner(self, at: int) -> Tag:
        """A beat that starts with a possessive ("Her eyes widened.")."""
        if m := _OWN.match(self.text, at):
            return Tag(BEAT_AFTER, -1, self.genders.get(m.group().lower(), ""), "", at)
        return NO_TAG

    def before(self, begin: int, start: int) -> Tag:
        """The tag in the narration between `begin` and a quotation's start."""
        text = self.text
        tail = text[max(begin, start - 400) : start].rstrip()
        if not tail:
            return NO_TAG
        offset = max(begin, start - 400)
        breaks = [m.end() for m in _SENTENCE.finditer(tail)]
        first = offset + (breaks[-1] if breaks else 0)
        introduces = tail[-1] in ":,"
        verb = self._last_verb(first, offset + len(tail)) if introduces else None
        if verb and (found := self._of_verb(first, *verb)):
            return _tag(BEFORE, found)
        if found := self._first(first, start):
            return _tag(BEFORE if tail[-1] == ":" else BEAT_BEFORE, found)
        return NO_TAG

    def lead(self, start: int, end: int) -> Tag:
        """Subject of a paragraph's last sentence; kind 1 where it holds a verb of speech, else 2."""
        begin = max(start, end - 400)
        breaks = [m.end() for m in _SENTENCE.finditer(self.text, begin, end)]
        first = breaks[-1] if breaks else begin
        found = self._first(first, end)
        if not found:
            return NO_TAG
        return _tag(VERB_FIRST if self._last_verb(first, end) else VERB_AFTER, found)

    def _last_verb(self, first: int, end: int) -> tuple[int, int] | None:
        for m in reversed(list(_WORDS.finditer(self.text, first, end))[-12:]):
            if m.group() in self.speech:
                return m.span()
        return None

    def _of_verb(self, first: int, start: int, end: int) -> Subject | None:
        """Subject of a verb in a sentence: just before it, just after it ("said Alice:"), or the sentence's first."""
        names = self.named
        at = bisect_left(names.starts, start) - 1
        if at >= 0 and names.starts[at] >= first and self.text.count(" ", names.ends[at], start) <= 2:
            return Subject(names.who[at], "", "", names.starts[at], names.ends[at])
        before = self.text[max(first, start - 12) : start].split()
        if before and before[-1].lower() in ("he", "she", "i", "they"):
            return Subject(-1, self.genders[before[-1].lower()], "", start - 1, start)
        inverted = self.subject(end + 1)
        if inverted and inverted.who >= 0:
            return inverted
        return self._first(first, start)

    def _first(self, first: int, end: int) -> Subject | None:
        """The first person a sentence speaks of as its subject."""
        found = self.subject(first)
        if found:
            return found
        names = self.named.starts
        at = bisect_left(names, first)
        name = names[at] if at < len(names) and names[at] < end else end
        if m := _SMALL_PRONOUN.search(self.text, first, name):
            return Subject(-1, self.genders[m.group().lower()], "", m.start(), m.end())
        if name < end:
            return Subject(self.named.who[at], "", "", name, self.named.ends[at])
        return None


def _tag(kind: int, found: Subject) -> Tag:
    return Tag(kind, found.who, found.gender, found.noun, found.start)


def best(tags: Sequence[Tag]) -> Tag:
    """The surest of several tags."""
    return min(tags, key=lambda t: t.rank, default=NO_TAG)
