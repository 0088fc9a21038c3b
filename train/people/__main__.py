"""Train the speaker scorer on the annotated novels and write it into the package.

    python -m train.people --data ../shared/data

The cross-validated figures of the model card (docs/models/people.md) are `python -m eval.people_cv`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from train.people.fitting import prepare, train, write
from train.people.gold import novels

MODEL = Path("src/headnote/people/data/speakers.json")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m train.people")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    examples = [prepare(novel) for novel in novels(options.data)]
    write(train(examples), options.out)
    rows = sum(len(e.right) for e in examples)
    print(f"{options.out}: {len(examples)} novels, {rows} rows, {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
