"""Fitting the weights: a logistic regression that chooses among the candidates of a pronoun."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from headnote.people.antecedents import FIELDS, Weights
from train.pronouns.gold import FIRST, SIZES, Decision, Example, Teacher

Array = np.ndarray[Any, np.dtype[Any]]

#: Weight of the squares of the weights, and times that the model walks through the texts by its own choices.
SQUARES, WALKS = 24.0, 2


def train(examples: Sequence[Example]) -> Weights:
    """The weights that a set of texts teaches. The first ones learn from choices made as annotated, the next ones also
    from those that the ones before make, so that the model knows its own errors."""
    taught = [decision for example in examples for decision in Teacher(example).walk()]
    weights = fit(taught, SQUARES / 2)
    for _ in range(WALKS):
        own = [decision for example in examples for decision in Teacher(example, weights).walk()]
        weights = fit(taught + own, SQUARES)
    return weights


def fit(decisions: Sequence[Decision], squares: float) -> Weights:
    """The weights that make the choices of these decisions likely."""
    codes = list(chain.from_iterable(decision.codes for decision in decisions))
    group = np.repeat(np.arange(len(decisions)), [len(decision.codes) for decision in decisions])
    right = np.array(list(chain.from_iterable(decision.right for decision in decisions)), dtype=np.float64)
    right /= np.bincount(group, right)[group]
    size = sum(SIZES.values())
    width = max(map(len, codes))
    table = np.array([one + (size,) * (width - len(one)) for one in codes])

    def loss(weights: Array) -> tuple[float, Array]:
        scores = np.append(weights, 0.0)[table].sum(axis=1)
        raised = np.exp(scores - scores.max())
        chance = raised / np.bincount(group, raised)[group]
        slope = np.bincount(table.ravel(), np.repeat(chance - right, width), minlength=size + 1)[:size]
        value = -float(right @ np.log(chance)) + squares / 2 * float(weights @ weights)
        return value, slope + squares * weights

    best = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    weights = [round(float(w), 3) + 0.0 for w in best.x]
    return Weights(**{name: weights[FIRST[name] : FIRST[name] + size] for name, size in SIZES.items()})


def write(weights: Weights, path: Path) -> None:
    """Write the weights, a table a line."""
    tables = [f"{json.dumps(name)}: {json.dumps(getattr(weights, name))}" for name in FIELDS]
    path.write_text("{" + ",\n".join(tables) + "}\n", encoding="utf-8")
