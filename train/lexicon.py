"""How well the rules alone tell passages apart, and whether learned word weights would add to them.

    python -m train.lexicon [--data ../shared/data] [--rules CODE]

For each code with human votes: balanced accuracy by ten folds (the threshold is chosen on nine, no text is in two
folds) and average precision, of the noisy-or of the rules' scores; then of the same with a logistic regression over the
words of the passage, fitted in each fold on the other nine. ``--rules`` prints for each rule of a code in how many
positive and negative passages it speaks. Only figures are printed.

The weights are not shipped: on 2,390 passages (Nov 2026) they left the mean balanced accuracy where the rules had it,
and their figures on texts that they were fitted on say nothing about new ones.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedGroupKFold

from headnote.records import Cast, Declared, Layout, Scene, Signal, Source, Work
from headnote.signals import scan
from headnote.signals.folding import fold

FOLDS = 10
#: What a learned probability counts in the noisy-or.
TRUST = 0.6
Array = np.ndarray[Any, np.dtype[Any]]
#: Codes whose scores stand for a code of the passages or a label of the moderation set, as in the scorer.
STANDS_FOR = {
    "violence": ("violence", "violence-graphic"),
    "death": ("death", "major-death"),
    "S": ("sex-explicit",),
    "SH": ("self-harm", "suicide", "eating-body"),
    "H": (
        "racism", "homophobia", "transphobia", "ableism", "classism", "sexism", "fatphobia", "religious-hate", "slurs",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One text: its folded words, the rules that speak in it for a code, their noisy-or, and the readers' word."""

    words: str
    rules: frozenset[str]
    score: float
    truth: bool


def signals_of(text: str) -> tuple[Signal, ...]:
    """The signals of a text as one scene without people."""
    scene = Scene(id=1, chapter=0, start=0, end=len(text), words=1)
    return scan(Work(text=text, source=Source(), declared=Declared()), Layout(scenes=(scene,)), Cast())


def row_of(text: str, signals: Sequence[Signal], code: str, truth: bool) -> Row:
    own = [s for s in signals if s.code in STANDS_FOR.get(code, (code,))]
    by_code: dict[str, float] = defaultdict(lambda: 1.0)
    for signal in own:
        by_code[signal.code] *= 1.0 - signal.score
    score = 1.0 - min(by_code.values(), default=1.0)
    return Row(fold(text).words.decode("latin-1"), frozenset(s.rule for s in own), score, truth)


def rows_of(data: Path) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for record in _records(data / "passages.jsonl"):
        truth = sum(record["votes"]) >= 2
        rows[record["code"]].append(row_of(record["text"], signals_of(record["text"]), record["code"], truth))
    for record in _records(data / "moderation.jsonl"):
        signals = signals_of(record["text"])
        for label in ("S", "SH", "H"):
            if label in record["labels"]:
                rows[label].append(row_of(record["text"], signals, label, bool(record["labels"][label])))
    return dict(rows)


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def folds(rows: Sequence[Row]) -> list[tuple[Array, Array]]:
    """Train and test indices; equal texts are in one fold."""
    groups = np.unique([row.words for row in rows], return_inverse=True)[1]
    splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    return list(splitter.split(np.zeros(len(rows)), [row.truth for row in rows], groups))


def learned(rows: Sequence[Row]) -> Array:
    """Probability of each row by word weights fitted without its fold."""
    truths, found = np.array([row.truth for row in rows]), np.zeros(len(rows))
    for train, test in folds(rows):
        vectors = TfidfVectorizer(min_df=3, sublinear_tf=True)
        seen = vectors.fit_transform([rows[i].words for i in train])
        model = LogisticRegression(class_weight="balanced", max_iter=500).fit(seen, truths[train])
        found[test] = model.predict_proba(vectors.transform([rows[i].words for i in test]))[:, 1]
    return found


def balanced(truths: Array, raised: Array) -> float:
    return float((raised[truths].mean() + (~raised[~truths]).mean()) / 2)


def cross_validated(rows: Sequence[Row], scores: Array) -> float:
    """Balanced accuracy with each fold's threshold chosen on the other folds."""
    truths, raised = np.array([row.truth for row in rows]), np.zeros(len(rows), dtype=bool)
    for train, test in folds(rows):
        cuts = sorted(set(scores[train]))
        best = max(cuts, key=lambda cut: (balanced(truths[train], scores[train] >= cut), -cut))
        raised[test] = scores[test] >= best
    return balanced(truths, raised)


def table(rows: dict[str, list[Row]]) -> Iterator[str]:
    yield f"{'':14}{'n':>6}{'positive':>10}{'rules BA':>10}{'AP':>10}{'+words BA':>11}{'AP':>11}{'silent':>8}"
    sums: list[tuple[float, ...]] = []
    for code, own in rows.items():
        truths, scores = np.array([row.truth for row in own]), np.array([row.score for row in own])
        both = 1.0 - (1.0 - TRUST * learned(own)) * (1.0 - scores)
        figures = (
            cross_validated(own, scores), average_precision_score(truths, scores),
            cross_validated(own, both), average_precision_score(truths, both), float((scores == 0).mean()),
        )  # fmt: skip
        if not code.isupper():
            sums.append(figures)
        a, b, c, d, silent = figures
        yield f"{code:14}{len(own):>6}{truths.sum():>10}{a:>10.3f}{b:>10.3f}{c:>11.3f}{d:>11.3f}{silent:>8.2f}"
    a, b, c, d, silent = (math.fsum(column) / len(sums) for column in zip(*sums, strict=True))
    yield f"{'mean of codes':14}{'':>16}{a:>10.3f}{b:>10.3f}{c:>11.3f}{d:>11.3f}{silent:>8.2f}"


def by_rule(rows: Sequence[Row]) -> Iterator[str]:
    yes, no = Counter[str](), Counter[str]()
    for row in rows:
        (yes if row.truth else no).update(row.rules)
    for rule in sorted({*yes, *no}):
        yield f"{rule:32}{yes[rule]:>6} positive{no[rule]:>6} negative"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--rules", metavar="CODE", help="a code of the passages, or S, SH, H")
    options = parser.parse_args()
    rows = rows_of(options.data)
    for line in by_rule(rows[options.rules]) if options.rules else table(rows):
        print(line)


if __name__ == "__main__":
    main()
