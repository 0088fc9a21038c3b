"""Who says each quotation and message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from headnote.people import passes
from headnote.people.features import FeatureMaker
from headnote.people.scorer import Model, bundled
from headnote.people.senders import tell_senders
from headnote.people.shared_features import SharedFeatures
from headnote.people.stage import Stage
from headnote.people.turns import Turn
from headnote.records import Layout

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

#: Below this probability a speaker is not told.
LEAST = 0.2
#: Turns worked on at once, so that memory does not grow with the work, and turns on either side that are read with
#: them: further than what the passes look back and forward over.
BLOCK, MARGIN = 4096, 64


class Told(NamedTuple):
    """A quotation or message and the index of its speaker, -1 where it cannot be told."""

    start: int
    end: int
    who: int
    confidence: float


def tell_speakers(
    stage: Stage, layout: Layout, senders: Mapping[str, int], speakers: Sequence[tuple[int, float]]
) -> list[Told]:
    """Speakers of all quotations of depth 0 and all messages, in text order.

    Args:
        stage: what is known of the work.
        layout: its layout.
        senders: the person that each written sender of a message means.
        speakers: as `turn_speakers` returns them.
    """
    sent = tell_senders(layout.messages, stage, senders)
    told = [Told(m.start, m.end, who, sure) for m, (who, sure) in zip(layout.messages, sent, strict=True)]
    for turn, (who, sure) in zip(stage.turns, speakers, strict=True):
        told.extend(Told(a, b, who, sure) for a, b in turn.quotes)
    return sorted(told)


def rows_of(maker: FeatureMaker, low: int, high: int) -> passes.Rows:
    """The first pass's rows of the turns from `low` up to `high`, the turns counted from `low`."""
    import numpy as np

    turns, people, columns = maker.rows(low, high)
    rows = passes.Rows(np.array(turns, dtype=np.int64), np.array(people, dtype=np.int64), columns)
    if people:
        SharedFeatures(maker.stage, low, high, rows).fill()
    return rows


def turn_speakers(stage: Stage, model: Model | None = None) -> list[tuple[int, float]]:
    """Speaker and probability of each turn, -1 where it cannot be told."""
    maker, model, n = FeatureMaker(stage), model or bundled(), len(stage.turns)
    told: list[tuple[int, float]] = []
    for low in range(0, n, BLOCK):
        first, last = max(0, low - MARGIN), min(n, low + BLOCK + MARGIN)
        block = _block_speakers(stage.turns[first:last], rows_of(maker, first, last), model)
        told.extend(block[low - first : min(n, low + BLOCK) - first])
    return told


def _block_speakers(turns: Sequence[Turn], rows: passes.Rows, model: Model) -> list[tuple[int, float]]:
    if not len(rows.turn):
        return [(-1, 0.0)] * len(turns)
    who, sure = passes.best(rows, predict(turns, rows, model), len(turns))
    return [(w, round(p, 3)) if p >= LEAST else (-1, 0.0) for w, p in zip(who.tolist(), sure.tolist(), strict=True)]


def predict(turns: Sequence[Turn], rows: passes.Rows, model: Model) -> Array:
    """Probability of each row after all passes."""
    import numpy as np

    n = len(turns)
    probability = passes.probabilities(model.passes[0].scores(rows.columns), rows.turn, n)
    for trees in model.passes[1:]:
        columns = np.vstack([rows.columns, passes.surroundings(rows, probability, turns)])
        probability = passes.probabilities(trees.scores(columns), rows.turn, n)
    return passes.smoothed(rows, probability, turns)
