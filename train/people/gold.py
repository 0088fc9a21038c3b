"""The annotated novels: their speakers as labels of turns."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from headnote.people.casting import dotted, spelled
from headnote.people.reading import Reading
from headnote.people.turns import Turn


class Novel(NamedTuple):
    """One annotated novel: text file, annotated quotations and characters as the data set writes them."""

    name: str
    text: Path
    quotes: list[dict[str, Any]]
    characters: list[dict[str, Any]]


def novels(data: Path) -> list[Novel]:
    """All annotated novels under ``data/novels``, by name."""
    return [
        Novel(f.name, f / "text.txt", _rows(f / "quotes.jsonl"), _rows(f / "characters.jsonl"))
        for f in sorted((data / "novels").iterdir())
        if f.is_dir()
    ]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def norm(name: str) -> str:
    """A name as the scorer compares it."""
    return " ".join(name.casefold().replace(".", " ").replace("’", "'").split())


def aliases(novel: Novel) -> dict[str, set[str]]:
    """For each alias the characters it may mean."""
    meant: dict[str, set[str]] = defaultdict(set)
    for character in novel.characters:
        for alias in character["aliases"]:
            meant[norm(whole(alias))].add(whole(character["name"]))
    return meant


def whole(name: str) -> str:
    """A character's name without the part that tells two of the same name apart ("Robin - Story")."""
    return name.split(" - ", maxsplit=1)[0]


def stand_for(novel: Novel, reading: Reading, text: str) -> list[str | None]:
    """The annotated character that each found person stands for, as the scorer decides it; null for none."""
    meant, with_dot = aliases(novel), dotted(text, (n for c in reading.characters for n in c.names))
    result: list[str | None] = []
    for character in reading.characters:
        votes: dict[str, float] = defaultdict(float)
        for name in {norm(s) for n in character.names for s in spelled(n, with_dot, reading.found[n])}:
            for one in meant.get(name, ()):
                votes[one] += 1 / len(meant[name])
        result.append(max(sorted(votes), key=votes.__getitem__) if votes else None)
    return result


def turn_speakers(novel: Novel, turns: Sequence[Turn]) -> list[tuple[str | None, str]]:
    """For each turn the annotated speaker that most of it belongs to, and the type of the annotation.

    The data names some speakers by an alias that is not their character's name; that is mended here for the labels.
    """
    meant = aliases(novel)
    known = {whole(c["name"]) for c in novel.characters}
    spans = sorted((a, b, whole(q["speaker"]), q["type"]) for q in novel.quotes for a, b in q["spans"])
    starts = [s[0] for s in spans]
    result: list[tuple[str | None, str]] = []
    for turn in turns:
        shares: Counter[tuple[str, str]] = Counter()
        for start, end in turn.quotes:
            at = max(0, bisect_left(starts, start) - 1)
            while at < len(spans) and spans[at][0] < end:
                shares[spans[at][2], spans[at][3]] += max(0, min(spans[at][1], end) - max(spans[at][0], start))
                at += 1
        (speaker, kind), share = max(shares.items(), key=lambda kv: (kv[1], kv[0]), default=(("", ""), 0))
        if not share:
            result.append((None, ""))
        else:
            named = speaker if speaker in known else min(meant.get(norm(speaker), {speaker}))
            result.append((named, kind))
    return result
