"""The second and third pass over the turns: what the pass before made of the turns around each row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from headnote.people.stage import alternate
from headnote.people.turns import Turn

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

#: Turns around a row whose probabilities it sees.
OFFSETS = (-4, -3, -2, -1, 1, 2, 3, 4)
#: Probabilities become bytes by this factor.
SCALE = 50
#: A turn is taken as known for alternation where its best candidate has this probability.
KNOWN = (0.9, 0.7, 0.5)
NAMES = (
    "probability", "rank", "best other", *(f"probability at {o:+d}" for o in OFFSETS), "best before", "best after",
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
    return raised / np.bincount(turn, raised, turns)[turn]


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
    columns.extend(_scaled(p) for p in _at_offsets(rows, probability))
    around = _scaled(np.concatenate([[0.0], top, [0.0]]))
    columns += [around[rows.turn], around[rows.turn + 2]]
    for least in KNOWN:
        known = np.where(top > least, who, -1).tolist()
        columns.extend(_alternation(rows, alternate(known, turns, step)) for step in (1, -1))
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


def _at_offsets(rows: Rows, probability: Array) -> list[Array]:
    """For each offset the probability that the turn so far away gives to the row's person."""
    import numpy as np

    width = int(rows.person.max(initial=0)) + 1
    keys = rows.turn.astype(np.int64) * width + rows.person
    order = np.argsort(keys)
    keys_sorted = keys[order]
    found = []
    for offset in OFFSETS:
        wanted = keys + offset * width
        at = np.minimum(np.searchsorted(keys_sorted, wanted), len(keys) - 1)
        found.append(np.where(keys_sorted[at] == wanted, probability[order[at]], 0.0))
    return found


def _alternation(rows: Rows, told: Sequence[tuple[int, int]]) -> Array:
    """0 where alternation says nothing, 1 where it says another, else how surely it says the row's person."""
    import numpy as np

    who = np.array([w for w, _ in told])[rows.turn]
    steps = np.array([s for _, s in told])[rows.turn]
    return np.where(who < 0, 0, np.where(who == rows.person, np.maximum(2, 9 - steps // 2), 1))
