"""Whom a pronoun may mean: the weights of the people in focus.

Each candidate has one code in each of `FIELDS`; the sum of its weights is its score, as the weight of its code is that
of "no one in focus", and the softmax over these is the probability.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import product
from typing import Generic, TypeVar

import msgspec

#: The tables of weights, by what each is read, and the number of values of each; the last one counts fastest.
FIELDS: dict[str, dict[str, int]] = {
    "stands": {"pronoun": 4, "part": 4, "distance": 8},
    "mention": {"how": 4, "distance": 8},
    "person": {"unnamed": 2, "gender known": 2, "mentions": 4},
    "speech": {"speech": 4, "distance": 8},
    "nobody": {"quoted": 2, "pronoun": 4, "distance": 9, "candidates": 5},
}
#: A weight, or, where the tables are for training, the codes that it stands for.
W = TypeVar("W", float, tuple[int, ...])


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The weights as stored."""

    stands: list[float]
    mention: list[float]
    person: list[float]
    speech: list[float]
    nobody: list[float]


class Tables(Generic[W]):
    """The weights as they are looked up: `place` those of the first two fields together, by pronoun, how, part and
    distance.

    Args:
        stands, mention, person, speech, nobody: a table for each field.
    """

    def __init__(self, stands: list[W], mention: list[W], person: list[W], speech: list[W], nobody: list[W]) -> None:
        self.place: list[W] = [
            stands[(pronoun * 4 + part) * 8 + distance] + mention[how * 8 + distance]
            for pronoun, how, part, distance in product(range(4), range(4), range(4), range(8))
        ]
        self.person: list[W] = person
        self.speech: list[W] = speech
        self.nobody: list[W] = nobody


@cache
def bundled() -> Tables[float]:
    """The tables of the package, trained by `make train-pronouns`."""
    data = (files("headnote.people") / "data" / "pronouns.json").read_bytes()
    return tables(msgspec.json.decode(data, type=Weights))


def tables(weights: Weights) -> Tables[float]:
    """Weights as they are looked up."""
    return Tables(weights.stands, weights.mention, weights.person, weights.speech, weights.nobody)
