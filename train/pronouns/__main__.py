"""Train the model that tells whom a pronoun means on LitBank and write its weights into the package.

    python -m train.pronouns --data ../shared/data

The cross-validated figures of the model card (docs/models/people.md) are `python -m eval.litbank --folds 5`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from train.pronouns.fitting import train, write
from train.pronouns.gold import examples

MODEL = Path("src/headnote/people/data/pronouns.json")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m train.pronouns")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    texts = examples(options.data)
    write(train(texts), options.out)
    print(f"{options.out}: {len(texts)} texts, {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
