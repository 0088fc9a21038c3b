"""Bearings: who is meant at a place of the text, from the mentions and quotations around it."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from functools import cache
from typing import NamedTuple

from headnote.people.age_words import people_nouns
from headnote.people.vocabulary import vocabulary
from headnote.records import Cast, Layout, Mention, Quote, Work

#: Characters looked at before and after a place.
REACH = 90
#: Least confidence of a mention that is gone by, and that of a pronoun whose last named person has no known pronouns.
LEAST, GUESSED = 0.5, 0.45
_FIRST = frozenset(("i", "me", "my", "mine", "myself"))
_SECOND = frozenset(("you", "your", "yours", "yourself"))
_THIRD = frozenset("he him his himself she her hers herself they them their theirs".split())  # noqa: SIM905
_SENTENCE_END = re.compile(r"[.!?…][\"”'’)]*\s+|\n\s*\n|:\s")
#: A copula and a short noun phrase up to the place in question: "Mara was only a", "He's the last".
_COPULA = re.compile(
    r"(?P<who>[\w-]+)(?:'s|'m|'re|,? (?:who )?(?:was|is|am|are|were|had been|has been|have been|being|becomes?|became|"
    r"remain(?:s|ed)|wasn't|isn't|aren't|weren't))(?: been)?(?=[ ,])"
)
_GAP = re.compile(r"(?:,? [\w'-]+,?){0,7}[ -]")
#: Words in that gap after which the place speaks of somebody else: "was afraid of the X", "was in heat, and every X".
_ELSEWHERE = re.compile(
    r"\b(?:every|each|any|all|most|some|in|to|for|with|by|at|from|like|as|of|than|when|where|that)\b"
)
_APPOSED = re.compile(r"(?:,|\(| [–—-]) (?:an?|the|his|her|their|my|our|[\w'-]+'s)(?P<gap>(?: [\w'-]+){0,4}) $")
_OWNERS = frozenset(("my", "your", "his", "her", "their"))
_UNREAL = re.compile(r"\b(?:as if|as though|like|if|wish\w*|pretend\w*|imagin\w*|unless|whether|suppos\w*)\s+\w+$")
_DENIED = re.compile(r"(?:\b(?:not|never|no|neither|nor|hardly|scarcely|anything but)|n't)\b")


class Held(NamedTuple):
    """Who something is said of, and how sure that is (0..1). `unreal`: the text says "as if", "like", "not"."""

    person: str
    confidence: float
    unreal: bool = False


class Bearings:
    """Answers who is meant at a place.

    Args:
        work: the work.
        layout: its layout.
        cast: people, mentions and quotes so far, mentions and quotes in text order.
    """

    def __init__(self, work: Work, layout: Layout, cast: Cast) -> None:
        self.text = work.text
        self.layout = layout
        self.cast = cast
        self.mentions = cast.mentions
        self._starts = cast.mentions.column("starts")
        self._quote_starts = array("q", (q.start for q in cast.quotes))
        self._paragraph_starts = array("q", (p.start for p in layout.paragraphs))
        self._gender = {p.id: frozenset(g for w in p.pronouns if (g := _gender(w.split("/")[0]))) for p in cast.people}
        self._spelled = {name.casefold(): p.id for p in reversed(cast.people) for name in (p.name, *p.aliases)}

    def before(self, at: int, reach: int = REACH) -> str:
        """The text up to a place, line ends as blanks and apostrophes straight, not over its paragraph's start."""
        return _plain(self.text[max(self.paragraph(at), at - reach) : at])

    def after(self, at: int, reach: int = REACH) -> str:
        """The text from a place on, likewise."""
        end = self.text.find("\n\n", at, at + reach)
        return _plain(self.text[at : end if end >= 0 else at + reach])

    def paragraph(self, at: int) -> int:
        """Start of the paragraph that holds a place; 0 where the layout has none."""
        i = bisect_right(self._paragraph_starts, at) - 1
        return self._paragraph_starts[i] if i >= 0 else 0

    def sentence(self, at: int) -> tuple[int, int]:
        """Bounds of the sentence that holds a place, at most 400 characters to either side."""
        low = max(self.paragraph(at), at - 400)
        start = max((m.end() for m in _SENTENCE_END.finditer(self.text, low, at)), default=low)
        ended = _SENTENCE_END.search(self.text, at, at + 400)
        return start, ended.start() + 1 if ended else min(len(self.text), at + 400)

    def within(self, start: int, end: int) -> list[Mention]:
        """Mentions of known people that lie in a range."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [m for m in self.mentions[low:high] if m.person is not None]

    def quote(self, at: int) -> Quote | None:
        """The quotation or message that holds a place."""
        i = bisect_right(self._quote_starts, at) - 1
        while i >= 0 and i >= bisect_right(self._quote_starts, at) - 3:
            if self.cast.quotes[i].end > at:
                return self.cast.quotes[i]
            i -= 1
        return None

    def addressee(self, quote: Quote) -> str | None:
        """Who a quotation is said to: whoever else speaks next to it."""
        i = bisect_left(self._quote_starts, quote.start)
        for j in (i - 1, i + 1, i - 2, i + 2):
            if 0 <= j < len(self.cast.quotes) and quote.speaker is not None:
                other = self.cast.quotes[j]
                if other.speaker not in (None, quote.speaker) and abs(other.start - quote.start) < 600:
                    return other.speaker
        return None

    def named(self, start: int, end: int) -> Mention | None:
        """The mention that covers a word's span, of a known person or not."""
        i = bisect_right(self._starts, start) - 1
        for m in self.mentions[max(0, i) : i + 2]:
            if m.start <= start and end <= m.end + 2 and end > m.start:
                return m
        return None

    def meant(self, start: int, end: int) -> Held | None:
        """Whom one word means: a name, or a pronoun by its mention, its speaker or the last person named."""
        word = _plain(self.text[start:end]).lower().removesuffix("'s")
        mention = self.named(start, start + len(word))
        if mention and mention.person:
            return Held(mention.person, mention.confidence) if mention.confidence >= LEAST else None
        quote = self.quote(start)
        if word in _FIRST:
            who = quote.speaker if quote else self.cast.narrator
            return Held(who, 0.85) if who else None
        if word in _SECOND:
            to = self.addressee(quote) if quote else None
            return Held(to, 0.6) if to else None
        if word in _THIRD:
            held = self._last_named(start, word, quote)
            # Where the mentions say that it cannot be told, only a person of known pronouns is taken.
            return held if held and (mention is None or held.confidence > GUESSED) else None
        person = self._spelled.get(word)
        return Held(person, 0.8) if person else None

    def _last_named(self, at: int, pronoun: str, quote: Quote | None) -> Held | None:
        """The last person named before a pronoun, in its sentence or the ones before it."""
        wanted = _gender(pronoun)
        low = max(0, at - 500)
        for m in reversed(self.within(low, at)):
            if m.kind != "name" or m.person is None or (quote and m.person == quote.speaker):
                continue
            if quote is None and self.quote(m.start) is not None:
                continue
            known = self._gender.get(m.person, frozenset())
            if not known or wanted in known:
                return Held(m.person, 0.6 if wanted in known else GUESSED)
        return None

    def holder(self, start: int, end: int) -> Held | None:
        """Who a noun phrase is said of: "Mara was an X", "Mara, an X,", "X Mara", or a noun that is a mention."""
        before = self.before(start)
        return (
            self.predicated(start, before)
            or self.apposed(start, before)
            or self.following(end)
            or self._nominal(start, end)
        )

    def predicated(self, at: int, before: str | None = None) -> Held | None:
        """The subject of a copula that stands shortly before a place in the same clause."""
        before = self.before(at) if before is None else before
        low, who, found = at - len(before), None, None
        for found in reversed([*_COPULA.finditer(before)]):
            who = self.meant(low + found.start("who"), low + found.end("who"))
            # A thing's possessive is no copula: "He was the hut's medic and an X".
            if who or not found.group().endswith("'s"):
                break
        if found is None or not _GAP.fullmatch(gap := before[found.end() :]) or _ELSEWHERE.search(gap):
            return None
        if who is None or self.within(at - len(before) + found.end(), at):
            return None
        unreal = bool(_UNREAL.search(before[: found.end("who")]) or _DENIED.search(before[found.end("who") :]))
        return who._replace(unreal=unreal)

    def apposed(self, at: int, before: str | None = None) -> Held | None:
        """The person named right before a place: "Mara, a quiet ..."."""
        before = self.before(at) if before is None else before
        found = _APPOSED.search(before)
        if found is None:
            return None
        edge = at - len(before) + found.start()
        for m in reversed(self.within(edge - 40, edge)):
            return Held(m.person, 0.85) if m.end >= edge - 1 and m.person else None
        return None

    def following(self, at: int) -> Held | None:
        """The person named right after a place: "omega Mara", "seventeen-year-old sister Mara", "the alpha was Tam"."""
        between = _between().match(self.after(at, 40))
        for m in self.within(at, at + (between.end() if between else 0) + 1):
            return Held(m.person, 0.85) if m.person and m.kind == "name" else None
        return None

    def _nominal(self, start: int, end: int) -> Held | None:
        """The person whom a noun phrase that holds the span means, where mentions say so."""
        for m in self.within(max(0, start - 30), end):
            if m.kind == "nominal" and m.start <= start and m.end >= end and m.person:
                return Held(m.person, m.confidence * 0.9)
        return None

    def owner(self, at: int, before: str | None = None) -> Held | None:
        """Whose something is: the possessive right before a place, with at most two words between."""
        found = self.possessive(at, before)
        return found[1] if found else None

    def possessive(self, at: int, before: str | None = None) -> tuple[int, Held] | None:
        """Where that possessive begins, and whom it means."""
        before = self.before(at, 50) if before is None else before
        if not before.endswith(" "):
            return None
        end = len(before) - 1
        for _ in range(3):
            start = max(before.rfind(" ", 0, end), before.rfind("—", 0, end)) + 1
            word = before[start:end].lstrip("\"'“‘(").lower()
            if word in _OWNERS or word.endswith(("'s", "s'")):
                first = at - len(before) + end - len(word)
                held = self.meant(first, first + len(word) - 2 * word.endswith("'s") - word.endswith("s'"))
                return (first, held) if held else None
            if not word.replace("-", "").isalpha() or start == 0:
                return None
            end = start - 1
        return None

    def subject(self, at: int) -> Held | None:
        """The first person of the sentence that holds a place."""
        start, end = self.sentence(at)
        for m in self.within(start, end):
            if m.person and (self.quote(m.start) is None) == (self.quote(at) is None):
                return Held(m.person, 0.6)
        found = re.match(r"\W*(\w+)", self.text[start : start + 40])
        return self.meant(start + found.start(1), start + found.end(1)) if found else None


@cache
def _between() -> re.Pattern[str]:
    """What may stand between a noun and the name of who it is said of."""
    nouns = "|".join(sorted(people_nouns()))
    return re.compile(rf"[ -](?:(?:[a-z]+,? )?(?:{nouns}),? |(?:was|is|named|called) )?")


def _plain(text: str) -> str:
    return text.replace("\n", " ").replace("\r", " ").replace("’", "'").replace("\xa0", " ")


def _gender(pronoun: str) -> str:
    return vocabulary().pronoun_gender.get(pronoun, "")
