"""Train the encoder's heads and print how well they hold.

    python -m train.encoder --data ../shared/data --cv        figures by cross-validation, nothing is written
    python -m train.encoder --data ../shared/data             the same, and the heads into the package
    python -m train.encoder --data ../shared/data --export    first write the encoder itself; needs headnote[encoder]

Every row is scored by heads that did not see its text. Only figures are printed.
"""

from __future__ import annotations

import argparse
import re
from importlib.resources import files
from pathlib import Path

import numpy as np

from headnote.signals.semantic.reader import LABELS as LABEL_CODES
from train.encoder import figures
from train.encoder.export import export
from train.encoder.fitting import GROUPS, Head, features, fit_head, rarity
from train.encoder.rows import GENERAL, LABELS, Array, Rows, lexical_codes, read_rows

MODEL = Path(str(files("headnote.signals.semantic"))) / "model"
THRESHOLDS = Path(str(files("headnote.verdict"))) / "thresholds.toml"
VOCABULARY = 30522


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cv", action="store_true", help="print figures only")
    parser.add_argument("--export", action="store_true", help="write the encoder anew, too")
    options = parser.parse_args()
    if options.export:
        export(MODEL / "encoder.onnx")
    rows = read_rows(options.data)
    rare = rarity(rows, VOCABULARY)
    x = features(rows, rare)
    fitted = {head: fit_head(rows, x, head) for head in sorted(set(rows.head.tolist()) - {GENERAL})}
    print_figures(rows, {head: probabilities(logits) for head, (_, logits) in fitted.items()})
    if not options.cv:
        write({head: got for head, (got, _) in fitted.items()}, rare)
        write_thresholds(rows, {head: probabilities(logits) for head, (_, logits) in fitted.items()})


def probabilities(logits: Array) -> Array:
    return np.asarray(np.clip(np.round(1 / (1 + np.exp(-logits)), 2), 0.01, 0.99))


def print_figures(rows: Rows, found: dict[str, Array]) -> None:
    print(f"{'head':14}{'rows':>6}{'positive':>10}{'balanced':>10}{'recall':>8}{'AP':>7}{'threshold':>11}")
    table = []
    for head, p in found.items():
        at, least = rows.of(head), figures.LEAST_RECALL.get(head, 0.0)
        truth = rows.truth[at]
        accuracy, recall = figures.nested(p, truth, rows.group[at], least)
        precise, cut = figures.precision(p, truth), figures.threshold(p, truth, least)
        print(f"{head:14}{len(at):6}{truth.sum():10}{accuracy:10.3f}{recall:8.3f}{precise:7.3f}{cut:11.2f}")
        if head not in LABELS.values():
            table.append((accuracy, precise))
    accuracy, precise = np.mean(table, axis=0)
    print(f"{'mean, passages':30}{accuracy:10.3f}{'':8}{precise:7.3f}\n")
    print("\n".join(figures.reliability([(p, rows.truth[rows.of(head)]) for head, p in found.items()])))


def write_thresholds(rows: Rows, found: dict[str, Array]) -> None:
    """Put the encoder's thresholds before the tables of the fast tier."""
    tables = []
    for head, p in found.items():
        at, least = rows.of(head), figures.LEAST_RECALL.get(head, 0.0)
        truth, cut = rows.truth[at], figures.threshold(p, rows.truth[at], least)
        accuracy, _ = figures.nested(p, truth, rows.group[at], least)
        basis = f"{len(at)} rows, {truth.sum()} positive, balanced accuracy {accuracy:.2f} by cross-validation"
        for code in LABEL_CODES.get(head, (head,)):
            tables.append(f'[encoder.{code}]\nthreshold = {cut}\nbasis = "{basis}"\n')
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
