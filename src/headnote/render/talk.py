"""Who speaks, how much, and with whom: counted from the quotations whose speaker is known."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import msgspec

from headnote.records import Card, Quote

#: Two quotations by two people count as an exchange when no more than this many characters lie between them: about a
#: paragraph of narration. Chosen by hand; it shapes a chart, no judgement rests on it.
NEAR = 600


class Talk(msgspec.Struct, frozen=True):
    """`shares` is each speaker's share of all attributed speech in 0..1, by characters; `exchanges` counts how often
    two people (ids in card order) follow each other; `known` is the share of quotations with a speaker."""

    shares: dict[str, float]
    exchanges: dict[tuple[str, str], int]
    known: float


def _exchanges(spoken: list[Quote], order: dict[str, int]) -> Counter[tuple[str, str]]:
    pairs: Counter[tuple[str, str]] = Counter()
    for one, two in pairwise(spoken):
        a, b = one.speaker, two.speaker
        if a and b and a != b and two.start - one.end <= NEAR:
            pairs[(a, b) if order[a] <= order[b] else (b, a)] += 1
    return pairs


def talk(card: Card) -> Talk:
    """Speech of a card. Exchanges come most frequent first, ties in card order."""
    order = {p.id: n for n, p in enumerate(card.people)}
    spoken = [q for q in card.quotes if q.speaker in order]
    lengths = Counter[str]()
    for quote in spoken:
        lengths[quote.speaker or ""] += quote.end - quote.start
    total = sum(lengths.values()) or 1
    pairs = _exchanges(spoken, order)
    ranked = sorted(pairs.items(), key=lambda item: (-item[1], order[item[0][0]], order[item[0][1]]))
    return Talk(
        shares={p.id: lengths[p.id] / total for p in card.people if lengths[p.id]},
        exchanges=dict(ranked),
        known=len(spoken) / len(card.quotes) if card.quotes else 0.0,
    )
