"""The second and third pass over the turns: what the pass before made of the turns around each row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat
from operator import mul
from typing import TYPE_CHECKING, Any, NamedTuple

from headnote.people.stage import APART, alternate, joined_turns
from headnote.people.turns import Turn

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

#: Weight of the same speaker again in the next paragraph, and further on. In the novels 3.5% and 40% of turns have it;
#: softened, since the second pass has seen the neighbours: .7871 becomes .7905 (.7899 with 0.2, .7896 with 0.3).
SAME, SAME_APART = 0.1, 0.5
#: Turns on either side that are summed up, even and odd ones apart; turns worked on at once.
WINDOW, CHUNK = 10, 4096
#: Turns around a row whose probabilities it sees.
OFFSETS = (-4, -3, -2, -1, 1, 2, 3, 4)
#: Probabilities become bytes by this factor.
SCALE = 50
#: A turn is taken as known for alternation where its best candidate has this probability.
KNOWN = (0.9, 0.7, 0.5)
NAMES = (
    "probability", "rank", "best other", *(f"probability at {o:+d}" for o in OFFSETS), "even turns", "odd turns",
    "best before", "best after",
    *(f"alternation {side}, known from {k}" for k in KNOWN for side in ("from before", "from after")),
)  # fmt: skip


class Rows(NamedTuple):
    """The rows of a work: `turn` and `person` of each, ascending by turn, and their features, shape (features,
    rows), bytes."""

    turn: Array
    person: Array
    columns: Array


def probabilities(scores: Array, turn: Array, turns: int) -> Array:
    """Softmax of the scores over the candidates of each turn."""
    import numpy as np

    raised = np.exp(scores - scores.max(initial=0.0))
    shares: Array = raised / np.bincount(turn, raised, turns)[turn]
    return shares


def smoothed(rows: Rows, probability: Array, turns: Sequence[Turn]) -> Array:
    """Probabilities of the rows when neighbouring turns are told together: in the next paragraph speaks the same
    person with `SAME` to one, elsewhere with `SAME_APART` (forward-backward over the turns)."""
    import numpy as np

    people, given = rows.person.tolist(), probability.tolist()
    bounds = np.searchsorted(rows.turn, np.arange(len(turns) + 1)).tolist()
    forward = _messages(range(len(turns)), people, given, bounds, turns)
    backward = _messages(range(len(turns) - 1, -1, -1), people, given, bounds, turns)
    raised = probability * np.array(forward) * np.array(backward)
    shares: Array = raised / np.maximum(np.bincount(rows.turn, raised, len(turns)), 1e-300)[rows.turn]
    return shares


def _messages(
    order: Iterable[int], people: list[int], given: list[float], bounds: list[int], turns: Sequence[Turn]
) -> list[float]:
    """What the turns before (in this order) say of each row."""
    told = [1.0] * len(people)
    belief: dict[int, float] = {}
    before = -1
    for t in order:
        low, high = bounds[t], bounds[t + 1]
        if low == high:
            continue
        who = people[low:high]
        if len(who) == 1:  # one alone is surely the speaker, whatever is told
            belief, before = {who[0]: 1.0}, t
            continue
        if belief:
            first, second = (turns[before], turns[t]) if before < t else (turns[t], turns[before])
            same = SAME if second.paragraph - first.last == 1 else SAME_APART
            other = 1 - same
            told[low:high] = [same * known + other * (1 - known) for known in map(belief.get, who, repeat(0.0))]
        weighed = list(map(mul, told[low:high], given[low:high]))
        total = sum(weighed) or 1.0
        belief = {person: value / total for person, value in zip(who, weighed, strict=True)}
        before = t
    return told


def best(rows: Rows, probability: Array, turns: int) -> tuple[Array, Array]:
    """For each turn its best candidate, -1 where it has none, and that candidate's probability."""
    import numpy as np

    order = np.argsort(probability, kind="stable")
    who, top = np.full(turns, -1), np.zeros(turns)
    who[rows.turn[order]] = rows.person[order]
    top[rows.turn[order]] = probability[order]
    return who, top


