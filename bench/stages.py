"""Time of each stage over a folder of texts, in this process: run as ``python -m bench.stages REPEATS FILE...``.

Prints one JSON object: `words`, `characters`, and seconds by stage, each the least of the repeats (what the code costs;
the rest is what else the machine did).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from headnote import card, intake, layout, people, signals, verdict
from headnote.card import read, to_card
from headnote.render import as_json

T = TypeVar("T")


class Clock:
    """Seconds by name, summed over works."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def time(self, name: str, stage: Callable[..., T], *arguments: Any, **options: Any) -> T:
        begin = perf_counter()
        result = stage(*arguments, **options)
        self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - begin
        return result


def plain_pass(text: str) -> int:
    """The yardstick: what a program that looks at each word once, and does nothing with it, takes."""
    words = 0
    for _ in re.finditer(r"\w+", text):
        words += 1
    return words


def stages(data: bytes, clock: Clock) -> tuple[int, int]:
    """Time every stage, and the whole, over one work. Returns its words and characters."""
    policy = verdict.load_policy("archive")
    work = clock.time("intake", intake.read_bytes, data)
    words = clock.time("plain", plain_pass, work.text)
    shape = clock.time("layout", layout.lay_out, work)
    cast = clock.time("people", people.find_cast, work, shape)
    found = clock.time("signals", signals.scan, work, shape, cast)
    advisory = clock.time("verdict", verdict.advise, work, shape, cast, found)
    clock.time("verdict", verdict.audit, work, cast, advisory)
    reading = read(work, tier="fast", policy=policy)
    clock.time("render json", lambda: as_json.encode(to_card(reading)))
    clock.time("whole fast card", lambda: as_json.encode(to_card(read(intake.read_bytes(data), tier="fast"))))
    return words, len(work.text)


def run(paths: list[Path], repeats: int) -> dict[str, object]:
    card("She opened the door. \u201cCome in,\u201d said Mara.", tier="fast")  # loads rules and tables
    best: dict[str, float] = {}
    words = characters = 0
    for _ in range(repeats):
        clock = Clock()
        sizes = [stages(path.read_bytes(), clock) for path in paths]
        words, characters = sum(size[0] for size in sizes), sum(size[1] for size in sizes)
        best = {name: min(seconds, best.get(name, seconds)) for name, seconds in clock.seconds.items()}
    return {"words": words, "characters": characters, "seconds": best}


if __name__ == "__main__":
    print(json.dumps(run([Path(name) for name in sys.argv[2:]], int(sys.argv[1]))))
