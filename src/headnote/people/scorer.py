"""The speaker scorer: boosted trees of at most eight leaves over byte features, read from a small file.

A tree has at most seven questions ("is feature f over threshold t?"); the answers of all rows to all questions are
packed into one byte a row, and a table of 128 entries gives the leaf. Many trees ask the same: a question is asked once
for all trees that keep its answer in the same bit. So a tree costs a few passes over the rows, and no learning library
is needed at run time.
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
    Ints = np.ndarray[Any, np.dtype[np.intp]]

#: Questions that a tree has at most.
QUESTIONS = 7
#: Rows and trees worked on at once, so that their answers stay in the cache: of the sizes tried the fastest for 10 to
#: 10,000 rows (2026-11), three times as fast as tree by tree.
ROWS, TREES = 4096, 30


class Trees:
    """One ensemble. Each tree is a list of nodes ``[feature, threshold, left, right]``; a child below zero is leaf
    ``-1 - child`` of the tree's leaf values."""

    def __init__(self, trees: Sequence[dict[str, Any]]) -> None:
        import numpy as np

        self.questions = [[(int(n[0]), int(n[1])) for n in tree["nodes"]] for tree in trees]
        asked = _Asked()
        bits = np.zeros((len(trees), QUESTIONS), dtype=np.intp)
        # Where a tree's answers lie among all; those that are wanting lie in the last row, which is always 0.
        answers = np.full((len(trees), QUESTIONS), -1, dtype=np.intp)
        for i, questions in enumerate(self.questions):
            bits[i, : len(questions)], answers[i, : len(questions)] = asked.by(questions)
        self._answers, self._tables = answers, _tables(trees, bits)
        features, thresholds, places = zip(*asked.rows, (0, 255, 0), strict=True)
        self._features = np.array(features, dtype=np.intp)
        self._over = np.array(thresholds, dtype=np.uint8)[:, None]
        self._bits = np.array([1 << bit for bit in places], dtype=np.uint8)[:, None]

    def scores(self, columns: Bytes) -> Floats:
        """Score of each row; the softmax over those of a turn is what each candidate's share is.

        Args:
            columns: features by rows, shape (features, rows), bytes.
        """
        import numpy as np

        total = np.zeros(columns.shape[1], dtype=np.float32)
        for low in range(0, columns.shape[1], ROWS):
            self._add(columns[:, low : low + ROWS], total[low : low + ROWS])
        return total

    def _add(self, columns: Bytes, total: Floats) -> None:
        """Adds the score of each row to `total`, tree by tree in their order."""
        import numpy as np

        given = (columns[self._features] > self._over).view(np.uint8)
        given *= self._bits
        for low in range(0, len(self._answers), TREES):
            packed = np.bitwise_or.reduce(given[self._answers[low : low + TREES]], axis=1)
            for table, its in zip(self._tables[low : low + TREES], packed, strict=True):
                total += table.take(its)


class _Asked:
    """The questions of an ensemble. `rows` are all that are asked: feature, threshold and the bit of the answer."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, int, int]] = []
        self._row: dict[tuple[int, int, int], int] = {}
        self._known: dict[tuple[int, int], list[int]] = {}

    def by(self, questions: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
        """For each question of a tree the bit of its answer, one that it has had in another tree where that is free,
        and where in `rows` it stands."""
        free, bits = list(range(QUESTIONS)), dict[tuple[int, int], int]()
        for question in questions:
            bit = next((b for b in self._known.get(question, ()) if b in free), None)
            if bit is not None and question not in bits:
                bits[question] = bit
                free.remove(bit)
        for question in questions:
            if question not in bits:
                bits[question] = free.pop(0)
                self._known.setdefault(question, []).append(bits[question])
        return [bits[q] for q in questions], [self._at((*q, bits[q])) for q in questions]

    def _at(self, row: tuple[int, int, int]) -> int:
        if row not in self._row:
            self._row[row] = len(self.rows)
            self.rows.append(row)
        return self._row[row]


def _tables(trees: Sequence[dict[str, Any]], bits: Ints) -> Floats:
    """The leaf value that each pattern of answers leads to, by tree.

    Args:
        trees: as stored.
        bits: the bit that holds the answer of each node, by tree.
    """
    import numpy as np

    children = np.zeros((len(trees), QUESTIONS, 2), dtype=np.intp)
    leaves = np.zeros((len(trees), QUESTIONS + 1), dtype=np.float32)
    at = np.zeros((len(trees), 1 << QUESTIONS), dtype=np.intp)
    for i, tree in enumerate(trees):
        leaves[i, : len(tree["leaves"])] = tree["leaves"]
        if tree["nodes"]:
            children[i, : len(tree["nodes"])] = [node[2:4] for node in tree["nodes"]]
        else:
            at[i] = -1
    tree_of, patterns = np.arange(len(trees))[:, None], np.arange(1 << QUESTIONS)
    for _ in range(QUESTIONS):  # no tree is deeper than it has questions
        node = np.maximum(at, 0)
        answer = patterns >> bits[tree_of, node] & 1
        at = np.where(at < 0, at, children[tree_of, node, answer])
    values: Floats = leaves[tree_of, -1 - at]
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
