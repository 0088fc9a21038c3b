"""Whose verb it is that introduces a quotation: the subject of its clause ("Ben sat down, and Mara, who had not heard,
said: ...")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from headnote.people.subjects import BLANK, BLANKS, POSSESSIVE, STOP, WORDS, Subject, SubjectReader
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
_LAST_NOUN = re.compile(
    rf"\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Mm]y|[Tt]heir)(?:{BLANK}[a-z-]+){{0,2}}"
    rf"{BLANK}([a-z-]{{3,}})(?:{BLANK}{ADVERB}?)$"
)
_OPENS = re.compile(rf"(?:[,;:]|--|[—–]|\b(?:{'|'.join(sorted(_UNDER))}|and|but|then|so)){BLANK}$")
#: What stands between a subject and its verb: "Mara, still out of breath, said", "Mara had the chance of saying".
_ASIDE = re.compile(rf",[^,;:]*,{BLANK}{ADVERB}*")
_CHANCE = re.compile(rf"{BLANK}(?:an|the){BLANK}(?:chance|opportunity|occasion){BLANK}(?:of|to){BLANK}")
#: "She and Mara" are two of one clause.
_PARTNER = re.compile(r"\b(?:he|she|they|I)$", re.IGNORECASE)
#: A clause about a thing before it ("a blush which Ben thought"); "to which Ben said" is none.
_RELATIVE = re.compile(rf"(?<!to )(?<!on )(?<!at )\b(?:which|whom|what){BLANK}$")
#: What is said by the way: "Ben (it was Mara's pipe) sat down, and said".
_INSIDE = re.compile(rf"{BLANK}\([^()]*\)")
_WHOSE = re.compile(rf",{BLANK}whose(?:{BLANK}\w+){{0,2}}{BLANK}(?:voice|tone|words?|answer|reply){BLANK}")
_SAID = "words?|answer|reply|response|remark|question|comment|exclamation|observation|whisper|cry|retort"
_OWNED = rf"(?:['’]| )s(?:{BLANK}\w+){{0,2}}{BLANK}"
_VOICE = re.compile(rf"{_OWNED}(?:voice|tone|(?:{_SAID})(?={BLANK}(?:was|were|had{BLANK}been)\b|[,:]|--|—))\b")
_WORDS = re.compile(rf"{_OWNED}(?:{_SAID})\b")
_WERE = re.compile(rf"\bw(?:as|ere){BLANK}$")
_VOICE_OF = re.compile(rf"\bvoice{BLANK}of{BLANK}$")
_ENDS = re.compile(r"[,:]\s*$")
_NOMINATIVE = re.compile(rf"(\w+)[,;:—–-]*{BLANK}(he|she|they|I)(?={BLANK})")
#: What a sentence may begin with before its subject; what makes of a subject a circumstance ("Mara keeping silent").
_LEADS = re.compile(r"[^,;:]{0,12}")
_WHILE = re.compile(rf"(?:(?:['’]| )s\b)?{BLANK}[a-z]+ing\b|(?:['’]| )s\b")
_VERB = re.compile(rf"(?:{BLANK}(?:never|always|[a-z]+ly))*{BLANK}([a-z]+)")
_LAST_WORD = re.compile(rf"(\w+)[,;:—–-]*{BLANK}(?:[Tt]he{BLANK})?$")
_UNDER_WORDS = _UNDER | frozenset("what how why than whether".split())  # noqa: SIM905
#: Words after which a name is no subject of the sentence.
_NO_SUBJECT = (
    _UNDER_WORDS | STOP | frozenset(("and", "or", "to", "by", "into", "upon", "about", "over", "under", "beside"))
)
#: A pronoun right before its verb: "she then quietly", "heard him almost at once", "let them".
_PRONOUN_OF = re.compile(
    rf"(?:(?:\b(?P<subject>he|she|they|I)|\bhear[ds]?{BLANK}(?P<heard>him|her|it|them))(?:{BLANK}(?:[a-z]+ly|had|has|would|could"
    rf"|can|did|was|is|then|also|only|just|almost|again|once|at{BLANK}(?:once|last)|now|next|afterwards))*|\b(?P<object>him|her|it|them))"
    rf"{BLANK}$",
    re.IGNORECASE,
)
#: What introduces speech whatever it says: "and stiffly hoped,", "with the remark:".
_INTRODUCES = re.compile(rf"\b((?:{_SAID})(?=:)|[a-z]{{3,}}ed(?=,))[,:]$")
#: "So that Mara could hardly hear the words" is no act of hers.
_MODAL = re.compile(rf"{BLANK}(?:could|might|would|should|can|may)\b")
#: Whose infinitive may follow: "heard her call".
_OBJECTS = frozenset(("him", "her", "them", "it"))
#: Words looked back over for a verb of speech.
NEAR = 18


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
        words = list(WORDS.finditer(self.text, first, end))[-NEAR - 1 :]
        for i in range(len(words) - 1, max(0, len(words) - NEAR) - 1, -1):
            word = words[i].group()
            if self.speaks(word) or (i and self._does(words[i - 1]) and self._is_base(word)):
                return words[i].span()
        m = _INTRODUCES.search(self.text, max(first, end - 24), end)
        return m.span(1) if m else None

    def speaks(self, word: str) -> bool:
        """Whether a word is a verb of speech, as a participle too ("saying")."""
        if word in self.speech:
            return True
        return word.endswith("ing") and any(map(self._is_base, (word[:-3], f"{word[:-3]}e", word[:-4])))

    def _does(self, before: re.Match[str]) -> bool:
        """Whether a word may be the subject of an infinitive: "heard Mara call", "let them shout"."""
        word = before.group()
        return word in _OBJECTS or (word[0].isupper() and self.subjects.named_until(before.end()))

    def _is_base(self, word: str) -> bool:
        """Whether a word is a verb of speech without an ending."""
        return word in self.speech or not {f"{word}s", f"{word}es", f"{word}ed"}.isdisjoint(self.speech)

    def of_verb(self, first: int, start: int, end: int) -> Subject | None:
        """Subject of a verb in a sentence: just before it, that of its clause, just after it ("said Mara:"), or the
        sentence's first.

        Args:
            first: where the sentence starts.
            start: where the verb starts.
            end: where it ends.
        """
        name = self.subjects.last_name(first, start)
        if name and _VOICE_OF.search(self.text, first, name.start) and self.text[name.end] == ",":
            return name
        if inside := _INSIDE.search(self.text, first, start):
            return self._of_clause(inside.end(), start) or self.of_verb(first, inside.start(), inside.start())
        return (
            self._beside(first, start)
            or self._of_clause(first, start, participle=self.text[start:end].endswith("ing"))
            or self._inverted(end)
            or self._of_sentence(first, start)
        )

    def _beside(self, first: int, start: int) -> Subject | None:
        """A name, pronoun or noun right before the verb."""
        for name in self.subjects.names_before(first, start):
            if self._leads_to(name, first, start):
                return name
        if m := _PRONOUN_OF.search(self.text, max(first, start - 40), start):
            start, end = m.span(m.lastgroup or 0)
            return Subject(-1, self.subjects.genders.get(self.text[start:end].lower(), ""), "", start, end)
        if noun := _LAST_NOUN.search(self.text, max(first, start - 60), start):
            low, nouns = noun.group(1), self.subjects.nouns
            opens = noun.start() == first or _OPENS.search(self.text, first, noun.start())
            if low in nouns or (low not in STOP and low not in self.human and opens):
                return Subject(-1, nouns.get(low, ""), low, noun.start(), noun.end(1))
        return None

    def _leads_to(self, name: Subject, first: int, start: int) -> bool:
        """Whether the verb at `start` can have no subject but the name before it."""
        text = self.text
        if _RELATIVE.search(text, max(first, name.start - 12), name.start):
            return False
        if any(between.fullmatch(text, name.end, start) for between in (_DIRECT, _CHANCE, _WHOSE)):
            return True
        opens = name.start == first or _OPENS.search(text, first, name.start)
        return bool(opens and _ASIDE.fullmatch(text, name.end, start))

    def _of_sentence(self, first: int, start: int) -> Subject | None:
        """The subject that a sentence begins with; where none stands there the last pronoun before the verb that can
        only be a subject, or the last name that acts, and whose clause stands under no other; or else the first person
        that it speaks of."""
        found = self.subjects.first(first, start)
        if not found or (_LEADS.fullmatch(self.text, first, found.start) and not _WHILE.match(self.text, found.end)):
            return found
        subjects = [*self._pronouns(first, start), *self._actors(first, start)]
        return max(subjects, key=lambda s: s.start, default=found)

    def _pronouns(self, first: int, start: int) -> Iterator[Subject]:
        for m in _NOMINATIVE.finditer(self.text, first, start):
            if m.group(1) not in _UNDER_WORDS:
                yield Subject(-1, self.subjects.genders.get(m.group(2).lower(), ""), "", m.start(2), m.end(2))

    def _actors(self, first: int, start: int) -> Iterator[Subject]:
        for name in self.subjects.names_before(first, start):
            verb, lead = _VERB.match(self.text, name.end, start), _LAST_WORD.search(self.text, first, name.start)
            if (
                verb
                and (verb.group(1).endswith("ed") or verb.group(1) in self.human)
                and (not lead or lead.group(1) not in _NO_SUBJECT)
            ):
                yield name

    def _inverted(self, end: int) -> Subject | None:
        found = self.subjects.at(end + 1)
        return found if found and found.who >= 0 else None

    def of_last_clause(self, first: int, start: int) -> Subject | None:
        """Who acts in the last clause of a sentence that has not ended where its quotation starts."""
        found = self._of_clause(first, start, participle=True)
        acts = found and found.who >= 0 and not _MODAL.match(self.text, found.end)
        return found if acts else None

    def _of_clause(self, first: int, start: int, *, participle: bool = False) -> Subject | None:
        """Subject of the last clause before a verb that has one of its own."""
        for m in reversed(list(_CLAUSE.finditer(self.text, first, start))):
            relative, conjunction = m.groups()
            if relative:
                found = self.subjects.last_name(first, m.start())
                if found and found.end == m.start():
                    return found
                continue
            blanks = BLANKS.match(self.text, m.end())
            found = self.subjects.at(blanks.end()) if blanks else None
            if found and found.end <= start and self._is_subject(found, conjunction, start, participle=participle):
                return found
        return None

    def _is_subject(self, found: Subject, conjunction: str | None, start: int, *, participle: bool) -> bool:
        """Whether who stands after a clause's beginning is the subject of the verb at `start`."""
        text = self.text
        if POSSESSIVE.match(text, found.end) or _RELATIVE.search(text, max(0, found.start - 12), found.start):
            return False
        if conjunction == "or" and found.noun:  # "one door or the other"
            return False
        if conjunction in ("and", "or") and (_JOINED.match(text, found.end, start) or self._is_second(found.start)):
            return False
        if not conjunction and (found.who < 0 or not _GOES_ON.match(text, found.end)):
            return False
        closed = text[found.end] != "," and "," in text[found.end + 1 : start]
        return participle or not (closed and conjunction in _UNDER)

    def _is_second(self, start: int) -> bool:
        """Whether a pronoun and "and" or "or" stand before a place."""
        lead = self.text[max(0, start - 12) : start].split()
        return len(lead) > 1 and bool(_PARTNER.search(lead[-2]))

    def voice(self, first: int, start: int) -> Subject | None:
        """Whose voice the narration before a quotation speaks of last ("and then came Mara's voice:"), or by whom
        something is done there."""
        name = self.subjects.last_name(first, start)
        if not name:
            return None
        if _WORDS.match(self.text, name.end, start) and _WERE.search(self.text, first, name.start):
            return name
        if _VOICE.match(self.text, name.end, start) or _VOICE_OF.search(self.text, first, name.start):
            return name
        by = self.text[name.start - 3 : name.start] == "by " and _ENDS.match(self.text, name.end, start)
        return name if by else None
