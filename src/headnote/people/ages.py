"""Ages that a story states or implies, each bound to a person and a time, never more precise than the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from headnote.people import (
    age_birthdays,
    age_numbers,
    age_relative,
    age_school,
    age_skips,
    age_stated,
    age_tags,
)
from headnote.people.age_finding import Found
from headnote.people.bearings import Bearings
from headnote.people.cues import Cue
from headnote.records import Age

Cues = Mapping[str, Sequence[Cue]]


def find_ages(bearings: Bearings, cues: Cues) -> dict[str, list[Age]]:
    """The ages of each person by id, in text order.

    Args:
        bearings: who is meant where.
        cues: what `headnote.people.age_words.phrases` found in the text.

    Returns:
        Ages whose `basis` is "stated" (in years), "school" (by a school year), "implied" (by a word such as
        "teenager", or a look) or "relative" (by a birthday, a span of time, or another's age).
    """
    by_person: dict[str, list[Age]] = defaultdict(list)
    for found in sorted(_all(bearings, cues)):
        by_person[found.person].append(found.age())
    ages = {person: _distinct(found) for person, found in by_person.items()}
    for found in age_relative.relative(bearings, cues.get("than", ()), ages):
        ages[found.person] = _distinct([*ages.get(found.person, ()), found.age()])
    last = {person: start for person, start, _ in bearings.mentions.places("name")}
    jumps = list(age_skips.skips(bearings, cues.get("skip", ())))
    # Nobody grows older of whom the story no longer speaks.
    return {
        person: age_skips.moved_on(found, [jump for jump in jumps if jump.start < last.get(person, 0)])
        for person, found in sorted(ages.items())
    }


def _all(bearings: Bearings, cues: Cues) -> Iterator[Found]:
    for n in age_numbers.numbers(bearings.text, cues.get("number", ()), cues.get("digit", ())):
        if found := age_stated.stated(bearings, n) or age_tags.tagged(bearings, n):
            yield found
            yield from age_stated.shared(bearings, n, found)
            if found.time == "future" and found.low:
                yield found._replace(
                    low=None if found.open else found.low - 1, high=found.low - 1, basis="relative", time="now"
                )
    yield from age_school.in_words(bearings, cues)
    yield from age_birthdays.birthdays(bearings, cues.get("birthday", ()))


def _distinct(ages: list[Age]) -> list[Age]:
    """Ages without those that lie inside a longer one of the same person ("high school" in "high school senior")."""
    kept: list[Age] = []
    for age in sorted(ages, key=lambda a: (a.start, -a.end)):
        if not kept or age.start >= kept[-1].end or (age.start, age.end) == (kept[-1].start, kept[-1].end):
            kept.append(age)
    return kept
