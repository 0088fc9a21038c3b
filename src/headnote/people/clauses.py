"""Whose verb it is that introduces a quotation: the subject of its clause ("Ben sat down, and Mara, who had not heard,
said: ...")."""

from __future__ import annotations

import re

from headnote.people.subjects import BLANK, POSSESSIVE, STOP, WORDS, Subject, SubjectReader
from headnote.people.vocabulary import vocabulary

#: What may stand between a subject and its verb.
ADVERB = rf"(?:(?:then|again|once|only|just|also|at last|had|would|was|quietly|[a-z]+ly),?{BLANK})"
_DIRECT = re.compile(
    rf"(?:(?:['’]| )s\b)?(?:{BLANK}(?:[a-z]+ly|had|has|would|could|can|did|was|is|then|also|only|just|again|once|now"
    rf"|next|thus|at last|not|help|be|been|never|always|even))*{BLANK}"
)
#: Where a clause begins that may have a subject of its own. "And" also joins two people of one clause.
_CLAUSE = re.compile(
    rf",?{BLANK}(who)(?={BLANK}|,)|(?:[,;:]|--|[—–])?{BLANK}(and|or|but|while|when|whilst|whereupon|then|so|until|till|as"
    rf"|that|for|because|though|if|which|whom|before|after|where)(?={BLANK})|,{BLANK}however,|[,;](?={BLANK})"
)
#: Conjunctions of clauses after which, past a comma, the sentence's own subject goes on.
_UNDER = frozenset(
    "while when whilst until till as that for because though if which whom before after where".split()  # noqa: SIM905
)
_JOINED = re.compile(rf",?{BLANK}(?:and|or|who)\b|,[^,]*$")
_GOES_ON = re.compile(rf"{BLANK}(?!and\b|or\b)[a-z]+")
_BLANKS = re.compile(BLANK)
_LAST_NOUN = re.compile(
    rf"\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Mm]y|[Tt]heir)(?:{BLANK}[a-z-]+){{0,2}}"
    rf"{BLANK}([a-z-]{{3,}})(?:{BLANK}{ADVERB}?)$"
)
_VOICE = re.compile(rf"(?:['’]| )s(?:{BLANK}\w+){{0,2}}{BLANK}(?:voice|tone|words?|answer|reply)\b")
_ENDS = re.compile(r"[,:]\s*$")
#: Words looked back over for a verb of speech.
NEAR = 12


class ClauseReader:
    """Finds the verbs that introduce the quotations of one work, and their subjects.

    Args:
        subjects: reads the subjects of the work.
    """

    def __init__(self, subjects: SubjectReader) -> None:
        self.text = subjects.text
        self.subjects = subjects
        words = vocabulary()
        self.speech, self.human = words.speech, words.human | words.weak

    def last_verb(self, first: int, end: int) -> tuple[int, int] | None:
        """Span of the last verb of speech from `first` up to `end`, if it is near the end."""
        for m in reversed(list(WORDS.finditer(self.text, first, end))[-NEAR:]):
            if self._speaks(m.group()):
                return m.span()
        return None

    def _speaks(self, word: str) -> bool:
        """Whether a word is a verb of speech, as a participle too ("saying")."""
        if word in self.speech:
            return True
        stem = word[:-3]
        return word.endswith("ing") and (stem in self.speech or f"{stem}e" in self.speech or stem[:-1] in self.speech)

    def of_verb(self, first: int, start: int, end: int) -> Subject | None:
        """Subject of a verb in a sentence: just before it, that of its clause, just after it ("said Mara:"), or the
        sentence's first.

        Args:
            first: where the sentence starts.
            start: where the verb starts.
            end: where it ends.
        """
        return (
            self._beside(first, start)
            or self._of_clause(first, start, participle=self.text[start:end].endswith("ing"))
            or self._inverted(end)
            or self.subjects.first(first, start)
        )

    def _beside(self, first: int, start: int) -> Subject | None:
        """A name, pronoun or noun right before the verb."""
        name = self.subjects.last_name(first, start)
        if name and _DIRECT.fullmatch(self.text, name.end, start):
            return name
        before = self.text[max(first, start - 12) : start].split()
        if before and before[-1].lower() in ("he", "she", "i", "they"):
            return Subject(-1, self.subjects.genders[before[-1].lower()], "", start - 1, start)
        if noun := _LAST_NOUN.search(self.text, max(first, start - 60), start):
            low, nouns = noun.group(1), self.subjects.nouns
            if low in nouns or (low not in STOP and low not in self.human and noun.start() == first):
                return Subject(-1, nouns.get(low, ""), low, noun.start(), noun.end(1))
        return None

    def _inverted(self, end: int) -> Subject | None:
        found = self.subjects.at(end + 1)
        return found if found and found.who >= 0 else None

    def _of_clause(self, first: int, start: int, *, participle: bool) -> Subject | None:
        """Subject of the last clause before a verb that has one of its own."""
        for m in reversed(list(_CLAUSE.finditer(self.text, first, start))):
            relative, conjunction = m.groups()
            if relative:
                found = self.subjects.last_name(first, m.start())
                if found and found.end == m.start():
                    return found
                continue
            blanks = _BLANKS.match(self.text, m.end())
            found = self.subjects.at(blanks.end()) if blanks else None
            if found and found.end <= start and self._is_subject(found, conjunction, start, participle=participle):
                return found
        return None

    def _is_subject(self, found: Subject, conjunction: str | None, start: int, *, participle: bool) -> bool:
        """Whether who stands after a clause's beginning is the subject of the verb at `start`."""
        text = self.text
        if POSSESSIVE.match(text, found.end):
            return False
        if conjunction in ("and", "or") and _JOINED.match(text, found.end, start):
            return False
        if not conjunction and (found.who < 0 or not _GOES_ON.match(text, found.end)):
            return False
        closed = text[found.end] != "," and "," in text[found.end + 1 : start]
        return participle or not (closed and conjunction in _UNDER)

    def voice(self, first: int, start: int) -> Subject | None:
        """Whose voice the narration before a quotation speaks of last ("and then came Mara's voice:"), or by whom
        something is done there."""
        name = self.subjects.last_name(first, start)
        if not name:
            return None
        if _VOICE.match(self.text, name.end, start):
            return name
        by = self.text[name.start - 3 : name.start] == "by " and _ENDS.match(self.text, name.end, start)
        return name if by else None
