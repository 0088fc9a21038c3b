"""Ages told by another's: "Mara was a year younger than Ren"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from headnote.people.age_finding import Found, meant
from headnote.people.age_words import number
from headnote.people.bearings import Bearings
from headnote.people.cues import Cue
from headnote.records import Age

_BY = re.compile(
    r"(?P<who>[\w-]+)(?:'s|'m|'re| (?:was|is|am|are|were))(?: (?:only|just|about|almost|nearly|barely|exactly))? "
    r"(?P<n>an?|[\w-]+(?: and a half)?) (?P<unit>years?|months?|weeks?|days?|minutes?) $"
)
_THAN = re.compile(r" (?P<who>[\w-]+)")


def relative(bearings: Bearings, cues: Sequence[Cue], ages: Mapping[str, Sequence[Age]]) -> Iterator[Found]:
    """The ages of people of whom the text says how far they are from one whose age is told.

    Args:
        bearings: who is meant where.
        cues: "older than" (entry 1) and "younger than" (entry -1).
        ages: those told otherwise, in text order.

    Returns:
        Bounds a year wider than the sum, as nobody says where in the year each was born.
    """
    for cue in cues:
        before = bearings.before(cue.start, 70)
        found, than = _BY.search(before), _THAN.match(bearings.after(cue.end, 30))
        years = _years(found) if found else None
        if found is None or than is None or years is None:
            continue
        start = cue.start - len(before) + found.start("who")
        who = meant(bearings, start, start + len(found["who"]))
        other = bearings.meant(cue.end + than.start("who"), cue.end + than.end("who"))
        known = _known(ages.get(other.person, ()), cue.start) if other else None
        if who and other and known and who.person != other.person:
            low = None if known.low is None else max(0, known.low + cue.entry * years - 1)
            high = None if known.high is None else known.high + cue.entry * years + 1
            yield Found(start, cue.end + than.end(), who.person, low, high, "relative", known.time)


def _years(found: re.Match[str]) -> int | None:
    if not found["unit"].startswith("year"):
        return 0
    word = found["n"].removesuffix(" and a half").lower()
    return 1 if word in ("a", "an") else number(word)


def _known(ages: Sequence[Age], at: int) -> Age | None:
    """The last age of now that stands before a place, else the first after it."""
    now = [age for age in ages if age.time == "now"]
    before = [age for age in now if age.start < at]
    return before[-1] if before else now[0] if now else None
