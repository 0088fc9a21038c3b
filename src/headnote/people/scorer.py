"""The speaker scorer: boosted trees of at most eight leaves over byte features, read from a small file.

A tree has at most seven questions ("is feature f over threshold t?"); the answers of all rows to all questions are
packed into one byte a row, and a table of 128 entries gives the leaf. So a tree costs a few passes over the rows, and
no learning library is needed at run time.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Bytes = np.ndarray[Any, np.dtype[np.uint8]]
    Floats = np.ndarray[Any, np.dtype[np.float32]]

#: Questions that a tree has at most.
QUESTIONS = 7
#: Up to so many rows all questions are asked at once: eight to forty times as fast there, and slower beyond.
FEW = 200


class Trees:
    """One ensemble. Each tree is a list of nodes ``[feature, threshold, left, right]``; a child below zero is leaf
    ``-1 - child`` of the tree's leaf values."""

    def __init__(self, trees: Sequence[dict[str, Any]]) -> None:
        import numpy as np

        self.questions = [[(int(n[0]), int(n[1])) for n in tree["nodes"]] for tree in trees]
        self.tables = [np.array(_table(tree["nodes"], tree["leaves"]), dtype=np.float32) for tree in trees]
        # The questions of each tree in a row of eight; those that are wanting ask what no byte fulfils.
        self.asked = np.zeros((len(trees), 8), dtype=np.intp)
        self.over = np.full((len(trees), 8, 1), 255, dtype=np.uint8)
        for i, questions in enumerate(self.questions):
            for k, (feature, threshold) in enumerate(questions):
                self.asked[i, k], self.over[i, k] = feature, threshold

    def scores(self, columns: Bytes) -> Floats:
        """Score of each row; the softmax over those of a turn is what each candidate's share is.

        Args:
            columns: features by rows, shape (features, rows), bytes.
        """
        import numpy as np

        total = np.zeros(columns.shape[1], dtype=np.float32)
        if columns.shape[1] <= FEW:
            answers = np.packbits(columns[self.asked] > self.over, axis=1, bitorder="little")[:, 0]
            for table, its in zip(self.tables, answers, strict=True):
                total += table[its]
            return total
        packed = np.empty(columns.shape[1], dtype=np.uint8)
        bit = np.empty(columns.shape[1], dtype=np.uint8)
        for questions, table in zip(self.questions, self.tables, strict=True):
            packed.fill(0)
            for k, (feature, threshold) in enumerate(questions):
                np.greater(columns[feature], threshold, out=bit.view(np.bool_))
                np.left_shift(bit, k, out=bit)
                np.bitwise_or(packed, bit, out=packed)
            total += table[packed]
        return total


def _table(nodes: Sequence[Sequence[int]], leaves: Sequence[float]) -> list[float]:
    """The leaf that each pattern of answers leads to."""
    if not nodes:
        return [leaves[0]] * (1 << QUESTIONS)
    values = []
    for answers in range(1 << QUESTIONS):
        at = 0
        while at >= 0:
            at = nodes[at][3] if answers >> at & 1 else nodes[at][2]
        values.append(leaves[-1 - at])
    return values


class Model:
    """The scorer's ensembles, one for each pass."""

    def __init__(self, stored: dict[str, Any]) -> None:
        self.features: list[str] = stored["features"]
        self.passes = [Trees(p["trees"]) for p in stored["passes"]]


@cache
def bundled() -> Model:
    """The model that comes with the package."""
    return Model(json.loads((files("headnote.people") / "data" / "speakers.json").read_text(encoding="utf-8")))
