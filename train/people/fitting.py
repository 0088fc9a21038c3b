"""Fitting the scorer's passes and writing them as the package reads them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from headnote import intake, layout
from headnote.people import passes
from headnote.people.features import FEATURES, FeatureMaker
from headnote.people.reading import Reading, read_names
from headnote.people.scorer import Trees
from headnote.people.speakers import rows_of
from headnote.records import Layout, Work
from train.people.boosting import Growth, boost
from train.people.gold import Novel, stand_for, turn_speakers

Array = np.ndarray[Any, np.dtype[Any]]

#: Few small trees, so that a story costs little.
GROWTH = Growth(trees=300, leaves=8, rate=0.12, rows=40, squares=1.0, seen=0.4)
#: Folds that give the second pass, in training, probabilities from trees that did not see the novel.
INNER_FOLDS = 3


class Example(NamedTuple):
    """One novel ready for training: its rows, whether each row's person is the speaker, and whether the turn
    teaches: it is annotated and has more than one candidate."""

    novel: Novel
    work: Work
    layout: Layout
    reading: Reading
    rows: passes.Rows
    right: Array
    annotated: Array


def prepare(novel: Novel) -> Example:
    """Read a novel from its raw text and label its rows."""
    work = intake.read_file(novel.text)
    shape = layout.lay_out(work)
    reading = read_names(work.text, shape)
    rows = rows_of(FeatureMaker(reading.stage), 0, len(reading.stage.turns))
    stands = stand_for(novel, reading, work.text)
    gold = [speaker for speaker, _ in turn_speakers(novel, reading.stage.turns)]
    pairs = list(zip(rows.turn.tolist(), rows.person.tolist(), strict=True))
    right = np.array([gold[t] is not None and stands[p] == gold[t] for t, p in pairs])
    several = np.bincount(rows.turn, minlength=len(gold)) > 1
    annotated = np.array([gold[t] is not None and several[t] for t, _ in pairs])
    return Example(novel, work, shape, reading, rows, right, annotated)


def fit(columns: Sequence[Array], examples: Sequence[Example]) -> dict[str, Any]:
    """One pass's trees, as stored.

    Args:
        columns: features of each example, shape (features, rows).
        examples: what they are the features of.
    """
    kept = np.concatenate([e.annotated for e in examples])
    first = np.cumsum([0, *(len(e.reading.stage.turns) for e in examples)])
    turn = np.concatenate([e.rows.turn + n for e, n in zip(examples, first, strict=False)])
    right = np.concatenate([e.right for e in examples])
    trees = boost(np.hstack(columns).T[kept], right[kept], turn[kept], GROWTH)
    return {"trees": [_stored(nodes) for nodes in trees]}


def _stored(nodes: Any) -> dict[str, Any]:
    """A tree as questions and leaf values; thresholds become the whole number below."""
    inner = [i for i, node in enumerate(nodes) if not node["is_leaf"]]
    leaf = [i for i, node in enumerate(nodes) if node["is_leaf"]]
    place = {i: k for k, i in enumerate(inner)} | {i: -1 - k for k, i in enumerate(leaf)}
    return {
        "nodes": [
            [
                int(nodes[i]["feature_idx"]),
                int(nodes[i]["num_threshold"]),
                place[int(nodes[i]["left"])],
                place[int(nodes[i]["right"])],
            ]
            for i in inner
        ],
        "leaves": [round(float(nodes[i]["value"]), 5) for i in leaf],
    }


def applied(stored: dict[str, Any], columns: Array, example: Example) -> Array:
    """Probabilities that a pass gives to an example's rows."""
    scores = Trees(stored["trees"]).scores(columns)
    return passes.probabilities(scores, example.rows.turn, len(example.reading.stage.turns))


def second_columns(example: Example, probability: Array) -> Array:
    """Features of the second pass."""
    return np.vstack(
        [example.rows.columns, passes.surroundings(example.rows, probability, example.reading.stage.turns)]
    )


def train(examples: Sequence[Example]) -> dict[str, Any]:
    """Both passes on these novels, as stored. The second learns from probabilities of trees that did not see the
    novel."""
    unseen: dict[str, Array] = {}
    for k in range(INNER_FOLDS):
        held = examples[k::INNER_FOLDS]
        others = [e for e in examples if all(e is not h for h in held)]
        first = fit([e.rows.columns for e in others], others)
        unseen |= {e.novel.name: applied(first, e.rows.columns, e) for e in held}
    first = fit([e.rows.columns for e in examples], examples)
    second = fit([second_columns(e, unseen[e.novel.name]) for e in examples], examples)
    return {"features": [*FEATURES, *passes.NAMES], "passes": [first, second]}


def write(stored: dict[str, Any], path: Path) -> None:
    """Write the trees, one a line."""
    import json

    lines = ['{"features": ' + json.dumps(stored["features"], ensure_ascii=False) + ',\n"passes": [']
    for i, one in enumerate(stored["passes"]):
        trees = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in one["trees"])
        lines.append(f'{{"trees": [\n{trees}\n]}}' + ("," if i + 1 < len(stored["passes"]) else ""))
    path.write_text("\n".join([*lines, "]}"]) + "\n", encoding="utf-8")
