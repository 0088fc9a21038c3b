"""Fit the curves and thresholds of fusing and print how well they hold.

    python -m train.calibrate --data ../shared/data [--write]

For each code with human votes: Platt's curve over the logarithm of the evidence, and the threshold with the best
balanced accuracy, both by five-fold cross-validation in which no text is in two folds; then once on all rows. A group
of codes that one label covers shares a curve. Only figures are printed. ``--write`` puts the tables into
``src/headnote/verdict/thresholds.toml``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from headnote import intake
from headnote.card import read
from headnote.records import Signal
from headnote.verdict.fuse import evidence, implied_by
from headnote.verdict.thresholds import Curve

TABLES = Path("src/headnote/verdict/thresholds.toml")
FOLDS = 5
Array = np.ndarray[Any, np.dtype[Any]]
#: Codes that one label of the moderation set covers together.
GROUPS = {
    "S": ("sex-explicit",),
    "SH": ("self-harm", "suicide", "eating-body"),
    "H": ("transphobia", "classism", "fatphobia", "religious-hate", "slurs"),
}
#: What is read for a label besides the codes that take its curve.
ALSO = {"H": ("racism", "homophobia", "ableism", "sexism")}
#: Share of a label's positives that must be raised, where missing one is worse than a false alarm.
LEAST_RECALL = {"S": 0.92}
#: Bounds of a slope: below, the curve would be flat for a handful of rows; above, a step.
SLOPES = (0.3, 3.0)


@dataclass(frozen=True)
class Row:
    """Evidence in nats for one code or label in one text, and whether readers say it is there."""

    evidence: float
    truth: bool
    text: str


def rows_of(data: Path) -> dict[str, list[Row]]:
    """Rows by code (passages) and by label (moderation)."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for record in _records(data / "passages.jsonl"):
        found, length, digest = _read(record["text"])
        nats = _evidence(found, record["code"], length)
        rows[record["code"]].append(Row(nats, sum(record["votes"]) >= 2, digest))
    for record in _records(data / "moderation.jsonl"):
        found, length, digest = _read(record["text"])
        for label, codes in GROUPS.items():
            if label in record["labels"]:
                nats = max(_evidence(found, code, length) for code in (*codes, *ALSO.get(label, ())))
                rows[label].append(Row(nats, bool(record["labels"][label]), digest))
    return dict(sorted(rows.items()))


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def _read(text: str) -> tuple[tuple[Signal, ...], int, str]:
    reading = read(intake.read_text(text), tier="fast")
    return reading.signals, len(reading.work.text), hashlib.sha256(text.encode()).hexdigest()


def _evidence(signals: Sequence[Signal], code: str, length: int) -> float:
    codes = {code, *implied_by().get(code, ())}
    return evidence([s for s in signals if s.code in codes], length)


def fit_curve(rows: Sequence[Row]) -> tuple[float, float]:
    """Slope and offset of Platt's curve, by the rows that have evidence at all."""
    found = [row for row in rows if row.evidence > 0.0]
    if len({row.truth for row in found}) < 2:
        return 1.0, 0.0
    logs = np.array([[math.log(row.evidence)] for row in found])
    truths = np.array([row.truth for row in found])
    slope = float(LogisticRegression(C=10.0).fit(logs, truths).coef_[0][0])
    slope = min(SLOPES[1], max(SLOPES[0], slope))
    return slope, _offset(slope, logs[:, 0], truths)


def _offset(slope: float, logs: Array, truths: Array) -> float:
    """The offset at which the mean confidence is the share of positives, by bisection."""
    low, high = -12.0, 12.0
    for _ in range(60):
        middle = (low + high) / 2
        mean = float(np.mean(1 / (1 + np.exp(-(middle + slope * logs)))))
        low, high = (middle, high) if mean < float(np.mean(truths)) else (low, middle)
    return (low + high) / 2


def balanced(confidences: Sequence[float], rows: Sequence[Row], threshold: float) -> tuple[float, float]:
    """Balanced accuracy and recall."""
    raised = [c >= threshold for c in confidences]
    positives = sum(row.truth for row in rows)
    hits = sum(r and row.truth for r, row in zip(raised, rows, strict=True))
    passed = sum(not r and not row.truth for r, row in zip(raised, rows, strict=True))
    recall = hits / max(1, positives)
    return (recall + passed / max(1, len(rows) - positives)) / 2, recall


def best_threshold(confidences: Sequence[float], rows: Sequence[Row], least_recall: float) -> float:
    """The middle of the widest step among the thresholds with the best balanced accuracy."""
    steps = sorted({c for c in confidences if c > 0.0})
    cuts = [(a + b) / 2 for a, b in zip([0.0, *steps], steps, strict=False)]
    figures = [(cut, *balanced(confidences, rows, cut)) for cut in cuts]
    allowed = [(cut, figure) for cut, figure, recall in figures if recall >= least_recall] or [
        (cut, figure) for cut, figure, _ in figures[:1]
    ]
    best = max(figure for _, figure in allowed)
    return float(np.median([cut for cut, figure in allowed if figure >= best - 0.005]))


