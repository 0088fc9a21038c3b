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
from train.encoder.fitting import GROUPS, Head, features, fit_head, rarity
from train.encoder.rows import GENERAL, LABELS, Array, Rows, lexical_codes, read_rows

MODEL = Path(str(files("headnote.signals.semantic"))) / "model"
THRESHOLDS = Path(str(files("headnote.verdict"))) / "thresholds.toml"
VOCABULARY = 30522


@dataclass(frozen=True)
class Score:
    """A head's figures on rows that it did not see, and the threshold picked on all of them."""

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
    fitted, rare = fit(rows)
    found = {head: probabilities(logits) for head, (_, logits) in fitted.items()}
    scores = {head: score(rows, head, p) for head, p in found.items()}
    if not options.cv:
        write({head: got for head, (got, _) in fitted.items()}, rare)
        write_thresholds(scores)
    print_scores(scores)
    print("\n".join(figures.reliability([(p, rows.truth[rows.of(head)]) for head, p in found.items()])))


def cross_validated(data: Path) -> dict[str, Score]:
    """Each head's figures by cross-validation; nothing is written."""
    rows = read_rows(data)
    fitted, _ = fit(rows)
    return {head: score(rows, head, probabilities(logits)) for head, (_, logits) in fitted.items()}


def fit(rows: Rows) -> tuple[dict[str, tuple[Head, Array]], Array]:
    """Heads with their logits out of fold, by name, and the rarity of word pieces."""
    rare = rarity(rows, VOCABULARY)
    x = features(rows, rare)
    return {head: fit_head(rows, x, head) for head in sorted(set(rows.head.tolist()) - {GENERAL})}, rare


def probabilities(logits: Array) -> Array:
    """As the heads that ship round them."""
    return np.asarray(np.clip(np.round(1 / (1 + np.exp(-logits)), DECIMALS), LEAST, MOST))


def score(rows: Rows, head: str, p: Array) -> Score:
    at, least = rows.of(head), figures.LEAST_RECALL.get(head, 0.0)
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


def write_thresholds(scores: dict[str, Score]) -> None:
    """Put the encoder's thresholds before the tables of the fast tier."""
    tables = []
    for head, s in scores.items():
        basis = f"{s.rows} rows, {s.positive} positive, balanced accuracy {s.balanced:.2f} by cross-validation"
        for code in LABEL_CODES.get(head, (head,)):
            tables.append(f'[encoder.{code}]\nthreshold = {s.threshold}\nbasis = "{basis}"\n')
    bare = re.sub(r"^\[encoder\.[^\[]*", "", THRESHOLDS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    first = re.search(r"^\[code\.", bare, flags=re.MULTILINE)
    place = first.start() if first else len(bare)
    THRESHOLDS.write_text(bare[:place] + "\n".join(tables) + "\n" + bare[place:], encoding="utf-8")


def write(heads: dict[str, Head], rare: Array) -> None:
    """Put the heads into the package."""
    stacked = {group: np.stack([head.weights[group] for head in heads.values()]) for group in GROUPS}
    np.savez_compressed(
        MODEL / "heads.npz",
        names=np.array(list(heads)),
        codes=np.array(lexical_codes()),
        offset=np.array([head.offset for head in heads.values()], dtype=np.float32),
        rarity=rare.astype(np.float16),
        words=stacked["words"].astype(np.float16),
        dense=stacked["dense"],
        lexical=stacked["lexical"],
    )


if __name__ == "__main__":
    main()
