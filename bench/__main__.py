"""`make bench`: speed and memory, beside a plain pass over the same words and what others use, in the same run.

python -m bench --data ../shared/data            all of it, some minutes
python -m bench --data ../shared/data --quick    four novels, once each
python -m bench --data ../shared/data --large 200    also one text of 200 MB
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from itertools import cycle
from pathlib import Path
from time import perf_counter
from typing import Any

#: Bars of the full tier: words a second on one core over fan fiction, and seconds of a cold card of 5,000 words.
FULL_BAR, COLD_BAR = 25_000, 1.5
#: Words of a story made up of annotated passages, as fan fiction is written; and how many stories.
STORY, STORIES = 5000, 8
#: Python of an environment that has the peers: `make bench-peers`.
PEERS = Path(".venv-peers/bin/python")
#: First bars of the project: times the plain pass, seconds, and bytes beside ten times the text.
CARD_BAR, HELP_BAR, MEMORY_BAR = 25.0, 0.3, 150_000_000
MEGA = 1_000_000


def measured(module: str, *arguments: object) -> dict[str, Any]:
    """What a module of this package prints when run in a process of its own."""
    command = [sys.executable, "-m", f"bench.{module}", *map(str, arguments)]
    result: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return result


def speed(novels: list[Path], repeats: int) -> None:
    """Table of stages: seconds, times the plain pass, words a second."""
    result = measured("stages", repeats, *novels)
    seconds: dict[str, float] = result["seconds"]
    plain, words = seconds["plain"], result["words"]
    seconds["intake and layout"] = seconds["intake"] + seconds["layout"]
    print(f"speed: {len(novels)} novels, {words:,} words, {result['characters'] / MEGA:.1f} million characters")
    print(f"{'':24}{'seconds':>10}{'x plain':>10}{'words/s':>14}")
    for name, took in seconds.items():
        bar = f"  bar {CARD_BAR:.0f}: {_held(took / plain <= CARD_BAR)}" if name == "whole fast card" else ""
        print(f"{name:24}{took:10.3f}{took / plain:10.2f}{words / took:14,.0f}{bar}")


def full_tier(stories: list[Path], repeats: int) -> None:
    """Words a second in the full tier on one core, beside a pass of the encoder over everything and other filters."""
    print(f"\nfull tier: {len(stories)} stories of {STORY:,} words, made up of annotated fan fiction; one core")
    result = measured("full_tier", *stories)
    if result["tier"] != "full":
        print("no model is installed: nothing to measure")
        return
    words = result["words"]
    rows = {"whole full card": result["card"], f"encoder, all {result['passages']} passages": result["encoder"]}
    rows |= peers(stories)
    for name, took in rows.items():
        if isinstance(took, str):
            print(f"{name:32}{took}")
            continue
        bar = f"  bar {FULL_BAR:,}: {_held(words / took >= FULL_BAR)}" if name == "whole full card" else ""
        print(f"{name:32}{took:10.3f} s{words / took:14,.0f} words/s{bar}")
    card = [sys.executable, "-m", "headnote", "card", str(stories[0]), "--json"]
    took = statistics.median(_wall(card) for _ in range(repeats))
    print(f"{'cold card, 5,000 words':32}{took:10.3f} s{'':22}  bar {COLD_BAR}: {_held(took < COLD_BAR)}")


def peers(stories: list[Path]) -> dict[str, float | str]:
    """Seconds of each peer over the same stories, or what keeps it from running."""
    if not PEERS.exists():
        return {"better-profanity, datatrove": "not installed here: make bench-peers"}
    command = [str(PEERS), str(Path(__file__).with_name("peers.py")), *map(str, stories)]
    found = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()[-1])
    return {name: each.get("seconds", each.get("missing")) for name, each in found.items()}


def fan_fiction(passages: Path, folder: Path) -> list[Path]:
    """Stories of `STORY` words, put together from the annotated passages in their order."""
    texts = [json.loads(line)["text"] for line in passages.read_text(encoding="utf-8").splitlines() if line.strip()]
    stories: list[Path] = []
    story: list[str] = []
    for text in texts:
        story.append(text)
        if sum(len(each.split()) for each in story) >= STORY:
            stories.append(folder / f"story-{len(stories)}.txt")
            stories[-1].write_text("\n\n".join(story) + "\n", encoding="utf-8")
            story = []
        if len(stories) == STORIES:
            break
    return stories


def memory(texts: list[Path]) -> None:
    """Table of peaks: the bar is 150 MB plus ten times the text."""
    print("\npeak memory of a process, MB")
    print(f"{'':24}{'text':>10}{'peak':>10}{'bar':>10}{'seconds':>10}")
    cases = [("start", texts[0]), *((s, path) for path in texts for s in ("intake and layout", "whole fast card"))]
    for step, path in cases:
        result, size = measured("memory", step, path), path.stat().st_size if step != "start" else 0
        bar = MEMORY_BAR + 10 * size
        numbers = "".join(f"{n / MEGA:10.1f}" for n in (size, result["peak"], bar))
        print(f"{step:24}{numbers}{result['seconds']:10.2f}  {_held(result['peak'] <= bar)}")


def start_up(story: Path, repeats: int) -> None:
    """Median wall time of processes from start to end."""
    headnote = [sys.executable, "-m", "headnote"]
    cases = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "headnote --help": [*headnote, "--help"],
        "card of 5,000 words": [*headnote, "card", str(story), "--fast", "--json"],
    }
    print(f"\nstart to end, median of {repeats}, seconds")
    for name, command in cases.items():
        took = statistics.median(_wall(command) for _ in range(repeats))
        print(f"{name:24}{took:10.3f}{f'  bar {HELP_BAR}: {_held(took < HELP_BAR)}' if '--help' in name else ''}")


def _wall(command: list[str]) -> float:
    begin = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - begin


def _held(held: bool) -> str:
    return "held" if held else "MISSED"


def text_of(novels: list[Path], size: int, to: Path) -> Path:
    """One text of `size` bytes, the novels over and over."""
    left = size
    with to.open("wb") as out:
        for path in cycle(novels):
            left -= out.write(path.read_bytes()[:left])
            if left <= 0:
                return to
    return to


def opening(novel: Path, words: int, to: Path) -> Path:
    """The first words of a novel as a story."""
    text = novel.read_text(encoding="utf-8")
    to.write_text(text[: len(" ".join(text.split(" ")[:words]))], encoding="utf-8")
    return to


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Speed and memory of both tiers.")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--quick", action="store_true", help="four novels, once each")
    parser.add_argument("--large", type=int, default=0, metavar="MB", help="also one text of so many MB")
    options = parser.parse_args()
    novels = sorted(options.data.glob("novels/*/text.txt"))
    if not novels:
        print(f"no novels at {options.data}/novels: nothing to measure on")
        return
    novels = novels[:4] if options.quick else novels
    with tempfile.TemporaryDirectory() as folder:
        speed(novels, 1 if options.quick else 3)
        texts = [max(novels, key=lambda path: path.stat().st_size)]
        if not options.quick:
            texts.append(text_of(novels, 20 * MEGA, Path(folder, "twenty.txt")))
        if options.large:
            texts.append(text_of(novels, options.large * MEGA, Path(folder, "large.txt")))
        memory(texts)
        start_up(opening(novels[0], 5000, Path(folder, "story.txt")), 3 if options.quick else 7)
        full_tier(fan_fiction(options.data / "passages.jsonl", Path(folder)), 3 if options.quick else 7)


if __name__ == "__main__":
    main()
