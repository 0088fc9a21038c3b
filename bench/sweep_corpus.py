"""A corpus to sweep, made of the texts of ../shared/data: run as ``python -m bench.sweep_corpus FOLDER``.

Lengths are those that real rows have, by share of the rows (`KINDS`):

  word      three words, as titles, tags and comments have
  short     a passage of fan fiction or a moderation row as it is (medians 107 and 57 words, the longest 938)
  middling  log-normal: the median passage and the median chapter lie one standard deviation below and above its median
  chapter   a chapter of a novel as it is (median about 2,900 words)
  novel     a whole novel (22,000 to 158,000 words)

and one row of `GIANT` characters in one shard of sixteen, made of novels one after another. A middling row is made of
passages one after another or of a run of a novel's words, as often the one as the other. What is there is 7 MB, so
texts come again, cut elsewhere; nothing in headnote remembers a text, and a peer that keeps words gains by it.

The same folder of data, size and seed give the same bytes. A shard is written as it is drawn: memory is that of one row
group and of the texts drawn from, whatever the size.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import statistics
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
import pyarrow as pa
from pyarrow import parquet

Kind = Literal["word", "short", "middling", "chapter", "novel", "giant"]
#: Share of the rows by kind; one shard in sixteen has a giant more.
KINDS: dict[Kind, float] = {"word": 0.2, "short": 0.41, "middling": 0.377, "chapter": 0.012, "novel": 0.001}
SHARD, GIANT = 12_500_000, 10_000_000  # characters
GROUP = 4_000_000  # characters of a row group, give or take a row
CHAPTER = re.compile(r"(?mi)^[ \t]*(?:chapter|book|part)\b[^\n]{0,60}$")
LEAST, MOST = 200, 20_000  # words of a chapter: what is shorter is a heading, what is longer a novel without any
SCHEMA = pa.schema([("id", pa.string()), ("kind", pa.string()), ("text", pa.string())])


class Texts(NamedTuple):
    """What rows are made of."""

    passages: list[str]
    chapters: list[str]
    novels: list[str]

    def spread(self) -> tuple[float, float]:
        """Mean and standard deviation of the logarithm of a middling row's words."""
        low, high = (
            math.log(statistics.median(len(text.split()) for text in texts)) for texts in (self.passages, self.chapters)
        )
        return (low + high) / 2, (high - low) / 2


class Shard(msgspec.Struct, frozen=True, kw_only=True):
    """What one file of the corpus holds; words are runs of letters and digits, as in the other benches."""

    name: str
    rows: int
    words: int
    characters: int
    kinds: dict[Kind, int]


class Corpus(msgspec.Struct, frozen=True, kw_only=True):
    """A corpus on the disk: `FOLDER/rows/*.parquet`, and this in `FOLDER/corpus.json`."""

    megabytes: float
    seed: int
    shards: list[Shard]


