"""Boosted trees that choose one candidate of each turn: the loss is the log of the share that the softmax over the
scores of a turn's candidates gives to the one who speaks. Each turn counts once, however many candidates it has, and
what is learned is how they differ."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from sklearn.ensemble._hist_gradient_boosting.binning import _BinMapper
from sklearn.ensemble._hist_gradient_boosting.grower import TreeGrower

Array = np.ndarray[Any, np.dtype[Any]]

#: Least curvature of a row, so that sure rows do not divide by nothing.
LEAST = 1e-6


class Growth(NamedTuple):
    """How trees are grown: how many, their leaves, the rate, rows that a leaf has at least, the weight of leaves'
    squares, and the share of features that each question may choose from."""

    trees: int
    leaves: int
    rate: float
    rows: int
    squares: float
    seen: float


def boost(features: Array, right: Array, turn: Array, growth: Growth) -> list[Any]:
    """The nodes of each tree, as scikit-learn stores them.

    Args:
        features: shape (rows, features).
        right: whether each row's person speaks; turns where none does teach nothing and are left out.
        turn: the turn of each row, any whole numbers.
        growth: how the trees are grown.
    """
    teaches = np.isin(turn, turn[right.astype(bool)])
    _, turn = np.unique(turn[teaches], return_inverse=True)
    right = right[teaches].astype(np.float64)
    right /= np.bincount(turn, right)[turn]
    mapper = _BinMapper(n_bins=65, random_state=0, n_threads=1)
    binned = mapper.fit_transform(features[teaches].astype(np.float64))
    random = np.random.default_rng(0)
    scores = np.zeros(len(right))
    trees = []
    for _ in range(growth.trees):
        shares = softmax(scores, turn)
        grower = TreeGrower(
            binned,
            (shares - right).astype(np.float32),
            np.maximum(shares * (1 - shares), LEAST).astype(np.float32),
            max_leaf_nodes=growth.leaves,
            min_samples_leaf=growth.rows,
            l2_regularization=growth.squares,
            n_bins=mapper.n_bins,
            n_bins_non_missing=mapper.n_bins_non_missing_,
            has_missing_values=False,
            feature_fraction_per_split=growth.seen,
            rng=random,
            shrinkage=growth.rate,
            n_threads=1,
        )
        grower.grow()
        for leaf in grower.finalized_leaves:
            scores[leaf.sample_indices] += leaf.value
        trees.append(grower.make_predictor(mapper.bin_thresholds_).nodes)
    return trees


def softmax(scores: Array, turn: Array) -> Array:
    """Share of each row among those of its turn; turns are numbered from 0."""
    highest = np.full(int(turn.max()) + 1, -np.inf)
    np.maximum.at(highest, turn, scores)
    raised = np.exp(scores - highest[turn])
    shares: Array = raised / np.bincount(turn, raised)[turn]
    return shares
