"""Speakers of the annotated novels by leave-one-novel-out cross-validation, as ../shared/eval/score.py counts them.

    python -m eval.people_cv [--data ../shared/data] [--folds 14]

The whole pipeline runs from raw text; a novel's figures come from a scorer trained on the others, with fewer folds than
novels on those of the other folds, which takes less time.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import tempfile
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
from train.people.fitting import Example, prepare, train
from train.people.gold import Novel, aliases, norm, novels

from headnote.people.casting import make_cast
from headnote.people.scorer import Model

Row = dict[str, Any]
#: As many folds as novels: each is held out alone.
FOLDS = 14
MEANS = ("quote_recall", "quote_precision", "principals_found")


def scorer(data: Path) -> ModuleType:
    """The scoring script that lies beside the data."""
    path = data.parent / "eval" / "score.py"
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Tally:
    """Figures of the novels scored so far, and of all their quotations together."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        self.right = 0

    def add(self, name: str, row: Row) -> None:
        self.right += row.pop("_right")
        for kind, (good, n) in row.pop("_types").items():
            self.kinds[kind][0] += good
            self.kinds[kind][1] += n
        self.rows[name] = row

    def table(self) -> dict[str, Row]:
        total = sum(row["quotes"] for row in self.rows.values())
        named = {f"speaker_accuracy_{k}": good / n for k, (good, n) in sorted(self.kinds.items()) if n > 20}
        return {**self.rows, "ALL": {"quotes": total, "speaker_accuracy": self.right / max(1, total), **named}}


def tables(data: Path, folds: int = FOLDS) -> tuple[dict[str, Row], dict[str, Row]]:
    """Figures of each novel and of all quotations together (`ALL`): as the data is, and with its labels mended.

    The data gives the speaker of 1,399 quotations by an alias that is no character's name, so that no answer counts
    as right; mended, they carry the character's name.
    """
    score = scorer(data)
    examples = [prepare(novel) for novel in novels(data)]
    plain, mended = Tally(), Tally()
    models = [Model(train([e for i, e in enumerate(examples) if i % folds != k])) for k in range(folds)]
    for i, held in enumerate(examples):
        card = _card(held, models[i % folds])
        plain.add(held.novel.name, score.score_novel(held.novel.text.parent, card))
        with tempfile.TemporaryDirectory() as folder:
            mended.add(held.novel.name, score.score_novel(_mended(held.novel, Path(folder)), card))
    return plain.table(), mended.table()


def _mended(novel: Novel, folder: Path) -> Path:
    meant, known = aliases(novel), {c["name"] for c in novel.characters}
    quotes = [
        q | {"speaker": q["speaker"] if q["speaker"] in known else min(meant.get(norm(q["speaker"]), {q["speaker"]}))}
        for q in novel.quotes
    ]
    for name, rows in (("quotes", quotes), ("characters", novel.characters)):
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def _card(example: Example, model: Model) -> Row:
    cast = make_cast(example.layout, example.reading, model)
    card: Row = json.loads(msgspec.json.encode(cast))
    return card


def figures(data: Path) -> dict[str, float]:
    """The figures that the floors hold."""
    rows, mended = tables(data)
    every, novel = rows["ALL"], [row for name, row in rows.items() if name != "ALL"]
    mixing = sum(row["people_mixing_two_characters"] for row in novel) / sum(row["people"] for row in novel)
    accuracies = {key: value for key, value in every.items() if key.startswith("speaker_accuracy")}
    return {
        **accuracies,
        **{f"mended_{key}": mended["ALL"][key] for key in accuracies},
        **{key: sum(row[key] for row in novel) / len(novel) for key in MEANS},
        "people_not_mixing": 1 - mixing,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.people_cv")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--folds", type=int, default=FOLDS)
    options = parser.parse_args()
    for title, rows in zip(("as the data is", "labels mended"), tables(options.data, options.folds), strict=True):
        print(title)
        scorer(options.data).show(rows)


if __name__ == "__main__":
    main()
