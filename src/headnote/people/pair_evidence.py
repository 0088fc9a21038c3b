"""What the readers of pairs share: a place that tells something of two people, and what many places say together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from headnote.people.relation_words import Kind
from headnote.records import Cast

#: A piece of evidence of this weight at most is a hint: it counts beside others that say this much together, never by
#: itself.
HINT, BESIDE = 0.2, 0.3
#: Pieces of evidence that count.
COUNTED = 5


class Hit(NamedTuple):
    """One place that tells something of two people; `pair` in order of mentions. `weight` is what its kind of words
    says, `score` what is left of it here; `source` is the same for words of one kind."""

    pair: tuple[str, str]
    kind: Kind
    score: float
    weight: float
    soft: bool
    source: str
    start: int
    end: int


class Order:
    """The people of a cast by their mentions."""

    def __init__(self, cast: Cast) -> None:
        self._ranks = {person.id: n for n, person in enumerate(cast.people)}

    def pair(self, one: str, other: str) -> tuple[str, str] | None:
        """Two people in order; null where they are one, or none of the cast."""
        ranks = self._ranks
        if one == other or one not in ranks or other not in ranks:
            return None
        return (one, other) if ranks[one] < ranks[other] else (other, one)


def confidence(hits: Sequence[Hit]) -> float:
    """Noisy or over the hits, at most five of them; what one kind of words says again counts less each time, so that a
    long work does not make a sure pair of small signs."""
    missed, told = 1.0, Counter[str]()
    for hit in sorted(hits, key=lambda h: -h.score)[:COUNTED]:
        told[hit.source] += 1
        missed *= 1 - hit.score / math.sqrt(told[hit.source])
    return 1 - missed


def counted(hits: list[Hit]) -> list[Hit]:
    """The hits, without hints where there is little else."""
    plain = [h for h in hits if h.weight > HINT]
    return hits if confidence(plain) >= BESIDE else plain


class Told(NamedTuple):
    """Two people whom a place speaks of, and the share of its words' weight that is sure to be of them."""

    one: str
    other: str
    share: float