@dataclass(frozen=True)
class Fit:
    """A code's or label's curve and threshold, with the figures that it has on rows it was not fitted on."""

    curve: Curve
    accuracy: float
    recall: float
    out_of_fold: list[tuple[float, bool]]


def fit(name: str, rows: list[Row]) -> Fit:
    """Cross-validated figures, then the curve on all rows."""
    least = LEAST_RECALL.get(name, 0.0)
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=7)
    truths, groups = [row.truth for row in rows], [row.text for row in rows]
    pairs: list[tuple[float, bool]] = []
    raised: list[tuple[bool, Row]] = []
    for train, test in folds.split(np.zeros(len(rows)), truths, groups):
        known, held = [rows[i] for i in train], [rows[i] for i in test]
        slope, offset = fit_curve(known)
        curve = Curve(threshold=0.5, slope=slope, offset=offset)
        cut = best_threshold([curve.confidence(r.evidence) for r in known], known, least)
        pairs += [(curve.confidence(row.evidence), row.truth) for row in held]
        raised += [(curve.confidence(row.evidence) >= cut, row) for row in held]
    accuracy, recall = balanced([float(r) for r, _ in raised], [row for _, row in raised], 0.5)
    slope, offset = fit_curve(rows)
    curve = Curve(threshold=0.5, slope=slope, offset=offset)
    cut = best_threshold([curve.confidence(r.evidence) for r in rows], rows, least)
    source = "moderation" if name in GROUPS else "passages"
    basis = (
        f"{source}, {name}: {len(rows)} rows, {sum(truths)} positive, balanced accuracy {accuracy:.2f} by {FOLDS} folds"
    )
    return Fit(
        Curve(threshold=round(cut, 4), slope=round(slope, 4), offset=round(offset, 4), basis=basis),
        accuracy,
        recall,
        pairs,
    )


def print_figures(fits: dict[str, Fit]) -> None:
    print(f"{'code or label':16}{'rows':>6}{'balanced':>10}{'recall':>8}{'slope':>8}{'offset':>8}{'threshold':>11}")
    for name, got in fits.items():
        c = got.curve
        print(
            f"{name:16}{len(got.out_of_fold):6}{got.accuracy:10.3f}{got.recall:8.3f}{c.slope:8.2f}{c.offset:8.2f}"
            f"{c.threshold:11.3f}"
        )
    print(f"{'mean, passages':22}{np.mean([f.accuracy for n, f in fits.items() if n not in GROUPS]):10.3f}")


def print_reliability(fits: dict[str, Fit]) -> None:
    """Of the texts to which a confidence was given, how many show the code: out-of-fold."""
    pairs = [pair for got in fits.values() for pair in got.out_of_fold]
    edges = [0.0, 1e-9, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0 + 1e-9]
    print(f"\n{'confidence':14}{'texts':>7}{'mean':>8}{'shown':>8}")
    error = 0.0
    for low, high in pairwise(edges):
        inside = [(c, t) for c, t in pairs if low <= c < high]
        if inside:
            mean, share = float(np.mean([c for c, _ in inside])), float(np.mean([t for _, t in inside]))
            name = "nothing found" if high < 0.01 else f"{low:.1f} to {min(high, 1.0):.1f}"
            print(f"{name:14}{len(inside):7}{mean:8.3f}{share:8.3f}")
            error += abs(mean - share) * len(inside) * (high > 0.01)
    print(f"expected calibration error where something was found: {error / max(1, sum(c > 0 for c, _ in pairs)):.3f}")


def write(fits: dict[str, Fit]) -> None:
    """Put a table for each code into the data file, below what is set by hand."""
    tables = []
    for name, got in fits.items():
        for code in GROUPS.get(name, (name,)):
            c = got.curve
            numbers = f"threshold = {c.threshold}\nslope = {c.slope}\noffset = {c.offset}"
            tables.append(f'[code.{code}]\n{numbers}\nbasis = "{c.basis}"\n')
    kept = re.split(r"^\[code\.", TABLES.read_text(encoding="utf-8"), maxsplit=1, flags=re.MULTILINE)[0].rstrip()
    TABLES.write_text(kept + "\n\n" + "\n".join(tables), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--write", action="store_true", help=f"put the tables into {TABLES}")
    options = parser.parse_args()
    fits = {name: fit(name, rows) for name, rows in rows_of(options.data).items()}
    print_figures(fits)
    print_reliability(fits)
    if options.write:
        write(fits)


if __name__ == "__main__":
    main()