def texts_of(data: Path) -> Texts:
    """The passages, moderation rows and novels of a folder of data.

    Raises:
        FileNotFoundError: it has none.
    """
    names = ("passages.jsonl", "moderation.jsonl")
    novels = [path.read_text(encoding="utf-8") for path in sorted(data.glob("novels/*/text.txt"))]
    if not novels or not all((data / name).exists() for name in names):
        raise FileNotFoundError(f"{data}: expected novels/*/text.txt, passages.jsonl and moderation.jsonl")
    short = [
        json.loads(line)["text"].strip()
        for name in names
        for line in (data / name).read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    parts = (part for novel in novels for part in CHAPTER.split(novel))
    chapters = [part for part in parts if LEAST <= len(part.split()) <= MOST]
    return Texts(passages=[text for text in short if text], chapters=chapters or novels, novels=novels)


def make(folder: Path, texts: Texts, megabytes: float, seed: int = 1) -> Corpus:
    """Write a corpus, or find the one of this size and seed that is there already."""
    about = folder / "corpus.json"
    if about.exists():
        there = msgspec.json.decode(about.read_bytes(), type=Corpus)
        if (there.megabytes, there.seed) == (megabytes, seed):
            return there
    (folder / "rows").mkdir(parents=True, exist_ok=True)
    for old in (folder / "rows").iterdir():
        old.unlink()
    about.unlink(missing_ok=True)
    size = int(megabytes * 1_000_000)
    count = max(4, round(size / SHARD))
    shards = [_write(folder / "rows", texts, number, size // count, seed) for number in range(count)]
    corpus = Corpus(megabytes=megabytes, seed=seed, shards=shards)
    about.write_bytes(msgspec.json.encode(corpus))
    return corpus


def rows(texts: Texts, number: int, size: int, seed: int) -> Iterator[tuple[Kind, str]]:
    """Kind and text of each row of a shard of `size` characters."""
    drawn = random.Random(f"{seed} {number}")
    mean, deviation = texts.spread()
    names, bounds = list(KINDS), list(accumulate(KINDS.values()))
    kind: Kind
    giant = min(GIANT, size * 4 // 5) if number % 16 == 1 else 0
    due, written = drawn.randrange(size - giant), 0
    while written < size:
        if giant and written >= due:
            kind, text = "giant", _giant(texts.novels, drawn, giant)
            giant = 0
        else:
            kind = drawn.choices(names, cum_weights=bounds)[0]
            text = _text(kind, texts, drawn, max(1, round(math.exp(drawn.gauss(mean, deviation)))))
        written += len(text)
        yield kind, text


def _text(kind: Kind, texts: Texts, drawn: random.Random, length: int) -> str:
    if kind == "word":
        return " ".join(drawn.choice(texts.passages).split()[:3])
    if kind == "middling":
        return _passages(texts.passages, drawn, length) if drawn.random() < 0.5 else _run(texts.novels, drawn, length)
    choices = {"short": texts.passages, "chapter": texts.chapters, "novel": texts.novels}[kind]
    return drawn.choice(choices)


def _passages(passages: Sequence[str], drawn: random.Random, words: int) -> str:
    """Passages one after another, the last one cut where there are words enough."""
    chosen: list[str] = []
    while words > 0:
        text = drawn.choice(passages)
        found = text.split(" ")
        chosen.append(" ".join(found[:words]))
        words -= len(found)
    return "\n\n".join(chosen)


def _run(novels: Sequence[str], drawn: random.Random, words: int) -> str:
    """So many words of a novel, from the start of a line."""
    novel = drawn.choice(novels)
    start = novel.find("\n", drawn.randrange(len(novel))) + 1
    span = novel[start : start + 12 * words + 100].strip() or novel.strip()
    return " ".join(span.split(" ")[:words])


def _giant(novels: Sequence[str], drawn: random.Random, size: int) -> str:
    text = ""
    while len(text) < size:
        text += drawn.choice(novels) + "\n\n"
    return text[:size]


def _write(folder: Path, texts: Texts, number: int, size: int, seed: int) -> Shard:
    name = f"part-{number:04}.parquet"
    group: list[dict[str, str]] = []
    kinds: dict[Kind, int] = {}
    count = words = characters = held = 0
    with parquet.ParquetWriter(folder / name, SCHEMA, compression="zstd") as out:
        for count, (kind, text) in enumerate(rows(texts, number, size, seed), 1):
            group.append({"id": f"{number:04}-{count:07}", "kind": kind, "text": text})
            kinds[kind] = kinds.get(kind, 0) + len(text)
            words += sum(1 for _ in re.finditer(r"\w+", text))
            characters += len(text)
            held += len(text)
            if held >= GROUP:
                out.write_table(pa.Table.from_pylist(group, SCHEMA))
                group, held = [], 0
        if group:
            out.write_table(pa.Table.from_pylist(group, SCHEMA))
    return Shard(name=name, rows=count, words=words, characters=characters, kinds=kinds)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.sweep_corpus", description="Make a corpus to sweep.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--megabytes", type=float, default=1000, help="of text, before compression")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    options = parser.parse_args()
    corpus = make(options.folder, texts_of(options.data), options.megabytes, options.seed)
    print(f"{options.folder}/rows: {len(corpus.shards)} files, {sum(s.rows for s in corpus.shards):,} rows")


if __name__ == "__main__":
    main()
