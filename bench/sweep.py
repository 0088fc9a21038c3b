"""`make bench-sweep`: a sweep from Parquet to Parquet by the command line, beside what datatrove's filters take.

python -m bench.sweep                       a corpus of 1 GB; about three quarters of an hour on two quiet cores
python -m bench.sweep --quick               8 MB, some two minutes: whether it works, not how fast it is
python -m bench.sweep --folder DIR          where the corpus is made, and found again by the next run

Only the fast tier by two local processes sweeps all of it. What is compared with each other reads the same rows:
`--share` of the corpus for the fast tier, `--full-share` for the full tier and for the peers. Each is a command of its
own, timed from its start to its end, so loading and the start of Ray are in it. Words are runs of letters and digits.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from bench import sweep_corpus, sweep_tables
from bench.sweep_corpus import Corpus
from bench.sweep_tables import Portion, Result
from bench.watching import watch

PEERS = {"gopher": "datatrove, Gopher quality", "c4": "datatrove, C4 bad words"}


class Plan(NamedTuple):
    """One run: whose, which of the corpus, by how many processes, and the command without IN and OUT."""

    name: str
    portion: str
    workers: int
    command: list[str]


def plans(engines: Sequence[str], tiers: Sequence[str], peers: Path) -> Iterator[Plan]:
    """All runs; those of one and of two workers stand next to each other, so that both see the same machine."""
    if "local" in engines and "fast" in tiers:
        yield _sweep("local", "fast", "whole", 2)
    for tier in tiers:
        portion = "share" if tier == "fast" else "full share"
        for engine in engines:
            yield _sweep(engine, tier, portion, 2)
            yield _sweep(engine, tier, portion, 1)
    if "local" in engines and "fast" in tiers:
        yield _sweep("local", "fast", "share", 2, "--with-input")
        yield _sweep("local", "fast", "share", 2, "--duplicates")
    for peer, name in PEERS.items():
        for workers in (2, 1):
            yield Plan(name, "full share", workers, [str(peers), "-m", "bench.peers_sweep", peer])


def _sweep(engine: str, tier: str, portion: str, workers: int, *more: str) -> Plan:
    flags = [*(["--fast"] if tier == "fast" else []), *(["--engine", engine] if engine != "local" else []), *more]
    name = " ".join([engine, tier, *(flag.removeprefix("--") for flag in more)])
    command = [sys.executable, "-m", "headnote", "sweep", "--workers", str(workers), *flags]
    return Plan(name, portion, workers, command)


def run(plan: Plan, portion: Portion, folder: Path) -> Result:
    """Run a plan over a portion; what it writes goes again."""
    rows, out = portion.folder, folder / "out"
    missing = _missing(plan)
    if missing:
        return Result(plan.name, plan.workers, portion, None, missing, "")
    places = [str(rows), str(out)] + ([str(plan.workers)] if "bench.peers_sweep" in plan.command else [])
    watched = watch([*plan.command, *places])
    digest = _digest(out)
    shutil.rmtree(out, ignore_errors=True)
    why = f"ended with {watched.code}: {watched.error}" if watched.code else ""
    return Result(plan.name, plan.workers, portion, watched, why, digest)


def _missing(plan: Plan) -> str:
    if "ray" in plan.command and importlib.util.find_spec("ray") is None:
        return "not installed: pip install 'headnote[ray]'"
    return "" if Path(plan.command[0]).exists() else "not installed here: make bench-peers"


def _digest(out: Path) -> str:
    """SHA-256 over the files of rows that a run wrote."""
    found = hashlib.sha256()
    for path in sorted(out.glob("*.parquet")):
        with path.open("rb") as file:
            found.update(hashlib.file_digest(file, "sha256").digest())
    return found.hexdigest()


def portions(corpus: Corpus, folder: Path, shares: dict[str, float]) -> dict[str, Portion]:
    """The corpus and its shares by name: the first of its files, at least two, in folders of links."""
    found = {}
    for name, share in shares.items():
        shards = corpus.shards[: max(2, round(share * len(corpus.shards)))]
        links = folder / name.replace(" ", "-")
        shutil.rmtree(links, ignore_errors=True)
        links.mkdir()
        for shard in shards:
            os.link(folder / "rows" / shard.name, links / shard.name)
        found[name] = Portion(name, links, shards)
    return found


@contextmanager
def _folder(chosen: Path | None) -> Iterator[Path]:
    if chosen:
        chosen.mkdir(parents=True, exist_ok=True)
        yield chosen
        return
    with tempfile.TemporaryDirectory(prefix="headnote-sweep-") as made:
        yield Path(made)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.sweep", description="Sweeps from Parquet to Parquet.")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--megabytes", type=float, help="of text, before compression; 1000, or 8 with --quick")
    parser.add_argument("--share", type=float, help="of the corpus, for the fast tier; 0.2, or 1 with --quick")
    parser.add_argument("--full-share", type=float, help="for the full tier and the peers; 0.05, or 0.5 with --quick")
    parser.add_argument("--folder", type=Path, help="keep the corpus here; a temporary folder otherwise")
    parser.add_argument("--quick", action="store_true", help="a small corpus, no bars")
    parser.add_argument("--engines", nargs="+", choices=["local", "ray"], default=["local", "ray"])
    parser.add_argument("--tiers", nargs="+", choices=["fast", "full"], default=["fast", "full"])
    parser.add_argument("--peers", type=Path, default=Path(".venv-peers/bin/python"), help="a Python that has them")
    parser.add_argument("--price", type=float, default=0.04, help="of a core for an hour, US dollars")
    options = parser.parse_args()
    defaults = (8.0, 1.0, 0.5) if options.quick else (1000.0, 0.2, 0.05)
    for name, value in zip(("megabytes", "share", "full_share"), defaults, strict=True):
        if getattr(options, name) is None:
            setattr(options, name, value)
    return options


def main() -> None:
    options, begin, load = _options(), perf_counter(), os.getloadavg()[1]
    try:
        texts = sweep_corpus.texts_of(options.data)
    except FileNotFoundError as error:
        print(f"nothing to measure on: {error}")
        return
    with _folder(options.folder) as folder:
        corpus = sweep_corpus.make(folder, texts, options.megabytes)
        shares = {"whole": 1.0, "share": options.share, "full share": options.full_share}
        parts, results = portions(corpus, folder, shares), []
        for plan in plans(options.engines, options.tiers, options.peers):
            print(f"{plan.name}, {plan.workers} at once, {plan.portion} ...", file=sys.stderr, flush=True)
            results.append(run(plan, parts[plan.portion], folder))
        sweep_tables.corpus(corpus)
        sweep_tables.ratios(results, bars=not options.quick)
        sweep_tables.order(parts["whole"])
        for part in parts.values():
            shutil.rmtree(part.folder)
    sweep_tables.figures(results, bars=not options.quick)
    sweep_tables.terabyte(results, options.price)
    print(f"\n{perf_counter() - begin:.0f} s in all; {load:.1f} processes wanted a core before it began")


if __name__ == "__main__":
    main()
