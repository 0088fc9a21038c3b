"""Spans of time that a story jumps over, and how old its people are afterwards."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from headnote.people.age_words import number
from headnote.people.bearings import Bearings
from headnote.people.cues import Cue
from headnote.records import Age

_SPAN = re.compile(
    r"^[\W_]*(?:(?:almost|nearly|about|more than|over|just|exactly|and|then|it was) )?"
    r"(?P<n>an?|some|a few|several|many|[\w-]+(?: (?:and )?[\w-]+)?) (?P<unit>years?|decades?|centur(?:y|ies)) $",
    re.IGNORECASE,
)  # fmt: skip
_SOME = frozenset(("some", "a few", "several", "many"))
_UNITS = {"y": 1, "d": 10, "c": 100}


class Skip(NamedTuple):
    """A jump at a place: `years` forward, or back where negative; at least so many where `open`."""

    start: int
    end: int
    years: int
    open: bool = False


def skips(bearings: Bearings, cues: Sequence[Cue]) -> Iterator[Skip]:
    """Jumps that open a scene or a chapter or stand as a paragraph of their own: "Nine years later a lady ..."."""
    opens = {scene.start for scene in bearings.layout.scenes}
    for cue in cues:
        paragraph = bearings.paragraph(cue.start)
        if cue.start - paragraph > 50 or bearings.quote(cue.start) is not None:
            continue
        line = bearings.text[paragraph : cue.start].replace("\n", " ")
        found = _SPAN.match(line)
        alone = re.match(r"[\W_]*(?:\n|$)", bearings.text[cue.end : cue.end + 8]) is not None
        if found is None or not (alone or paragraph in opens or _starts_scene(bearings, paragraph)):
            continue
        if re.match(r",? [\w ]{0,30}\b(?:would|will|might)\b", bearings.after(cue.end, 50)):
            continue
        word = found["n"].lower()
        some = word in _SOME
        n = 1 if some or word in ("a", "an") else number(word)
        if n is not None:
            years = cue.entry * n * _UNITS[found["unit"][0].lower()]
            yield Skip(paragraph + found.start("n"), cue.end, years, some)


def _starts_scene(bearings: Bearings, paragraph: int) -> bool:
    """Whether nothing but headings and separators stands between a paragraph and its scene's start."""
    scenes = bearings.layout.scenes
    i = bisect_right([s.start for s in scenes], paragraph) - 1
    if i < 0:
        return False
    kinds = {p.start: p.kind for p in bearings.layout.paragraphs if scenes[i].start <= p.start < paragraph}
    return all(kind in ("heading", "separator", "note") for kind in kinds.values())


def moved_on(ages: Sequence[Age], jumps: Sequence[Skip]) -> list[Age]:
    """The ages of one person, with one more for each jump in time after the last age stated."""
    known: Age | None = None
    told: list[Age] = []
    items: list[Age | Skip] = [*ages, *jumps]
    for item in sorted(items, key=lambda i: (i.start, i.end)):
        if isinstance(item, Age):
            told.append(item)
            known = item if item.time == "now" else known
        elif known is not None:
            told.append(_moved(known, item))
            known = told[-1] if item.years > 0 else known
    return told


def _moved(age: Age, skip: Skip) -> Age:
    """An age after a jump; a year wider, as nobody says where in the year the jump begins."""
    low = None if age.low is None else max(0, age.low + skip.years - (skip.years < 0))
    high = None if age.high is None else max(0, age.high + skip.years + (skip.years > 0))
    if skip.open and skip.years > 0:
        high = None
    elif skip.open:
        low, high = None, None if age.high is None else max(0, age.high + skip.years)
    return Age(
        start=skip.start, end=skip.end, low=low, high=high, basis="relative", time="now" if skip.years > 0 else "then"
    )
