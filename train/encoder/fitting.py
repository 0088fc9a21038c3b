"""Three logistic regressions a head, added up, and a curve over the sum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from train.encoder.rows import LABELS, Array, Rows

FOLDS = 5
SEED = 0
#: Inverse strength of the penalty and share in the sum of each group of features. The shares were picked from a handful
#: by cross-validation on all heads together (Nov 2026); the figures hardly move around them.
STRENGTH = {"dense": 3.0, "words": 3.0, "lexical": 0.1}
SHARE = {"dense": 1.0, "words": 0.4, "lexical": 0.8}
#: The texts of the moderation set are of many kinds and few: the words of one say little of the next.
SHARE_OF_LABELS = {"dense": 1.0, "words": 0.0, "lexical": 0.8}
GROUPS = tuple(STRENGTH)
#: What all rows of general prose, and all passages read for other codes, weigh beside a head's own. Without them a head
#: that only ever saw passages picked for its code takes any prose for one of them: on LitBank the median probability of
#: racism was .33, with them it is under .1, and the mean balanced accuracy rose by .01 (Nov 2026).
GENERAL_WEIGHT, OTHERS_WEIGHT = 1.0, 0.15
#: A word piece in fewer rows than this says nothing.
LEAST_ROWS = 2


@dataclass(frozen=True)
class Head:
    """One head as it ships: weights by group of features, offset included, in logits."""

    weights: dict[str, Array]
    offset: float


def rarity(rows: Rows, vocabulary: int) -> Array:
    """Inverse document frequency of each word piece over all texts; 0 for those that are too rare to say anything."""
    texts = {g: at for at, g in enumerate(rows.group)}
    counts = np.zeros(vocabulary)
    for at in texts.values():
        counts[np.unique(rows.pieces[at])] += 1
    return np.where(counts >= LEAST_ROWS, np.log((1 + len(texts)) / (1 + counts)) + 1, 0.0).astype(np.float32)


def features(rows: Rows, rare: Array) -> dict[str, Array | sparse.csr_matrix]:
    """Features by group, rows x features."""
    indices, values, starts = [], [], [0]
    for pieces in rows.pieces:
        kinds = np.unique(np.array(pieces, dtype=np.int64))
        weights = rare[kinds]
        indices.append(kinds)
        values.append(weights / max(1e-6, float(np.sqrt(weights @ weights))))
        starts.append(starts[-1] + len(kinds))
    words = sparse.csr_matrix(
        (np.concatenate(values), np.concatenate(indices), starts), shape=(len(rows.pieces), len(rare))
    )
    return {"dense": rows.dense, "words": words, "lexical": rows.lexical}


def regression(
    rows: Rows, x: Array | sparse.csr_matrix, head: str, known: Array, strength: float
) -> LogisticRegression:
    """Fitted to the share of votes on those of a head's rows that are among `known`, both sides weighing the same, with
    rows beside them that do not show it."""
    own = np.intersect1d(known, rows.of(head))
    share = rows.share[own]
    prior = share.mean()
    beside = [np.intersect1d(known, other) for other in rows.without(head)]
    weights = [share * 0.5 / prior, (1 - share) * 0.5 / (1 - prior)]
    for weight, other in zip((GENERAL_WEIGHT, OTHERS_WEIGHT), beside, strict=True):
        weights.append(np.full(len(other), weight * len(own) * 0.5 / max(1, len(other))))
    at = np.concatenate([own, own, *beside])
    truth = np.concatenate([np.ones(len(own)), np.zeros(len(at) - len(own))])
    return LogisticRegression(C=strength, max_iter=3000).fit(x[at], truth, sample_weight=np.concatenate(weights))


def folds(rows: Rows) -> list[tuple[Array, Array]]:
    """Indices of the known and the held-out rows, no text in both, each head's share the same in all."""
    strata = np.unique(
        [f"{head} {truth}" for head, truth in zip(rows.head, rows.truth, strict=True)], return_inverse=True
    )
    split = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    return list(split.split(rows.head, strata[1], rows.group))


def out_of_fold(rows: Rows, x: dict[str, Array | sparse.csr_matrix], head: str) -> dict[str, Array]:
    """Logits of a head's rows by group, each row by regressions that did not see it."""
    at = rows.of(head)
    logits = {group: np.zeros(len(rows.head)) for group in GROUPS}
    for known, out in folds(rows):
        held = np.intersect1d(out, at)
        for group in GROUPS:
            model = regression(rows, x[group], head, known, STRENGTH[group])
            logits[group][held] = model.decision_function(x[group][held])
    return {group: found[at] for group, found in logits.items()}


def summed(logits: dict[str, Array], head: str) -> tuple[Array, dict[str, float]]:
    """The groups' logits in their shares, each first brought to a spread of one; and the factor of each."""
    share = SHARE_OF_LABELS if head in LABELS.values() else SHARE
    factors = {group: share[group] / max(1e-6, float(found.std())) for group, found in logits.items()}
    return np.sum([factors[group] * found for group, found in logits.items()], axis=0), factors


def curve(score: Array, truth: Array) -> tuple[float, float]:
    """Slope and offset of Platt's curve."""
    model = LogisticRegression(C=1e3).fit(score[:, None], truth)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def fit_head(rows: Rows, x: dict[str, Array | sparse.csr_matrix], head: str) -> tuple[Head, Array]:
    """A head fitted on all its rows, and its logits out of fold, which gave the curve."""
    at = rows.of(head)
    score, factors = summed(out_of_fold(rows, x, head), head)
    slope, offset = curve(score, rows.truth[at])
    weights = {}
    for group in GROUPS:
        model = regression(rows, x[group], head, np.arange(len(rows.head)), STRENGTH[group])
        weights[group] = (slope * factors[group] * model.coef_[0]).astype(np.float32)
        offset += slope * factors[group] * float(model.intercept_[0])
    return Head(weights, offset), _logits(score, *curve(score, rows.truth[at]))


def _logits(score: Array, slope: float, offset: float) -> Array:
    return slope * score + offset
