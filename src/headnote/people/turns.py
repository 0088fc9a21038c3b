"""Turns of speech: the quotations of one paragraph, and of the paragraphs over which they go on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from headnote.people.tags import BEFORE, COLON, NO_TAG, Tag, TagReader, best
from headnote.records import Layout, Quotation

_AND = re.compile(r"[\s\-—–]*(?:and|while|but) ")
_ENDS = re.compile(r"[.!?](?<!Mr.)(?<!Mrs.)(?<!Dr.)(?<!Ms.)(?<!St.)\s")
#: A clause that stands under another ("with a blush which Mara thought").
_UNDER = re.compile(r"\b(?:which|whom|that|as|than|what|where|when|if|because)\s+$")
_WHOSE = re.compile(r"(?:his|her|their|my)\s")


class Turn(NamedTuple):
    """One speaker's turn. `first` and `size` say which quotations (of depth 0) it holds; `paragraph` and `last` are
    the indexes of its first and last paragraph; `quotes` the quotations' spans; `tag` the surest tag, `before` and
    `after` what stands before the first quotation and after the last one."""

    first: int
    size: int
    paragraph: int
    last: int
    quotes: tuple[tuple[int, int], ...]
    tag: Tag
    before: Tag
    after: Tag


class TurnFinder:
    """Finds the turns of one work.

    Args:
        text: the work's text.
        layout: its layout; quotations of depth 0 are read.
        reader: reads the tags.
        genders: the gender that each person's names tell, "" where none does.
    """

    def __init__(self, text: str, layout: Layout, reader: TagReader, genders: Sequence[str]) -> None:
        self.text = text
        self.genders = genders
        self.paragraphs = layout.paragraphs
        self.quotations = [q for q in layout.quotations if q.depth == 0]
        self.reader = reader

    def find(self) -> list[Turn]:
        """Turns in text order."""
        befores, afters = self._tags()
        turns: list[Turn] = []
        members: list[int] = []
        for i, quotation in enumerate(self.quotations):
            if members and not self._same_turn(self.quotations[i - 1], quotation, members, i, (befores, afters)):
                turns.append(self._turn(members, befores, afters))
                members = []
            members.append(i)
        if members:
            turns.append(self._turn(members, befores, afters))
        return turns

    def leads(self, turns: Sequence[Turn]) -> list[Tag]:
        """For each turn the subject of the last sentence of the narration paragraph before it, if one stands there;
        kind 1 where that sentence speaks, 2 where it does not."""
        found = []
        before = -1
        for turn in turns:
            lead = NO_TAG
            if turn.paragraph - 1 > before and turn.paragraph > 0:
                paragraph = self.paragraphs[turn.paragraph - 1]
                lead = self.reader.lead(paragraph.start, paragraph.end)
            found.append(lead)
            before = turn.last
        return found

    def _tags(self) -> tuple[list[Tag], list[Tag]]:
        befores, afters = [], []
        quotations = self.quotations
        for i, quotation in enumerate(quotations):
            paragraph = self.paragraphs[quotation.paragraph]
            begin, limit = paragraph.start, paragraph.end
            if i and quotations[i - 1].paragraph == quotation.paragraph:
                begin = quotations[i - 1].end
            if i + 1 < len(quotations) and quotations[i + 1].paragraph == quotation.paragraph:
                limit = quotations[i + 1].start
            before = self._before(begin, quotation, quotations[i - 1].end if i else 0)
            befores.append(before)
            afters.append(
                self.reader.after(quotation.end, limit, introduced=before.kind == BEFORE and before.at >= begin)
            )
        return befores, afters

    def _before(self, begin: int, quotation: Quotation, last: int) -> Tag:
        """The tag before a quotation; `last` is the end of the quotation before."""
        paragraph = self.paragraphs[quotation.paragraph]
        if begin != paragraph.start or self.text[begin : quotation.start].strip():
            return self.reader.before(begin, quotation.start)
        if not quotation.paragraph:
            return NO_TAG
        previous = self.paragraphs[quotation.paragraph - 1]
        begin = max(previous.start, last)
        tail = self.text[begin : previous.end].rstrip()[-1:]
        if tail == ".":
            return self.reader.begins(begin, previous.end)
        if not tail or (tail not in ":,-—–" and not tail.isalnum()):
            return NO_TAG
        tag = self.reader.before(begin, previous.end)
        if tag.kind == BEFORE and self.reader.is_near(tag, previous.end):
            return tag
        return tag._replace(kind=COLON) if tag.kind == BEFORE or tail in ":," else NO_TAG

    def _same_turn(
        self,
        before: Quotation,
        quotation: Quotation,
        members: Sequence[int],
        i: int,
        tags: tuple[Sequence[Tag], Sequence[Tag]],
    ) -> bool:
        befores, afters = tags
        if before.continued and quotation.paragraph == before.paragraph + 1:
            return True
        if quotation.paragraph != before.paragraph:
            return False
        if self.text[before.end - 2 : before.end - 1] == "," and self.text[quotation.start + 1].islower():
            return True
        theirs = [t for m in members for t in (befores[m], afters[m]) if t.rank < 3]
        between = self.text[before.end : quotation.start]
        if _tells_another(best((befores[i], afters[i])), theirs) or self._two_subjects(
            between, afters[i - 1], befores[i]
        ):
            return False
        if self._of_other_gender(befores[i], afters[i], theirs):
            return False
        return bool(between.strip()) or afters[i].rank > 1

    def _two_subjects(self, between: str, after: Tag, before: Tag) -> bool:
        """Whether the narration between two quotations is one sentence of two subjects ("she asked, and Mara said",
        "and her brother said")."""
        if before.kind != BEFORE or before.at == after.at or _ENDS.search(between):
            return False
        if _UNDER.search(self.text, max(0, before.at - 12), before.at):
            return False
        if before.who < 0 and not (before.noun and _WHOSE.match(self.text, before.at)):
            return False
        return after.rank < 3 or bool(_AND.match(between))

    def _of_other_gender(self, before: Tag, after: Tag, theirs: Sequence[Tag]) -> bool:
        """Whether a quotation's pronoun or noun cannot mean whom the sure tags of the turn so far mean; one that stands
        after it must differ from a name."""
        mine = before if before.kind == BEFORE else after
        sure = all(t.who >= 0 for t in theirs) and mine.rank < 3 and not mine.noun
        told = {self.genders[t.who] if t.who >= 0 else t.gender for t in theirs} & {"m", "f"}
        other = mine.who < 0 and mine.gender in ("m", "f") and bool(told) and mine.gender not in told
        return other and (sure or before.kind == BEFORE)

    def _turn(self, members: Sequence[int], befores: Sequence[Tag], afters: Sequence[Tag]) -> Turn:
        first, last = members[0], members[-1]
        return Turn(
            first=first,
            size=len(members),
            paragraph=self.quotations[first].paragraph,
            last=self.quotations[last].paragraph,
            quotes=tuple((self.quotations[i].start, self.quotations[i].end) for i in members),
            tag=best([t for i in members for t in (befores[i], afters[i])]),
            before=befores[first],
            after=afters[last],
        )


def _tells_another(mine: Tag, theirs: Sequence[Tag]) -> bool:
    """Whether a quotation's tag names someone whom the sure tags of the turn so far do not mean."""
    if not mine.names:
        return False
    named = {t.who for t in theirs if t.who >= 0}
    if named:
        return mine.who not in named
    return any(t.gender and not t.noun for t in theirs)
