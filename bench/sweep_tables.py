"""Tables of `python -m bench.sweep`: ratios within the run first, then figures, then what a terabyte would take."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from bench import sweep_order
from bench.sweep_corpus import Corpus, Shard
from bench.watching import Watched

#: Bars of the project: share of an ideal doubling, growth of memory, words a second on two cores by tier.
DOUBLING, GROWTH = 0.85, 1.10
SPEED = {"local fast": 300_000, "local full": 50_000}
MEGA, TERA = 1_000_000, 1_000_000_000_000
WIDTHS = (8, 7, 9, 8, 10, 10, 9, 8)  # of the columns of figures
CORES = 64  # of the machine that the terabyte is reckoned for


class Portion(NamedTuple):
    """A part of the corpus, in a folder of its own."""

    name: str
    folder: Path
    shards: list[Shard]

    def sum(self, figure: Callable[[Shard], int]) -> int:
        return sum(map(figure, self.shards))


class Result(NamedTuple):
    """What came of a run; `why` says why nothing did, `digest` is of the files that it wrote."""

    name: str
    workers: int
    portion: Portion
    watched: Watched | None
    why: str
    digest: str

    @property
    def held(self) -> bool:
        return self.watched is not None and not self.why

    def rate(self, figure: Callable[[Shard], int]) -> float:
        """Rows, words or characters a second of wall time."""
        assert self.watched is not None
        return self.portion.sum(figure) / self.watched.seconds

    def words_a_core_second(self) -> float:
        """Words for each second that a core was busy: it stays nearly the same where others use the machine too."""
        assert self.watched is not None
        return self.portion.sum(_words) / self.watched.busy if self.watched.busy else 0.0


def corpus(made: Corpus) -> None:
    """When, where and what was swept."""
    command = " ".join(["python -m bench.sweep", *sys.argv[1:]])
    print(f"{command}, {time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores")
    size = sum(map(_characters, made.shards))
    kinds: dict[str, int] = {}
    for shard in made.shards:
        for kind, characters in shard.kinds.items():
            kinds[kind] = kinds.get(kind, 0) + characters
    print(f"corpus: {size / MEGA:,.0f} million characters, {sum(map(_words, made.shards)):,} words,", end=" ")
    print(f"{sum(map(_rows, made.shards)):,} rows in {len(made.shards)} Parquet files (zstd), seed {made.seed}")
    print("by length:", ", ".join(f"{kind} {kinds[kind] / size:.1%}" for kind in kinds), "of the characters")


def ratios(results: Sequence[Result], *, bars: bool) -> None:
    """What holds within this run whatever the machine: each line of runs over the same rows."""
    print("\nratios within the run")
    there = [result for result in results if result.held]
    for one in (result for result in there if result.workers == 1):
        two = _find(there, one.name, 2, one.portion)
        if two:
            share = two.rate(_words) / one.rate(_words) / 2
            headnote = not one.name.startswith("datatrove")
            _line(
                f"{one.name}: share of an ideal doubling",
                share,
                DOUBLING if bars and headnote else None,
                share >= DOUBLING,
            )
    whole = next((result for result in there if result.portion.name == "whole"), None)
    growth = whole.watched.growth() if whole and whole.watched else None
    if whole and growth:
        _line(f"{whole.name}: memory, last tenth to second tenth", growth, GROWTH if bars else None, growth <= GROWTH)
    for name, beside in (
        ("ray fast", "local fast"),
        ("ray full", "local full"),
        ("local fast with-input", "local fast"),
        ("local fast duplicates", "local fast"),
        ("local full", "datatrove, Gopher quality"),
        ("local full", "datatrove, C4 bad words"),
    ):
        _beside(there, name, beside)
    for name in ("local fast", "local full", "ray fast", "ray full"):
        _fed(there, name)
    for peer in ("datatrove, Gopher quality", "datatrove, C4 bad words"):
        _per_core(there, "local fast", peer)
    _same_bytes(there)


def order(portion: Portion) -> None:
    """What the order of the output leaves of the speed; by more workers than there are here."""
    sizes = sweep_order.chunks(portion.folder / shard.name for shard in portion.shards)
    shares = ", ".join(f"{n} workers {sweep_order.share_of_ideal(sizes, n):.2f}" for n in (2, 4, 8))
    print(f"keeping rows in order, share of the ideal speed that is left (simulated): {shares}")


def figures(results: Sequence[Result], *, bars: bool) -> None:
    """One line a run."""
    print("\nend to end, from Parquet to Parquet (memory of all processes of a run together)")
    columns = zip(
        ("workers", "MB", "seconds", "rows/s", "words/s", "a core-s", "peak MB", "growth"), WIDTHS, strict=True
    )
    print(f"{'':28}{''.join(f'{name:>{width}}' for name, width in columns)}")
    for result in results:
        head = f"{result.name:28}{result.workers:8}"
        if not result.held or result.watched is None:
            print(f"{head}  {result.why}")
            continue
        seen, growth = result.watched, result.watched.growth()
        line = f"{head}{result.portion.sum(_characters) / MEGA:7,.0f}{seen.seconds:9.1f}"
        line += f"{result.rate(_rows):8,.0f}{result.rate(_words):10,.0f}{result.words_a_core_second():10,.0f}"
        line += f"{seen.peak() / MEGA:9,.0f}{f'{growth:8.2f}' if growth else '       -'}"
        bar = SPEED.get(result.name) if bars and result.workers == 2 else None
        print(line + (f"  bar {bar:,}: {_held(result.rate(_words) >= bar)}" if bar else ""))
    shared = all(result.watched.shared for result in results if result.watched)
    print(f"memory is {'PSS: shared pages count once' if shared else 'RSS: each process counts shared pages'}")


def terabyte(results: Sequence[Result], price: float) -> None:
    """What the rates of two workers come to for a terabyte of text; the larger the portion, the better it is known."""
    print(f"\na terabyte of text at these rates, a core for an hour at {price:.2f} US dollars (assumed)")
    print(f"{'':28}{'core-hours':>12}{'days, 2 cores':>15}{f'hours, {CORES} cores':>17}{'dollars':>10}")
    reckoned: set[str] = set()
    for result in results:
        if not result.held or result.workers != 2 or result.name in reckoned:
            continue
        reckoned.add(result.name)
        hours = TERA / result.rate(_characters) / 3600
        line = f"{result.name:28}{2 * hours:12,.0f}{hours / 24:15,.1f}{2 * hours / CORES:17,.1f}"
        print(f"{line}{2 * hours * price:10,.0f}")
    print(f"two cores: measured, times the size; {CORES} cores: inferred, as if more cores cost nothing in speed")


def _find(results: Sequence[Result], name: str, workers: int, portion: Portion | None = None) -> Result | None:
    """The run of this name over these rows, or over a share of the corpus."""
    for result in results:
        fits = result.portion == portion if portion else result.portion.name != "whole"
        if fits and (result.name, result.workers) == (name, workers):
            return result
    return None


def _beside(results: Sequence[Result], name: str, beside: str) -> None:
    """Words a second of one to another over the same rows, two workers each."""
    one = _find(results, name, 2)
    other = _find(results, beside, 2, one.portion) if one else None
    if one and other:
        _line(f"{name}: words a second, to {beside}", one.rate(_words) / other.rate(_words), None, True)


def _per_core(results: Sequence[Result], name: str, peer: str) -> None:
    """Words a busy core-second of one to a peer; their portions differ."""
    one, other = _find(results, name, 2), _find(results, peer, 2)
    if one and other and other.words_a_core_second():
        share = one.words_a_core_second() / other.words_a_core_second()
        _line(f"{name}: words a busy core-second, to {peer}", share, None, True)


def _fed(results: Sequence[Result], name: str) -> None:
    """How many workers a first process keeps busy that does nothing else, by what it and they spent."""
    one = _find(results, name, 2)
    if one and one.watched and one.watched.first:
        others = one.watched.busy - one.watched.first
        _line(f"{name}: processes that one driver could feed (inferred)", others / one.watched.first, None, True)


def _same_bytes(results: Sequence[Result]) -> None:
    """Whether every engine and number of workers wrote the same over the same rows."""
    ours = [(f"{r.name.partition(' ')[2]}, {r.portion.name}", r) for r in results if not r.name.startswith("datatrove")]
    for what, group in groupby(sorted(ours, key=lambda pair: pair[0]), key=lambda pair: pair[0]):
        runs = [result for _, result in group]
        if len(runs) > 1:
            same = len({result.digest for result in runs}) == 1
            print(f"{what}: {len(runs)} runs wrote the same bytes{'':20}{_held(same)}")


def _line(what: str, ratio: float, bar: float | None, held: bool) -> None:
    print(f"{what:72}{ratio:8.2f}{f'  bar {bar}: {_held(held)}' if bar else ''}")


def _rows(shard: Shard) -> int:
    return shard.rows


def _words(shard: Shard) -> int:
    return shard.words


def _characters(shard: Shard) -> int:
    return shard.characters


def _held(held: bool) -> str:
    return "held" if held else "MISSED"
