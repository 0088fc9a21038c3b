"""Runs of headnote over the annotated sets, and what score.py beside them says of the results."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from headnote import verdict
from headnote.corpus import Job, sweep
from headnote.records import Tier

#: Sets that score.py knows, in the order in which they print.
SETS = ("passages", "moderation", "novels")
PROCESSES = 2


class Scored(NamedTuple):
    """`table` is score.py's output as it prints it; `figures` its means by name, and the novels' figures over all."""

    table: str
    figures: dict[str, float]


def score(name: str, data: Path, results: Path, tier: Tier = "full") -> Scored:
    """Run headnote over a set, leave what it wrote under `results`, and score it."""
    gold, found = (data / name, results / "cards") if name == "novels" else _jsonl(name, data, results)
    if name == "novels":
        write_cards(data, found, tier)
    else:
        job = Job(tier=tier, policy=verdict.load_policy("archive"))
        sweep(gold, found, job, workers=PROCESSES, force=True)
    return count(name, gold, found, data)


def write_cards(data: Path, folder: Path, tier: Tier) -> None:
    """A card in JSON for each novel: ``folder/NAME.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    novels = sorted(data.glob("novels/*/text.txt"))
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        list(pool.map(write_card, novels, [folder] * len(novels), [tier] * len(novels)))


def write_card(novel: Path, folder: Path, tier: Tier) -> None:
    from headnote import card
    from headnote.render import as_json

    (folder / f"{novel.parent.name}.json").write_bytes(as_json.encode(card(novel, tier=tier)))


def _jsonl(name: str, data: Path, results: Path) -> tuple[Path, Path]:
    return data / f"{name}.jsonl", results / f"{name}.jsonl"


def count(name: str, gold: Path, found: Path, data: Path) -> Scored:
    """What score.py says of rows or cards that are there."""
    command = [sys.executable, str(data.parent / "eval" / "score.py"), name, str(gold), str(found)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"score.py {name}: {done.stderr.strip()}")
    *table, last = done.stdout.rstrip("\n").split("\n")
    parsed: dict[str, Any] = json.loads(last)
    means = {f"{name}.{key}": value for key, value in parsed["mean"].items()}
    over_all = {f"{name}.all.{k}": v for k, v in (parsed["all"] or {}).items() if isinstance(v, float)}
    return Scored("\n".join(table), means | over_all)
