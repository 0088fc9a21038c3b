"""Figures of out-of-fold probabilities, as ../shared/eval/score.py counts them."""

from __future__ import annotations

from math import floor

import numpy as np
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedGroupKFold

from train.encoder.rows import Array

#: Share of a head's positives that must be raised, where missing one is worse than a false alarm.
LEAST_RECALL = {"sex-explicit": 0.92}
#: No code is raised below this probability: a reader would not take it for a finding.
LEAST_THRESHOLD = 0.1


def balanced(raised: Array, truth: Array) -> float:
    return float((raised[truth].mean() + (~raised[~truth]).mean()) / 2)


def threshold(p: Array, truth: Array, least_recall: float = 0.0) -> float:
    """The share of texts that show the code, or less where recall asks for it.

    Raising what is likelier than that share is best for balanced accuracy where probabilities hold what they say. The
    best cut on the known rows is another's chance: over five foldings and four splits each (Nov 2026) balanced accuracy
    on passages was .708 by the share, with a standard deviation of .004, and .701 by the best cut, with one of .009.
    """
    recalled = float(np.quantile(p[truth], 1.0 - least_recall, method="lower")) if least_recall else 1.0
    return max(LEAST_THRESHOLD, floor(100 * min(float(truth.mean()), recalled)) / 100)


def nested(p: Array, truth: Array, group: Array, least_recall: float = 0.0) -> tuple[float, float]:
    """Balanced accuracy and recall with thresholds from other rows than those they are applied to."""
    raised = np.zeros(len(p), dtype=bool)
    for known, held in StratifiedGroupKFold(10, shuffle=True, random_state=1).split(p, truth, group):
        raised[held] = p[held] >= threshold(p[known], truth[known], least_recall)
    return balanced(raised, truth), float(raised[truth].mean())


def precision(p: Array, truth: Array) -> float:
    """Average precision."""
    return float(average_precision_score(truth, p))


def reliability(pairs: list[tuple[Array, Array]]) -> list[str]:
    """Of the texts to which a probability was given, how many show the code."""
    p, truth = np.concatenate([p for p, _ in pairs]), np.concatenate([t for _, t in pairs])
    lines = [f"{'probability':14}{'texts':>7}{'mean':>8}{'shown':>8}"]
    error = 0.0
    for low in np.arange(0.0, 1.0, 0.1):
        inside = (p >= low) & (p < low + 0.1)
        if inside.any():
            mean, shown = p[inside].mean(), truth[inside].mean()
            lines.append(f"{f'{low:.1f} to {low + 0.1:.1f}':14}{inside.sum():7}{mean:8.3f}{shown:8.3f}")
            error += abs(mean - shown) * inside.mean()
    return [*lines, f"expected calibration error: {error:.3f}"]
