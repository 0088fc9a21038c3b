"""Three logistic regressions a head, added up, and a curve over the sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from train.encoder.phrases import HEAD
from train.encoder.rows import GROUNDS, LABELS, Array, Rows

FOLDS = 5
SEED = 0
#: Inverse strength of the penalty and share in the sum of each group of features. The shares were picked from a handful
#: by cross-validation on all heads together (Nov 2026); the figures hardly move around them.
STRENGTH = {"dense": 3.0, "words": 3.0, "lexical": 0.1}
SHARE = {"dense": 1.0, "words": 0.4, "lexical": 0.8}
#: The texts of the moderation set are of many kinds and few: the words of one say little of the next. Over three
#: foldings (Nov 2026) average precision of S rose from .905 to .911 by these strengths and `GENERAL_WEIGHT_OF_LABELS`.
STRENGTH_OF_LABELS = {"dense": 0.5, "words": 3.0, "lexical": 0.1}
SHARE_OF_LABELS = {"dense": 1.0, "words": 0.0, "lexical": 0.8}
#: The same of the head that starts from the words of the rules, and what all those words weigh beside its own rows:
#: with 386 rows the weights of 36 kinds of evidence are best held near to one another. Over three foldings (Nov 2026)
#: average precision of S was .917 without the words and with the strengths above, .922 with the words, .9255 with both.
#: The passages that the rules take for sexual, and those where they find nothing of it, stand beside as well: out of
#: fold .9525 with them and .950 without, and no more with twice the weight.
STRENGTH_WITH_PHRASES = {"dense": 0.2, "words": 3.0, "lexical": 0.003}
SHARE_WITH_PHRASES = {"dense": 1.0, "words": 0.0, "lexical": 1.2}
PHRASES_WEIGHT, TAKEN_WEIGHT = 0.5, 0.5
GROUPS = tuple(STRENGTH)
#: What all rows of general prose, all passages read for other codes, and for a ground of hatred all texts of the
#: moderation set without hatred weigh beside a head's own. Without them a head that only ever saw passages picked for
#: its code takes any prose for one of them: on LitBank the median probability of racism was .33, with them it is under
#: .1, and the mean balanced accuracy rose by .01 (Nov 2026).
GENERAL_WEIGHT, OTHERS_WEIGHT, CALM_WEIGHT = 1.0, 0.15, 0.3
GENERAL_WEIGHT_OF_LABELS = 0.1
#: Share of the sum of ``label-H`` that is added to that of each ground of hatred. With it and `CALM_WEIGHT`, average
#: precision of H by the highest of all nine codes rose from .645 to .678, and the grounds' own mean on passages stayed
#: where it was (.622 and .624; Nov 2026).
LEANING = 0.3
#: A word piece in fewer rows than this says nothing.
LEAST_ROWS = 2
Features = dict[str, Array | sparse.csr_matrix]


@dataclass(frozen=True)
class Head:
    """Weights by group of features, and what is added to their sum."""

    weights: dict[str, Array]
    offset: float

    def logits(self, x: Features, at: Array) -> Array:
        """Of the rows `at`."""
        return np.asarray(self.offset + sum(x[group][at] @ own for group, own in self.weights.items()))

    def scaled(self, slope: float, offset: float) -> Head:
        """With a curve over its sum."""
        return Head(
            {g: (slope * own).astype(np.float32) for g, own in self.weights.items()}, slope * self.offset + offset
        )

    def leaning(self, other: Head, share: float) -> Head:
        """With a share of another head's sum."""
        return Head(
            {g: own + share * other.weights[g] for g, own in self.weights.items()}, self.offset + share * other.offset
        )


@dataclass(frozen=True)
class Fitted:
    """A head fitted on all rows, and on those of each fold (known rows, held-out rows, head); without its curve."""

    whole: Head
    folds: list[tuple[Array, Array, Head]]

    def out_of_fold(self, x: Features, at: Array) -> Array:
        """Logits of rows, each by the head that did not see it."""
        found = np.zeros(len(at))
        for _, held, head in self.folds:
            mine = np.isin(at, held)
            found[mine] = head.logits(x, at[mine])
        return found

    def leaning(self, other: Fitted, share: float) -> Fitted:
        """Each head with a share of the other's of the same rows."""
        pairs = zip(self.folds, other.folds, strict=True)
        folds = [(known, held, head.leaning(beside, share)) for (known, held, head), (_, _, beside) in pairs]
        return Fitted(self.whole.leaning(other.whole, share), folds)


def rarity(rows: Rows, vocabulary: int) -> Array:
    """Inverse document frequency of each word piece over all texts; 0 for those that are too rare to say anything."""
    texts = {g: at for at, g in enumerate(rows.group)}
    counts = np.zeros(vocabulary)
    for at in texts.values():
        counts[np.unique(rows.pieces[at])] += 1
    return np.where(counts >= LEAST_ROWS, np.log((1 + len(texts)) / (1 + counts)) + 1, 0.0).astype(np.float32)


