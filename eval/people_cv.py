"""Speakers of the annotated novels by leave-one-novel-out cross-validation, as ../shared/eval/score.py counts them.

    python -m eval.people_cv [--data ../shared/data]

The whole pipeline runs from raw text; a novel's figures come from a scorer trained on the thirteen others.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
from train.people.fitting import Example, prepare, train
from train.people.gold import novels

from headnote.people.casting import make_cast
from headnote.people.scorer import Model

Row = dict[str, Any]


def scorer(data: Path) -> ModuleType:
    """The scoring script that lies beside the data."""
    path = data.parent / "eval" / "score.py"
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def table(data: Path) -> dict[str, Row]:
    """Figures of each novel, of all quotations together (`ALL`), and their means (`mean`)."""
    score = scorer(data)
    examples = [prepare(novel) for novel in novels(data)]
    rows: dict[str, Row] = {}
    kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    right = total = 0
    for held in examples:
        card = _card(held, Model(train([e for e in examples if e is not held])))
        row = score.score_novel(held.novel.text.parent, card)
        right, total = right + row.pop("_right"), total + row["quotes"]
        for kind, (good, n) in row.pop("_types").items():
            kinds[kind][0] += good
            kinds[kind][1] += n
        rows[held.novel.name] = row
    named = {f"speaker_accuracy_{k}": good / n for k, (good, n) in sorted(kinds.items()) if n > 20}
    rows["ALL"] = {"quotes": total, "speaker_accuracy": right / max(1, total), **named}
    return rows


def _card(example: Example, model: Model) -> Row:
    cast = make_cast(example.layout, example.reading, model)
    card: Row = json.loads(msgspec.json.encode(cast))
    return card


def figures(data: Path) -> dict[str, float]:
    """The figures that the floors hold."""
    rows = table(data)
    every, novel = rows["ALL"], [row for name, row in rows.items() if name != "ALL"]

    def mean(key: str) -> float:
        return float(sum(row[key] for row in novel) / len(novel))

    mixing = sum(row["people_mixing_two_characters"] for row in novel) / sum(row["people"] for row in novel)
    return {
        "speaker_accuracy": every["speaker_accuracy"],
        "speaker_accuracy_explicit": every["speaker_accuracy_explicit"],
        "speaker_accuracy_anaphoric": every["speaker_accuracy_anaphoric"],
        "speaker_accuracy_implicit": every["speaker_accuracy_implicit"],
        "quote_recall": mean("quote_recall"),
        "quote_precision": mean("quote_precision"),
        "principals_found": mean("principals_found"),
        "people_not_mixing": 1 - mixing,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.people_cv")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    data = parser.parse_args().data
    scorer(data).show(table(data))


if __name__ == "__main__":
    main()
