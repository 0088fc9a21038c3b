"""`make eval`: score headnote against human annotation and print the tables.

    python -m eval --data ../shared/data                    all sets, the people's own figures, the controls
    python -m eval --data ../shared/data --only passages    one set
    python -m eval --only people-cv    speakers by cross-validation, which trains models and takes many minutes

Only figures are printed, never texts. Floors are held by `python -m eval.gate`.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import tempfile
from pathlib import Path

from eval import controls, runs
from headnote.records import Tier

#: Modules that the people room keeps here; each has ``figures(data: Path) -> dict[str, float]``.
OWN_FIGURES = {"litbank": "eval.litbank"}
#: As above, but they train models and take minutes: run when asked for by name, and not part of the gate.
SLOW_FIGURES = {"encoder-cv": "eval.encoder_cv", "people-cv": "eval.people_cv"}
CHOICES = (*runs.SETS, *OWN_FIGURES, "controls")


def present(data: Path) -> bool:
    """Whether the annotated sets and their scorer are on this machine."""
    return all((data / name).exists() for name in ("passages.jsonl", "moderation.jsonl", "novels"))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval", description="Score headnote against human annotation.")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument(
        "--only", action="append", choices=[*CHOICES, *SLOW_FIGURES], help="this part; may be given again"
    )
    parser.add_argument("--out", type=Path, help="keep the rows and cards in this folder")
    parser.add_argument("--fast", action="store_true", help="the fast tier, whatever is installed")
    options = parser.parse_args()
    if not present(options.data):
        print(f"{options.data}: the annotated sets are not here; nothing was scored")
        return
    parts = options.only or list(CHOICES)
    with tempfile.TemporaryDirectory() as folder:
        report(parts, options.data, options.out or Path(folder), "fast" if options.fast else "full")


def report(parts: list[str], data: Path, results: Path, tier: Tier) -> None:
    results.mkdir(parents=True, exist_ok=True)
    for name in (each for each in runs.SETS if each in parts):
        print(f"{name}\n{runs.score(name, data, results, tier).table}\n", flush=True)
    for name, module in (OWN_FIGURES | SLOW_FIGURES).items():
        if name in parts:
            print_own(name, module, data)
    if "controls" in parts:
        if not (results / "cards").exists():
            runs.write_cards(data, results / "cards", tier)
        found = controls.check(results / "cards")
        print("controls\n" + ("\n".join(found) or "none is rated Explicit; none raises what it must not"))


def print_own(name: str, module: str, data: Path) -> None:
    if importlib.util.find_spec(module) is None:
        print(f"{name}: no such evaluation here\n")
        return
    figures: dict[str, float] = importlib.import_module(module).figures(data)
    print(name)
    for key, value in figures.items():
        print(f"{key:40}{value:10.3f}")
    print(flush=True)


if __name__ == "__main__":
    main()
