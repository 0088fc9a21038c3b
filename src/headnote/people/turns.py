"""Turns of speech: the quotations of one paragraph, and of the paragraphs over which they go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from headnote.people.tags import COLON, NO_TAG, Tag, TagReader, best
from headnote.records import Layout, Quotation


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
    """

    def __init__(self, text: str, layout: Layout, reader: TagReader) -> None:
        self.text = text
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
            befores.append(self._before(begin, quotation))
            afters.append(self.reader.after(quotation.end, limit))
        return befores, afters

    def _before(self, begin: int, quotation: Quotation) -> Tag:
        paragraph = self.paragraphs[quotation.paragraph]
        if begin != paragraph.start or self.text[begin : quotation.start].strip():
            return self.reader.before(begin, quotation.start)
        if not quotation.paragraph:
            return NO_TAG
        previous = self.paragraphs[quotation.paragraph - 1]
        if self.text[previous.end - 1] not in ":,":
            return NO_TAG
        return self.reader.before(previous.start, previous.end)._replace(kind=COLON)

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
        mine = best((befores[i], afters[i]))
        theirs = {t.who for m in members for t in (befores[m], afters[m]) if t.rank < 3 and t.who >= 0}
        if mine.rank < 3 and mine.who >= 0 and theirs and mine.who not in theirs:
            return False
        return bool(self.text[before.end : quotation.start].strip()) or afters[i].rank > 1

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
