"""Fit the curves and thresholds of fusing and print how well they hold.

    python -m train.calibrate --data ../shared/data [--write]

For each code with human votes: Platt's curve over the logarithm of the evidence, the weights with which its kin
(``relations.toml``) add to it, none below zero, and the threshold with the best balanced accuracy, all by five-fold
cross-validation in which no text is in two folds; then once on all rows. Codes that one label covers share a curve.
Only figures are printed. ``--write`` puts the tables into ``src/headnote/verdict/thresholds.toml``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import structs
from scipy.optimize import minimize
from sklearn.model_selection import StratifiedGroupKFold

from headnote import intake
from headnote.card import read
from headnote.verdict.fuse import Pools, kin_of
from headnote.verdict.thresholds import Curve, thresholds

TABLES = Path("src/headnote/verdict/thresholds.toml")
RULES = Path("src/headnote/signals/rules.json")
FOLDS = 5
Array = np.ndarray[Any, np.dtype[Any]]
#: Codes that one label of the moderation set covers together: the first gives the kin, all take the curve.
GROUPS = {
    "S": ("sex-explicit",),
    "SH": ("self-harm", "suicide", "eating-body"),
    "H": ("transphobia", "classism", "fatphobia", "religious-hate", "slurs"),
}
#: What is read for a label besides the codes that take its curve.
ALSO = {"H": ("racism", "homophobia", "ableism", "sexism")}
#: Share of a label's positives that must be raised, where missing one is worse than a false alarm.
LEAST_RECALL = {"S": 0.92}
#: No code is raised below this: a reader would not take it for a finding.
LEAST_THRESHOLD = 0.1
#: Bounds of a slope: below, the curve would be flat for a handful of rows; above, a step.
SLOPES = (0.3, 3.0)
#: Pull of the weights of kin towards zero, in log-likelihood units a squared weight.
PULL = 3.0
#: Weights below this are left out: they explain nothing.
LEAST_WEIGHT = 0.05


@dataclass(frozen=True)
class Row:
    """Evidence in nats for one code or label in one text (first its own, then that of its kin), and whether readers say
    that it is there."""

    evidence: tuple[float, ...]
    truth: bool
    text: str

    def total(self, weights: Sequence[float]) -> float:
        return self.evidence[0] + sum(w * e for w, e in zip(weights, self.evidence[1:], strict=True))


def rows_of(data: Path) -> dict[str, list[Row]]:
    """Rows by code (passages) and by label (moderation)."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for record in _records(data / "passages.jsonl"):
        pools, digest = _read(record["text"])
        code = record["code"]
        rows[code].append(_row(pools, (code,), kin_of(code), sum(record["votes"]) >= 2, digest))
    for record in _records(data / "moderation.jsonl"):
        pools, digest = _read(record["text"])
        for label, codes in GROUPS.items():
            if label in record["labels"]:
                own = (*codes, *ALSO.get(label, ()))
                rows[label].append(_row(pools, own, kin_of(codes[0]), bool(record["labels"][label]), digest))
    return dict(sorted(rows.items()))


def _row(pools: Pools, own: Sequence[str], kin: Sequence[str], truth: bool, digest: str) -> Row:
    nats = pools.evidence
    return Row((max(nats.get(c, 0.0) for c in own), *(nats.get(c, 0.0) for c in kin)), truth, digest)


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def _read(text: str) -> tuple[Pools, str]:
    reading = read(intake.read_text(text), tier="fast")
    return Pools.of(reading.signals, len(reading.work.text)), hashlib.sha256(text.encode()).hexdigest()


def fit_curve(name: str, rows: Sequence[Row]) -> Curve:
    """Slope, offset and kin weights of greatest likelihood, by the rows that have evidence at all."""
    kin = kin_of(GROUPS.get(name, (name,))[0])
    found = [row for row in rows if any(row.evidence)]
    matrix = np.array([row.evidence for row in found])
    truths = np.array([row.truth for row in found], dtype=float)
    faint = thresholds().pool.faint

    def loss(point: Array) -> float:
        logits = point[1] + point[0] * np.log(faint + matrix[:, 0] + matrix[:, 1:] @ point[2:])
        return float(np.sum(np.logaddexp(0.0, logits) - truths * logits) + PULL * np.sum(point[2:] ** 2))

    start = np.array([1.0, 0.0, *(0.1 for _ in kin)])
    bounds = [SLOPES, (-8.0, 8.0), *((0.0, 1.0) for _ in kin)]
    point = minimize(loss, start, method="L-BFGS-B", bounds=bounds).x
    weights = {c: round(float(w), 2) for c, w in zip(kin, point[2:], strict=True) if w >= LEAST_WEIGHT}
    return Curve(threshold=0.5, slope=round(float(point[0]), 4), offset=round(float(point[1]), 4), kin=weights)


