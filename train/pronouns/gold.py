"""LitBank's texts as examples: each pronoun's candidates, and which of them are the one annotated."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import accumulate
from math import prod
from pathlib import Path
from typing import NamedTuple

from eval.litbank import Text, read

from headnote import intake, layout
from headnote.people.antecedents import FIELDS, Tables, Weights
from headnote.people.reading import Reading, read_names
from headnote.people.resolve import Resolver
from headnote.people.speakers import turn_speakers
from headnote.people.weighing import Weigher, likeliest

Codes = tuple[int, ...]
#: The number of codes of each field, and where they begin when all are counted on.
SIZES = {name: prod(axes.values()) for name, axes in FIELDS.items()}
FIRST = dict(zip(SIZES, accumulate(SIZES.values(), initial=0), strict=False))


class Example(NamedTuple):
    """One text, what is read of its names, and its speakers."""

    name: str
    gold: Text
    reading: Reading
    speakers: Sequence[tuple[int, float]]


class Decision(NamedTuple):
    """One annotated pronoun: the codes of each candidate and of "no one in focus", and whether each is right."""

    codes: list[Codes]
    right: list[bool]


def examples(data: Path) -> list[Example]:
    """All texts under ``data/litbank``, by name."""
    return [_example(path) for path in sorted((data / "litbank").glob("*.txt"))]


def _example(path: Path) -> Example:
    gold = read(path)
    work = intake.read_text(gold.joined)
    reading = read_names(work.text, layout.lay_out(work))
    return Example(path.stem, gold, reading, turn_speakers(reading.stage, None))


def coded() -> Tables[Codes]:
    """Tables that tell which weights would be added up."""
    codes: dict[str, list[Codes]] = {name: [(FIRST[name] + i,) for i in range(size)] for name, size in SIZES.items()}
    return Tables(**codes)


def scores(weights: Weights, codes: Sequence[Codes]) -> list[float]:
    """The sums that the weights make of codes."""
    flat = [w for name in FIELDS for w in getattr(weights, name)]
    return [sum(flat[code] for code in one) for one in codes]


class Teacher:
    """Walks through a text as the resolver does, and keeps what it had to decide.

    Args:
        example: the text.
        weights: the model that goes on with its own choices; where null, the annotated person is chosen.
    """

    def __init__(self, example: Example, weights: Weights | None = None) -> None:
        self.example, self.weights = example, weights
        self.decisions: list[Decision] = []
        gold = example.gold
        self._entity = {span: i for i, cluster in enumerate(gold.clusters) for span in cluster}
        self._nouns = {span[0]: span for span, kind in gold.kinds.items() if kind == "NOM"}
        self._pronouns = {span[0]: span for span, kind in gold.kinds.items() if kind == "PRON"}
        self._stands = self._named_ones()

    def walk(self) -> list[Decision]:
        """The decisions, in text order."""
        stage, speakers = self.example.reading.stage, self.example.speakers
        for meant in Resolver(stage, speakers, Weigher(stage, speakers, coded()), self.choose).resolve():
            span = self._nouns.get(meant.start)
            if meant.noun and meant.who >= 0 and span in self._entity:
                self._stands.setdefault(meant.who, self._entity[span])
        return self.decisions

    def _named_ones(self) -> dict[int, int]:
        """The annotated person that each named one stands for most."""
        named, votes = self.example.reading.stage.named, defaultdict[int, Counter[int]](Counter)
        for start, end, who in zip(named.starts, named.ends, named.who, strict=True):
            if (start, end) in self._entity:
                votes[who][self._entity[start, end]] += 1
        return {who: min(count, key=lambda e: (-count[e], e)) for who, count in votes.items()}

    def choose(self, at: int, people: list[int], codes: list[Codes], someone: bool) -> tuple[int, float]:
        """Keeps a decision, and goes on."""
        wanted = self._entity.get(self._pronouns.get(at, (-1, -1)))
        right = [wanted is not None and self._stands.get(who, -1) == wanted for who in people]
        if wanted is not None:
            self.decisions.append(Decision(codes, [*right, True not in right]))
        if self.weights:
            return likeliest(people, scores(self.weights, codes), someone=someone)
        return (people[right.index(True)], 1.0) if True in right else (-1, 1.0)
