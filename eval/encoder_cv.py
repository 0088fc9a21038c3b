"""The full tier's figures by cross-validation: every text is scored by heads that did not see it.

What `python -m eval` prints for the full tier is scored by heads that were trained on the same texts, and flatters
them; these are the figures to go by. `python -m train.encoder --cv` prints them code by code.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from train.encoder.__main__ import cross_validated
from train.encoder.rows import LABELS


def figures(data: Path) -> dict[str, float]:
    """Means over the passages' codes, the least of them, and average precision and recall of the moderation labels."""
    found = cross_validated(data)
    passages = {head: score for head, score in found.items() if head not in LABELS.values()}
    table = {
        "passages.balanced_accuracy": float(np.mean([s.balanced for s in passages.values()])),
        "passages.least_balanced_accuracy": min(s.balanced for s in passages.values()),
        "passages.average_precision": float(np.mean([s.precision for s in passages.values()])),
    }
    for label, head in LABELS.items():
        table[f"moderation.{label}.average_precision"] = found[head].precision
        table[f"moderation.{label}.recall"] = found[head].recall
    return table