def confidences(name: str, curve: Curve, rows: Sequence[Row]) -> list[float]:
    weights = [curve.kin.get(c, 0.0) for c in kin_of(GROUPS.get(name, (name,))[0])]
    return [curve.confidence(row.total(weights)) for row in rows]


def balanced(confidences: Sequence[float], rows: Sequence[Row], threshold: float) -> tuple[float, float]:
    """Balanced accuracy and recall."""
    raised = [c >= threshold for c in confidences]
    positives = sum(row.truth for row in rows)
    hits = sum(r and row.truth for r, row in zip(raised, rows, strict=True))
    passed = sum(not r and not row.truth for r, row in zip(raised, rows, strict=True))
    recall = hits / max(1, positives)
    return (recall + passed / max(1, len(rows) - positives)) / 2, recall


def best_threshold(confidences: Sequence[float], rows: Sequence[Row], least_recall: float) -> float:
    """The median of the thresholds with the best balanced accuracy, of those with enough recall where there are any."""
    steps = sorted({c for c in confidences if c >= LEAST_THRESHOLD})
    cuts = [LEAST_THRESHOLD, *((a + b) / 2 for a, b in pairwise(steps))]
    figures = [(cut, *balanced(confidences, rows, cut)) for cut in cuts]
    enough = [(cut, figure) for cut, figure, recall in figures if recall >= least_recall]
    allowed = enough or [(cut, figure) for cut, figure, _ in figures]
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
        curve = fit_curve(name, known)
        cut = best_threshold(confidences(name, curve, known), known, least)
        given = confidences(name, curve, held)
        pairs += [(c, row.truth) for c, row in zip(given, held, strict=True)]
        raised += [(c >= cut, row) for c, row in zip(given, held, strict=True)]
    accuracy, recall = balanced([float(r) for r, _ in raised], [row for _, row in raised], 0.5)
    curve = fit_curve(name, rows)
    cut = best_threshold(confidences(name, curve, rows), rows, least)
    source = "moderation" if name in GROUPS else "passages"
    counts = f"{len(rows)} rows, {sum(truths)} positive"
    basis = f"{source}, {name}: {counts}, balanced accuracy {accuracy:.2f} by {FOLDS} folds"
    return Fit(structs.replace(curve, threshold=round(cut, 4), basis=basis), accuracy, recall, pairs)


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


def write(fits: dict[str, Fit], path: Path) -> None:
    """Put a table for each code into the data file, below what is set by hand."""
    tables = []
    for name, got in fits.items():
        for code in GROUPS.get(name, (name,)):
            c = got.curve
            kin = ", ".join(f"{other} = {weight}" for other, weight in c.kin.items() if other in kin_of(code))
            numbers = f"threshold = {c.threshold}\nslope = {c.slope}\noffset = {c.offset}\nkin = {{ {kin} }}"
            tables.append(f'[code.{code}]\n{numbers}\nbasis = "{c.basis}"\n')
    said = path.read_text(encoding="utf-8")
    kept = re.split(r"^\[fitted\]|^\[code\.|^\[encoder\.", said, maxsplit=1, flags=re.MULTILINE)[0].rstrip()
    encoder = "".join(re.findall(r"^\[encoder\.[^\[]*", said, flags=re.MULTILINE))
    path.write_text("\n".join([f"{kept}\n", _fitted(fits), encoder.rstrip() + "\n", *tables]), encoding="utf-8")


def _fitted(fits: dict[str, Fit]) -> str:
    """The table that says when and on what."""
    rows = {name: len(got.out_of_fold) for name, got in fits.items()}
    passages = sum(count for name, count in rows.items() if name not in GROUPS)
    labels = ", ".join(name for name in rows if name in GROUPS)
    digest = hashlib.sha256(RULES.read_bytes()).hexdigest()[:16]
    how = f"python -m train.calibrate --write; {FOLDS} folds, no text in two"
    data = f"passages.jsonl, {passages} rows of the codes below; moderation.jsonl, its labels {labels}"
    return f'[fitted]\nwhen = "{date.today()}"\nhow = "{how}"\ndata = "{data}"\nrules = "{digest}"\n'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--write", action="store_true", help=f"put the tables into {TABLES}")
    options = parser.parse_args()
    fits = {name: fit(name, rows) for name, rows in rows_of(options.data).items()}
    print_figures(fits)
    print_reliability(fits)
    if options.write:
        write(fits, TABLES)


if __name__ == "__main__":
    main()
