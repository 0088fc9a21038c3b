"""Ages told by a birthday: "the day after her eighteenth birthday", "his sixteenth birthday was a week away"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from headnote.people.age_finding import Found, meant
from headnote.people.age_words import age_words
from headnote.people.bearings import Bearings
from headnote.people.cues import Cue

_ORDINAL = re.compile(
    r"(?P<who>\b(?:my|your|his|her|their)|[\w-]+'s) (?:own |big |last )?(?P<nth>\d{1,3}(?:st|nd|rd|th)|"
    r"[a-z]+(?:-[a-z]+)?) $",
    re.IGNORECASE,
)
_YET = re.compile(
    r"\b(?:until|till|before|next|short of|away from|shy of|coming|upcoming)\b[^.!?]{0,40}$", re.IGNORECASE
)
_AHEAD = re.compile(
    r" (?:is|was|would be|will be|'s) (?:only |just |still )?(?:tomorrow|next|in |\w+ (?:days|weeks|months) (?:away|"
    r"off)|a (?:week|month|day) (?:away|off)|coming)"
)
_TODAY = re.compile(
    r"\b(?:today|tonight|it was|is|this is|happy|just had|after|the day after|yesterday|morning of|night of|"
    r"on)\b[^.!?]{0,25}$",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:had|since|ever since|years|when|remembered|back|that year)\b", re.IGNORECASE)


def birthdays(bearings: Bearings, cues: Sequence[Cue]) -> Iterator[Found]:
    """The ages that numbered birthdays tell."""
    for cue in cues:
        before, after = bearings.before(cue.start), bearings.after(cue.end, 60)
        found = _ORDINAL.search(before)
        nth = _ordinal(found["nth"].lower()) if found else None
        if found is None or nth is None:
            continue
        start = cue.start - len(before) + found.start("who")
        held = meant(bearings, start, start + len(found["who"].removesuffix("'s")))
        if held is None:
            continue
        lead = before[: found.start()]
        low, high = bearings.sentence(cue.start)
        if _PAST.search(bearings.text[low:high]) and not re.search(r"just had|yesterday", lead):
            yield Found(start, cue.end, held.person, nth, nth, "relative", "then")
        elif _AHEAD.match(after) or _YET.search(lead):
            yield Found(start, cue.end, held.person, nth - 1, nth - 1, "relative", "now")
        elif _TODAY.search(lead) or re.match(r" (?:was|is) (?:today|yesterday|on )", after):
            yield Found(start, cue.end, held.person, nth, nth, "relative", "now")
        else:
            yield Found(start, cue.end, held.person, nth - 1, nth, "relative", "now")


def _ordinal(word: str) -> int | None:
    digits = re.match(r"\d+", word)
    if digits:
        return int(digits.group())
    data = age_words()
    tens, dash, unit = word.partition("-")
    if not dash:
        return data.ordinals.get(word)
    return data.numbers[tens] + data.ordinals[unit] if tens in data.numbers and unit in data.ordinals else None
