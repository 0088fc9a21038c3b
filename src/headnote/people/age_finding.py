"""What the readers of ages share: a finding before it is a record, and how a text hedges a number."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from headnote.people.age_patterns import KOREAN
from headnote.people.bearings import Bearings, Held
from headnote.records import Age

Time = Literal["now", "then", "future"]
_ORDER: dict[Time, int] = {"then": 0, "now": 1, "future": 2}

#: Code points before a pronoun in which nobody is named, and after it in which someone is.
EARLIER, AHEAD = 600, 150
_PRONOUNS = (
    dict.fromkeys(("he", "him", "his"), frozenset(("he", "him")))
    | dict.fromkeys(("she", "her", "hers"), frozenset(("she", "her")))
    | dict.fromkeys(("they", "them", "their"), frozenset(("they", "them")))
)
_THEN = re.compile(
    r"\b(?:when|since|until|till|before|after|back|ever since|by the time|as a|the year|the summer|the day|remember\w*|"
    r"used to|once|long ago|years ago)\b[^.!?;]{0,40}$",
    re.IGNORECASE,
)
_HAD = re.compile(r"\b(?:had|would have|'d|used to|could already)\b(?! (?:to|better|n't))", re.IGNORECASE)


class Found(NamedTuple):
    """An age found. `open`: what lies below a future age is not known ("when you turn eighteen")."""

    start: int
    end: int
    person: str
    low: int | None
    high: int | None
    basis: str
    time: Time
    open: bool = False

    def age(self) -> Age:
        """The record."""
        return Age(start=self.start, end=self.end, low=self.low, high=self.high, basis=self.basis, time=self.time)

    def __lt__(self, other: tuple[object, ...]) -> bool:
        return self.key() < other.key() if isinstance(other, Found) else NotImplemented

    def key(self) -> tuple[int, int, str, int, int, int]:
        """Order in the text, then by person, time and bounds."""
        return self.start, self.end, self.person, _ORDER[self.time], self.low or -1, self.high or -1


_ALMOST = re.compile(
    r"\b(?:nearly|almost|not yet|not quite|going on|coming up on|just shy of|pushing|nearing|approaching)\s*(?:a )?$"
)
_ABOUT = re.compile(
    r"\b(?:about|around|perhaps|maybe|some|roughly|approximately|probably|looked|looks|seemed|or|say)\s*(?:a )?$"
)
_OVER = re.compile(r"\b(?:over|past|at least|more than|older than|well over)\s*(?:a )?$")
_UNDER = re.compile(r"\b(?:under|below|less than|younger than|not even|barely even|at most)\s*(?:a )?$")
_ODD = re.compile(r"-something\b|[- ]odd\b")
_SO = re.compile(r"\s*(?:or so|or thereabouts|-ish|ish\b|or maybe|or perhaps|something)")


def hedged(value: int, before: str, after: str) -> tuple[int | None, int | None]:
    """Bounds of a number that the text may hedge: "nearly eighteen" is seventeen, "sixty or so" is 55 to 65."""
    tail = before.rstrip().lower() + " "
    if KOREAN.match(after):
        return value - 2, value - 1
    if value % 10 == 0 and _ODD.match(after):
        return value, value + 9
    if tail.endswith("not a day over "):
        return None, value
    slack = 2 if value < 20 else 5
    if either := re.match(r"\s*or (\w+)\b", after):
        from headnote.people.age_words import number

        other = number(either[1])
        if other is not None and 0 < other - value <= 5:
            return value, other
    if _ALMOST.search(tail):
        return (value - 1 if value < 20 else value - 2), value - 1
    if _OVER.search(tail):
        return value, None
    if _UNDER.search(tail):
        return None, value - 1
    if _ABOUT.search(tail) or _SO.match(after):
        return value - slack, value + slack
    return value, value


def meant(bearings: Bearings, start: int, end: int) -> Held | None:
    """Whom a word means; a pronoun before anyone is named means the one whom the next words name ("It was her sixteenth
    birthday. Mara ate the cake.")."""
    held = bearings.meant(start, end)
    word = bearings.text[start:end].lower()
    if held or word not in _PRONOUNS or bearings.quote(start) or bearings.within(max(0, start - EARLIER), start):
        return held
    people = {person.id: person.pronouns for person in bearings.cast.people}
    for m in bearings.within(end, end + AHEAD):
        known = people[m.person] if m.person else []
        fits = not known or any(set(pronouns.split("/")) & _PRONOUNS[word] for pronouns in known)
        return Held(m.person, 0.5) if m.kind == "name" and m.person and fits else None
    return None


def time_of(bearings: Bearings, start: int, end: int, *, adjective: bool = False) -> Time:
    """Whether an age at a place is of the story's now or of a time before it.

    Args:
        bearings: the text.
        start: start of the age.
        end: end of the age.
        adjective: the age stands before a name ("nine-year-old Mara had promised").
    """
    low, high = bearings.sentence(start)
    before = bearings.text[low:start].replace("’", "'")
    if _THEN.search(before):
        return "then"
    if adjective and _HAD.search(bearings.text[end : min(high, end + 80)].replace("’", "'")):
        return "then"
    return "then" if re.search(r"\bhad(?: only| just| still)?(?: been)? *$", before) else "now"
