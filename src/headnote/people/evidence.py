"""What the whole work says about each capitalised name: who speaks, who is spoken to, what is a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from headnote.people.runs import MIDDLE, Run
from headnote.people.vocabulary import Vocabulary, vocabulary

_AFTER = re.compile(r"[ \r\n]{1,2}(?:[a-z]+ly[ \r\n]{1,2})?([a-z]+)")
_BEFORE = re.compile(r"(\w+),?\s{1,2}$")
#: "Tam's skipper" speaks of Tam: the mark is no quotation's end.
_OWNS = re.compile(r"['’][a-z]")
_BEFORE_ARTICLE = re.compile(r"(\w+),?\s{1,2}(?:(?:the|a|an|poor|old|little|young|dear)\s)+$")
#: Prepositions before places, in thirds: "in" says place, "at", "to" and "from" stand before people as well.
_PLACE = dict.fromkeys("in into near through around across outside inside".split(), 3) | dict.fromkeys(  # noqa: SIM905
    ("at", "to", "from", "toward", "towards"), 1
)
#: Words after a verb of speech that say nothing of a place ("put in Ben").
_PARTICLES = frozenset("in out on up off back over".split())  # noqa: SIM905
_BEFORE_PARTICLE = re.compile(r"([a-z]+)\s{1,2}[a-z]+\s{1,2}$")
_HAIL = frozenset(",.!?;-—…\"”'’")
_OPEN = frozenset(",.!?-—…\"“‘'")

Name = tuple[str, ...]


class Evidence:
    """Counts over all places where one name stands; `places` are its starts in narration, `placed` counts prepositions
    of place in thirds."""

    __slots__ = (
        "addressed",
        "human",
        "owned",
        "placed",
        "places",
        "quoted",
        "spoken",
        "the",
        "total",
        "weak",
        "within",
    )

    def __init__(self) -> None:
        self.total = self.within = self.spoken = self.human = self.weak = 0
        self.addressed = self.placed = self.the = self.owned = self.quoted = 0
        self.places: list[int] = []


class Sighting(NamedTuple):
    """One run in its surroundings. `quoted`: index of the quotation it is inside, -1 in narration; `hailed`:
    addressed there by this name; `article`: "the" stands before it."""

    run: Run
    quoted: int
    hailed: bool
    article: bool


def gather(
    text: str, runs: Sequence[Run], quoted: Sequence[tuple[int, int]]
) -> tuple[dict[Name, Evidence], list[Sighting]]:
    """Evidence for each distinct run of words, and every run with its surroundings.

    Args:
        text: the work's text.
        runs: in text order.
        quoted: spans of the outermost quotations, in text order.
    """
    words = vocabulary()
    found: dict[Name, Evidence] = {}
    sightings = []
    at = 0
    for run in runs:
        while at < len(quoted) and quoted[at][1] <= run.start:
            at += 1
        inside = at if at < len(quoted) and quoted[at][0] <= run.start else -1
        evidence = found.get(run.words)
        if evidence is None:
            evidence = found[run.words] = Evidence()
        sightings.append(_look(text, run, inside, evidence, words))
    return found, sightings


def _before(text: str, start: int) -> str:
    """The word right before a place, lower case, empty where none stands there."""
    low = max(0, start - 14)
    if text[start - 1 : start] == " ":  # mostly so, and quicker told than by the pattern
        word = text[low : start - 1].rpartition(" ")[2]
        if word.isalpha():
            return word.lower()
    before = _BEFORE.search(text, low, start)
    return before.group(1).lower() if before else ""


def _look(text: str, run: Run, inside: int, evidence: Evidence, words: Vocabulary) -> Sighting:
    start, end = run.start, run.end
    narrated = inside < 0
    previous = _before(text, start)
    if narrated and previous in _PARTICLES:
        verb = _BEFORE_PARTICLE.search(text, max(0, start - 24), start)
        previous = verb.group(1) if verb and verb.group(1) in words.speech else previous
    article = previous == "the"
    hailed = (
        not narrated
        and not article
        and text[end : end + 1] in _HAIL
        and not _OWNS.match(text, end)
        and text[max(0, start - 3) : start].rstrip()[-1:] in _OPEN
    )
    if run.doubtful:
        return Sighting(run, inside, hailed, article)
    evidence.total += 1
    evidence.within += run.place == MIDDLE
    evidence.the += article
    evidence.placed += _PLACE.get(previous, 0)
    evidence.addressed += hailed
    if narrated:
        evidence.places.append(start)
    else:
        evidence.quoted += 1
    following = _AFTER.match(text, end, end + 30)
    if following:
        word = following.group(1)
        if word in words.speech and narrated:
            evidence.spoken += 1
        elif word in words.weak:
            evidence.weak += 1
        elif word in words.human:
            evidence.human += 1
    elif text.startswith(("'s", "’s"), end):
        evidence.owned += 1
    if narrated and (article or previous in words.adjectives):
        wider = _BEFORE_ARTICLE.search(text, max(0, start - 30), start)
        previous = wider.group(1).lower() if wider else ""
    evidence.spoken += narrated and previous in words.speech
    return Sighting(run, inside, hailed, article)
