"""Train the encoder's heads and print how well they hold.

    python -m train.encoder --data ../shared/data --cv        figures by cross-validation, nothing is written
    python -m train.encoder --data ../shared/data             the same, and the heads into the package
    python -m train.encoder --data ../shared/data --export    first write the encoder itself; needs headnote[encoder]

Every row is scored by heads that did not see its text. Only figures are printed.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np

from headnote.signals.semantic.heads import DECIMALS, LEAST, MOST
from headnote.signals.semantic.reader import LABELS as LABEL_CODES
from train.encoder import figures
from train.encoder.export import export
from train.encoder.fitting import GROUPS, Head, curve, features, fit, rarity
from train.encoder.rows import GENERAL, LABELS, Array, Rows, columns, read_rows

MODEL = Path(str(files("headnote.signals.semantic"))) / "model"
THRESHOLDS = Path(str(files("headnote.verdict"))) / "thresholds.toml"
VOCABULARY = 30522


@dataclass(frozen=True)
class Score:
    """A head's figures on rows that it did not see, and the threshold that all of them give."""

    rows: int
    positive: int
    balanced: float
    recall: float
    precision: float
    threshold: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cv", action="store_true", help="print figures only")
    parser.add_argument("--export", action="store_true", help="write the encoder anew, too")
    options = parser.parse_args()
    if options.export:
        export(MODEL / "encoder.onnx")
    rows = read_rows(options.data)
    heads = fit_heads(rows)
    scores = {head: score(rows, head, got.probabilities) for head, got in heads.items()}
    if not options.cv:
        write({head: got.shipped for head, got in heads.items()}, rare(rows))
        write_thresholds(scores)
    print_scores(scores)
    pairs = [(got.probabilities, rows.truth[rows.of(head)]) for head, got in heads.items()]
    print("\n".join(figures.reliability(pairs)))


@dataclass(frozen=True)
class Fit:
    """A head as it ships, the same of each fold, and the probabilities of its rows, each by the head of its fold.

    All share one curve, of two numbers, from the logits out of fold.
    """

    shipped: Head
    folds: list[tuple[Array, Array, Head]]
    probabilities: Array


def fit_heads(rows: Rows) -> dict[str, Fit]:
    """All heads by name, in the order in which they ship."""
    x = features(rows, rare(rows))
    found = {}
    for name, fitted in fit(rows, x, sorted(set(rows.head.tolist()) - {GENERAL})).items():
        at = rows.of(name)
        logits = fitted.out_of_fold(x, at)
        slope, offset = curve(logits, rows.truth[at])
        scaled = [(known, held, head.scaled(slope, offset)) for known, held, head in fitted.folds]
        found[name] = Fit(fitted.whole.scaled(slope, offset), scaled, probabilities(slope * logits + offset))
    return found


def rare(rows: Rows) -> Array:
    """The rarity of word pieces."""
    return rarity(rows, VOCABULARY)


def probabilities(logits: Array) -> Array:
    """As the heads that ship round them."""
    return np.asarray(np.clip(np.round(1 / (1 + np.exp(-logits)), DECIMALS), LEAST, MOST))


def score(rows: Rows, head: str, p: Array, among: Array | None = None) -> Score:
    """Figures of a head's rows, or of those `among` them (a mask)."""
    at, least = rows.of(head), figures.LEAST_RECALL.get(head, 0.0)
    if among is not None:
        at, p = at[among], p[among]
    truth = rows.truth[at]
    accuracy, recall = figures.nested(p, truth, rows.group[at], least)
    precision, cut = figures.precision(p, truth), figures.threshold(p, truth, least)
    return Score(len(at), int(truth.sum()), accuracy, recall, precision, cut)


def print_scores(scores: dict[str, Score]) -> None:
    print(f"{'head':14}{'rows':>6}{'positive':>10}{'balanced':>10}{'recall':>8}{'AP':>7}{'threshold':>11}")
    for head, s in scores.items():
        print(
            f"{head:14}{s.rows:6}{s.positive:10}{s.balanced:10.3f}{s.recall:8.3f}{s.precision:7.3f}{s.threshold:11.2f}"
        )
    means = [(s.balanced, s.precision) for head, s in scores.items() if head not in LABELS.values()]
    accuracy, precision = np.mean(means, axis=0)
    print(f"{'mean, passages':30}{accuracy:10.3f}{'':8}{precision:7.3f}\n")


def write_thresholds(scores: dict[str, Score], path: Path = THRESHOLDS) -> None:
    """Put the encoder's thresholds before the tables of the fast tier."""
    tables = []
    for head, s in scores.items():
        basis = f"{s.rows} rows, {s.positive} positive, balanced accuracy {s.balanced:.2f} by cross-validation"
        for code in LABEL_CODES.get(head, (head,)):
            tables.append(f'[encoder.{code}]\nthreshold = {s.threshold}\nbasis = "{basis}"\n')
    bare = re.sub(r"^\[encoder\.[^\[]*", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    first = re.search(r"^\[code\.", bare, flags=re.MULTILINE)
    place = first.start() if first else len(bare)
    path.write_text(bare[:place] + "\n".join(tables) + "\n" + bare[place:], encoding="utf-8")


def write(heads: dict[str, Head], rarity: Array, path: Path = MODEL / "heads.npz") -> None:
    """Put heads into the package, as `headnote.signals.semantic.heads.Heads` takes them."""
    stacked = {group: np.stack([head.weights[group] for head in heads.values()]) for group in GROUPS}
    np.savez_compressed(
        path,
        names=np.array(list(heads)),
        columns=np.array(columns()),
        offset=np.array([head.offset for head in heads.values()], dtype=np.float32),
        rarity=rarity.astype(np.float16),
        words=stacked["words"].astype(np.float16),
        dense=stacked["dense"],
        lexical=stacked["lexical"],
    )


if __name__ == "__main__":
    main()
