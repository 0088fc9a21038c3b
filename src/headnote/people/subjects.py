"""Subjects: whom the words at a place of the narration speak of: a name, a pronoun, a noun for a person."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from headnote.people.named import Named
from headnote.people.vocabulary import vocabulary

#: A blank, also over a line's end.
BLANK = r"[ \r\n\xa0]+"
BLANKS = re.compile(BLANK)
_FILLER = re.compile(rf"(?:(?:[Tt]he|[Pp]oor|[Oo]ld|[Ll]ittle|[Yy]oung|[Dd]ear|[Gg]ood){BLANK})*")
_PRONOUN = re.compile(r"(?:[Hh]e|[Ss]he|[Tt]hey|I|[Ww]e|[Xx]e|[Zz]e|[Ee]y|[Ff]ae)\b(?!['’]?-)")
_SMALL_PRONOUN = re.compile(r"\b(?:he|she|I|they)\b")
PHRASE = re.compile(
    rf"(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Mm]y|[Tt]heir|[Oo]ur|[Tt]his|[Tt]hat|[Aa]nother|[Oo]ne)((?:{BLANK}[\w’'-]+){{1,5}})"
)
#: "One of the guards".
_ONE_OF = re.compile(
    rf"(?:one|another|some){BLANK}of{BLANK}(?:the|his|her|their|my|our|those|these)((?:{BLANK}[\w’'-]+){{1,4}})"
)
#: What tells one man or woman from others ("the gentleman in the white waistcoat").
_WEARING = re.compile(rf"{BLANK}(?:in|with){BLANK}the{BLANK}[a-z-]+(?:{BLANK}[a-z-]+)?(?=[.,;:!?—–]|--)")
#: A possessive, also one whose apostrophe was lost, and what it owns.
POSSESSIVE = re.compile(r"(?:['’]| )s\b")
_OWNED = re.compile(rf"(?:['’]| )s((?:{BLANK}[\w’'-]+){{1,4}})")
WORDS = re.compile(r"[\w’'-]+")
_OF = re.compile(rf"{BLANK}of{BLANK}")
_VOICES = frozenset("voice voices tones accents tone cry shout whisper words".split())  # noqa: SIM905
_ORDINALS = frozenset("first second third fourth fifth".split())  # noqa: SIM905
#: Words that no noun phrase goes on over.
STOP = frozenset("of in with who and at on from to that which was had said for by".split())  # noqa: SIM905
_AFTER_NOUN = STOP | frozenset(
    (
        *("again", "then", "as", "when", "while", "without", "after", "before", "still", "once", "very", "rather"),
        *("there", "here", "back", "up", "down", "round", "out", "over", "into"),
        *("somewhat", "quite", "almost", "half", "now", "next"),
    )
)


class Subject(NamedTuple):
    """Who a piece of narration speaks of: a person's index or -1; the gender of its pronoun or noun; the noun."""

    who: int
    gender: str
    noun: str
    start: int
    end: int


class SubjectReader:
    """Reads the subjects of one work.

    Args:
        text: the work's text.
        named: where its people are named.
    """

    def __init__(self, text: str, named: Named) -> None:
        self.text = text
        self.named = named
        words = vocabulary()
        self.generic = words.no_roles
        self.nouns, self.genders = words.noun_gender, words.pronoun_gender

    def at(self, at: int) -> Subject | None:
        """Who the words at an offset speak of, if they start with a name, a pronoun or a noun for a person."""
        filled = _FILLER.match(self.text, at).end()  # type: ignore[union-attr]
        index = self.named.at(filled)
        if index is None and filled != at:
            index = self.named.at(at)
        if index is not None:
            return self._name(index)
        if m := _PRONOUN.match(self.text, at):
            return Subject(-1, self.genders.get(m.group().lower(), "t"), "", at, m.end())
        m = PHRASE.match(self.text, at)
        return self._noun(m) if m else None

    def _name(self, index: int) -> Subject:
        named = self.named
        return Subject(named.who[index], "", "", named.starts[index], named.ends[index])

    def _noun(self, m: re.Match[str]) -> Subject | None:
        """The person or the noun for one that a phrase holds; of "the voice of Mara" the person whose voice it is."""
        before = ""
        for word in WORDS.finditer(self.text, m.start(1), m.end(1)):
            low = word.group().lower()
            if (index := self.named.at(word.start())) is not None:
                return self._name(index)
            if low in self.nouns:
                blanks = BLANKS.match(self.text, word.end())
                if blanks and (index := self.named.at(blanks.end())) is not None:  # "the poet Marsh"
                    return self._name(index)
                wearing = _WEARING.match(self.text, word.end()) if low in self.generic else None
                told = low in self.generic and ("-" in before or before in _ORDINALS)
                looks = [before] if told else []
                noun = " ".join((*looks, low, *(wearing.group().split() if wearing else ())))
                return Subject(-1, self.nouns[low], noun, m.start(), (wearing or word).end())
            if low in _VOICES and (of := _OF.match(self.text, word.end())):
                return self.at(of.end())
            if low in STOP:
                return None
            before = low
        return None

    def owned(self, end: int) -> Subject | None:
        """Of "Mara's young man" the young man; `end` is where the name ends."""
        m = _OWNED.match(self.text, end)
        return self._noun(m) if m else None

    def any_noun(self, at: int) -> Subject | None:
        """A noun phrase whose noun is not among the words for people."""
        m = _ONE_OF.match(self.text, at) or PHRASE.match(self.text, at)
        last = None
        for word in WORDS.finditer(self.text, m.start(1), m.end(1)) if m else ():
            low = word.group().lower()
            if low == "and" and last and m and self.text[m.start()] in "aA":  # "a tall and handsome man"
                continue
            if low in _AFTER_NOUN or (last and (low.endswith("ly") or self.text[last.end()] not in " \r\n")):
                break
            last = word
        return Subject(-1, "", last.group().lower(), at, last.end()) if last else None

    def last_name(self, first: int, end: int) -> Subject | None:
        """The last person named from `first` up to `end`."""
        at = bisect_left(self.named.starts, end) - 1
        return self._name(at) if at >= 0 and self.named.starts[at] >= first else None

    def names_before(self, first: int, end: int) -> list[Subject]:
        """The last two people named from `first` up to `end`, the last one first."""
        at = bisect_left(self.named.starts, end)
        return [self._name(i) for i in (at - 1, at - 2) if i >= 0 and self.named.starts[i] >= first]

    def named_until(self, end: int) -> bool:
        """Whether a name ends at an offset."""
        at = bisect_left(self.named.starts, end) - 1
        return at >= 0 and self.named.ends[at] == end

    def first(self, first: int, end: int) -> Subject | None:
        """The first person that a sentence speaks of as its subject."""
        found = self.at(first)
        if found:
            return found
        names = self.named.starts
        at = bisect_left(names, first)
        name = names[at] if at < len(names) and names[at] < end else end
        if m := _SMALL_PRONOUN.search(self.text, first, name):
            return Subject(-1, self.genders[m.group().lower()], "", m.start(), m.end())
        return self._name(at) if name < end else None