def surroundings(rows: Rows, probability: Array, turns: Sequence[Turn]) -> Array:
    """Features of the next pass, to stand below those of the first; shape (len(NAMES), rows), bytes."""
    import numpy as np

    n = len(turns)
    who, top = best(rows, probability, n)
    rank, second = _ranks(rows, probability, n)
    columns = [
        _scaled(probability),
        np.minimum(rank, 7),
        _scaled(np.where(rank == 0, second[rows.turn], top[rows.turn])),
    ]
    columns.extend(_scaled(p) for p in _at_offsets(rows, probability, turns))
    around = _scaled(np.concatenate([[0.0], top, [0.0]]))
    columns += [around[rows.turn], around[rows.turn + 2]]
    joined = joined_turns(turns)
    for least in KNOWN:
        known = np.where(top > least, who, -1).tolist()
        columns.extend(_alternation(rows, alternate(known, joined, step)) for step in (1, -1))
    return np.stack(columns).astype(np.uint8)


def _scaled(probability: Array) -> Array:
    import numpy as np

    return np.round(probability * SCALE)


def _ranks(rows: Rows, probability: Array, turns: int) -> tuple[Array, Array]:
    """Rank of each row among its turn's candidates from 0, and each turn's second best probability."""
    import numpy as np

    order = np.lexsort((-probability, rows.turn))
    sorted_turn = rows.turn[order]
    index = np.arange(len(order))
    first = np.ones(len(order), dtype=bool)
    first[1:] = sorted_turn[1:] != sorted_turn[:-1]
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = index - np.maximum.accumulate(np.where(first, index, 0))
    second = np.zeros(turns)
    runner_up = rank == 1
    second[rows.turn[runner_up]] = probability[runner_up]
    return rank, second


def _at_offsets(rows: Rows, probability: Array, turns: Sequence[Turn]) -> list[Array]:
    """For each offset, and for the even and the odd ones of a window together, the probability that the turns so far
    away in the same conversation give to the row's person."""
    import numpy as np

    found = [np.zeros(len(rows.turn)) for _ in range(len(OFFSETS) + 2)]
    conversation = _conversations(turns)
    for low in range(0, len(turns), CHUNK):
        high = min(low + CHUNK, len(turns))
        first, last = max(0, low - WINDOW), min(len(turns), high + WINDOW)
        a, b = np.searchsorted(rows.turn, (first, last))
        # Each of these people gets a column; counting them is quicker than sorting the rows.
        known = np.bincount(rows.person[a:b]) > 0
        place = (np.cumsum(known) - 1)[rows.person[a:b]]
        given = np.zeros((last - first + 2 * WINDOW, np.count_nonzero(known)), dtype=np.float32)
        given[rows.turn[a:b] - first + WINDOW, place] = probability[a:b]
        held = np.full(last - first + 2 * WINDOW, -1)
        held[WINDOW : WINDOW + last - first] = conversation[first:last]
        c, d = np.searchsorted(rows.turn, (low, high))
        at, who = rows.turn[c:d] - first + WINDOW, place[c - a : d - a]
        for offset in range(-WINDOW, WINDOW + 1):
            seen = np.where(held[at + offset] == held[at], given[at + offset, who], 0.0)
            if offset in OFFSETS:
                found[OFFSETS.index(offset)][c:d] = seen
            if offset:
                found[offset % 2 - 2][c:d] += seen
    return [*found[:-2], found[-2] / WINDOW, found[-1] / WINDOW]


def _conversations(turns: Sequence[Turn]) -> Array:
    """A number for each conversation, by turn: a new one where turns are more than `APART` paragraphs apart."""
    import numpy as np

    begins = [i == 0 or turn.paragraph - turns[i - 1].last > APART for i, turn in enumerate(turns)]
    return np.cumsum(begins)


def _alternation(rows: Rows, told: Sequence[tuple[int, int]]) -> Array:
    """0 where alternation says nothing, 1 where it says another, else how surely it says the row's person."""
    import numpy as np

    who = np.array([w for w, _ in told])[rows.turn]
    steps = np.array([s for _, s in told])[rows.turn]
    return np.where(who < 0, 0, np.where(who == rows.person, np.maximum(2, 9 - steps // 2), 1))