def features(rows: Rows, rare: Array) -> Features:
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
    rows beside them that do not show it; for one head the words of the rules, too, as the encoder reads them."""
    own = np.intersect1d(known, rows.of(head))
    share = rows.share[own]
    prior = share.mean()
    general = GENERAL_WEIGHT_OF_LABELS if head in LABELS.values() else GENERAL_WEIGHT
    beside = [np.intersect1d(known, other) for other in rows.without(head)]
    weights = [share * 0.5 / prior, (1 - share) * 0.5 / (1 - prior)]
    for weight, other in zip((general, OTHERS_WEIGHT, CALM_WEIGHT), beside, strict=True):
        weights.append(np.full(len(other), weight * len(own) * 0.5 / max(1, len(other))))
    at = np.concatenate([own, own, *beside])
    truth, given = np.concatenate([np.ones(len(own)), np.zeros(len(at) - len(own))]), x[at]
    if head == HEAD and x is rows.dense:
        for more, shown, counts in _by_rules(rows, known):
            weights.append(counts * len(own))
            given, truth = np.vstack([given, more]), np.concatenate([truth, shown])
    return LogisticRegression(C=strength, max_iter=3000).fit(given, truth, sample_weight=np.concatenate(weights))


def _by_rules(rows: Rows, known: Array) -> Iterator[tuple[Array, Array, Array]]:
    """What the rules alone say of a head: encoder features, whether they show it, and weight, of their words and of
    passages."""
    yield rows.phrases.dense, rows.phrases.shown, PHRASES_WEIGHT * rows.phrases.weight
    for at, shown in zip(rows.taken(HEAD), (True, False), strict=True):
        mine = np.intersect1d(known, at)
        yield rows.dense[mine], np.full(len(mine), shown), np.full(len(mine), TAKEN_WEIGHT / max(1, len(mine)))


def folds(rows: Rows) -> list[tuple[Array, Array]]:
    """Indices of the known and the held-out rows, no text in both, each head's share the same in all."""
    strata = np.unique(
        [f"{head} {truth}" for head, truth in zip(rows.head, rows.truth, strict=True)], return_inverse=True
    )
    split = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    return list(split.split(rows.head, strata[1], rows.group))


def fit(rows: Rows, x: Features, names: list[str]) -> dict[str, Fitted]:
    """Heads by name, those of the grounds of hatred leaning on that of hatred at large."""
    found = {name: _fit(rows, x, name) for name in names}
    return {n: f.leaning(found[LABELS["H"]], LEANING) if n in GROUNDS else f for n, f in found.items()}


def _fit(rows: Rows, x: Features, name: str) -> Fitted:
    """One head: the logits of its groups in their shares, each first brought to a spread of one out of fold."""
    at, label = rows.of(name), name in LABELS.values()
    strength, share = (STRENGTH_OF_LABELS, SHARE_OF_LABELS) if label else (STRENGTH, SHARE)
    strength, share = (STRENGTH_WITH_PHRASES, SHARE_WITH_PHRASES) if name == HEAD else (strength, share)
    apart: dict[str, Fitted] = {}
    for group in GROUPS:
        fits = [
            (known, held, _single(group, regression(rows, x[group], name, known, strength[group])))
            for known, held in folds(rows)
        ]
        whole = regression(rows, x[group], name, np.arange(len(rows.head)), strength[group])
        apart[group] = Fitted(_single(group, whole), fits)
    factors = {g: share[g] / max(1e-6, float(fitted.out_of_fold(x, at).std())) for g, fitted in apart.items()}
    cut = [fitted.folds for fitted in apart.values()]
    joined = [
        (parts[0][0], parts[0][1], _sum([head for *_, head in parts], list(factors.values())))
        for parts in zip(*cut, strict=True)
    ]
    return Fitted(_sum([fitted.whole for fitted in apart.values()], list(factors.values())), joined)


def _single(group: str, model: LogisticRegression) -> Head:
    return Head({group: model.coef_[0]}, float(model.intercept_[0]))


def _sum(heads: list[Head], factors: list[float]) -> Head:
    """Heads of different groups as one."""
    weights = {g: f * own for head, f in zip(heads, factors, strict=True) for g, own in head.weights.items()}
    return Head(weights, sum(f * head.offset for head, f in zip(heads, factors, strict=True)))


def curve(score: Array, truth: Array) -> tuple[float, float]:
    """Slope and offset of Platt's curve."""
    model = LogisticRegression(C=1e3).fit(score[:, None], truth)
    return float(model.coef_[0, 0]), float(model.intercept_[0])
