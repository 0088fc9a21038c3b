"""Ages that a word implies: a school year, a decade of life, "teenager"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from headnote.people.age_finding import Found, meant, time_of
from headnote.people.age_words import age_words
from headnote.people.bearings import Bearings, Held
from headnote.people.cues import Cue

#: What a school year is said of when it is nobody's age: those who teach it, what is taught, a place.
_NOT_A_PUPIL = re.compile(
    r"(?:'s)?[ -](?:[\w-]+ ){0,2}?(?:teachers?|class(?:room)?|math|maths|science|english|history|textbooks?|"
    r"reading level|sweetheart|"
    r"gym|team|coach|reunion|play|musical|level|project|counsell?or|nurse|principal|drama|dropout|diploma|building|"
    r"library|"
    r"football|parking|friends?|crush|photos?|yearbook)\b"
)
_TAUGHT = re.compile(
    r"\b(?:teach(?:es|ing)?|taught|coach\w*|tutor\w*|assistant|chief|next door to|past|outside|near)\b[\w ,']{0,20}$"
)
_IN = re.compile(
    r"(?P<who>[\w-]+)(?:'s|'m|'re| (?:was|is|am|are|were|had been|started|starts|began|entered|entering|starting|in))+ "
    r"(?:(?:doing|sitting|taking|studying for|revising for|in the middle of) )?"
    r"(?:only |just |still |now |already |both )*(?:in |at |into )?(?:the |a |an |his |her |their |my )?(?:\w+ )?$"
)
_DECADE = re.compile(
    r"\bin (?P<who>his|her|their|my|your|its|[\w-]+'s) (?P<part>early|mid|middle|late)?[ -]?(?:to[- ]late )?$",
    re.IGNORECASE,
)
_PARTS = {"early": (0, 3), "mid": (4, 6), "middle": (4, 6), "late": (7, 9), "": (0, 9)}


def in_words(bearings: Bearings, cues: Mapping[str, Sequence[Cue]]) -> Iterator[Found]:
    """All ages of the topics word, school and decade."""
    for cue in _longest(cues.get("school", ())):
        yield from _school(bearings, cue)
    for cue in cues.get("word", ()):
        entry = age_words().word[cue.entry]
        held = bearings.holder(cue.start, cue.end)
        if held and not held.unreal:
            time = time_of(bearings, cue.start, cue.end)
            yield Found(cue.start, cue.end, held.person, entry.low, entry.high, "implied", time)
    for cue in cues.get("decade", ()):
        yield from _decade(bearings, cue)


def _longest(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Cues that overlap no longer one: "high school senior", not "high school"."""
    kept: list[Cue] = []
    for cue in sorted(cues, key=lambda c: (c.start, c.end)):
        while kept and cue.start < kept[-1].end and cue.end - cue.start > kept[-1].end - kept[-1].start:
            kept.pop()
        if not kept or cue.start >= kept[-1].end:
            kept.append(cue)
    yield from kept


def _school(bearings: Bearings, cue: Cue) -> Iterator[Found]:
    after, before = bearings.after(cue.end, 40), bearings.before(cue.start)
    if _NOT_A_PUPIL.match(after) or _TAUGHT.search(before):
        return
    held = _attends(bearings, cue, before) or _memory(bearings, cue, before) or bearings.holder(cue.start, cue.end)
    if held and not held.unreal:
        entry = age_words().school[cue.entry]
        time = time_of(bearings, cue.start, cue.end)
        if _memory(bearings, cue, before):
            time = "then"
        yield Found(cue.start, cue.end, held.person, entry.low, entry.high, "school", time)


def _attends(bearings: Bearings, cue: Cue, before: str) -> Held | None:
    """The person of "Mara is in Year Nine" and "he started his freshman year"."""
    found = _IN.search(before)
    if found is None:
        return None
    start = cue.start - len(before) + found.start("who")
    return meant(bearings, start, start + len(found["who"]))


def _memory(bearings: Bearings, cue: Cue, before: str) -> Held | None:
    """As in "They had known each other since eighth grade": a school year then, of the sentence's first person."""
    since = re.search(r"\b(?:since|back in|until|during|after|before|in) (?:the |his |her |their |my )?$", before)
    if since is None or not re.search(r"\b(?:had|have|has|'d|'ve|used to|remember\w*|back)\b", before[-60:]):
        return None
    return bearings.subject(cue.start)


def _decade(bearings: Bearings, cue: Cue) -> Iterator[Found]:
    """As in "A woman in her late forties"."""
    before = bearings.before(cue.start, 60)
    found = _DECADE.search(before)
    if found is None:
        return
    low, high = _PARTS[(found["part"] or "").lower()]
    if cue.entry == 10:
        low, high = {"early": (3, 4), "late": (7, 9), "": (3, 9)}.get((found["part"] or "").lower(), (4, 6))
    start = cue.start - len(before) + found.start("who")
    noun = re.search(r"([\w-]+),? $", before[: found.start()])
    at = cue.start - len(before) + (noun.start(1) if noun else 0)
    held = (bearings.predicated(at) or bearings.apposed(at)) if noun else None
    held = held or bearings.meant(start, start + len(found["who"].removesuffix("'s")))
    if held and not held.unreal:
        time = time_of(bearings, start, cue.end)
        yield Found(start, cue.end, held.person, cue.entry + low, cue.entry + high, "stated", time)
