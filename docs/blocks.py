"""The generated blocks inside pages that are otherwise written by hand.

A block stands between ``<!-- generated: NAME -->`` and ``<!-- end: NAME -->``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

STORY = "examples/the-lamp-at-skerry-head.txt"
COLUMNS = 80


def readme(root: Path) -> str:
    """README.md with its card and its figures made anew."""
    text = (root / "README.md").read_text(encoding="utf-8")
    return fill(fill(text, "card", card(root)), "figures", figures(root))


def figures(root: Path) -> str:
    """The pinned floors from eval/floors.toml, but those of the full tier, whose heads saw the texts."""
    floors = tomllib.loads((root / "eval" / "floors.toml").read_text(encoding="utf-8"))["floors"]
    named = sorted((name.removeprefix("fast."), value) for name, value in floors.items())
    rows = [
        f"| {name.partition('.')[0]} | {_words(name)} | {value:.3f} |"
        for name, value in named
        if not name.startswith("full.")
    ]
    return "\n".join(["| data | figure | floor |", "|---|---|---|", *rows])


def _words(name: str) -> str:
    return name.partition(".")[2].replace(".", ", ").replace("_", " ")


def dataflow(root: Path) -> str:
    """docs/dataflow.md with the kinds of damage that the layout knows."""
    from headnote.layout.damage_kinds import DAMAGE_KINDS

    rows = [f"| `{kind}` | {meaning} |" for kind, meaning in DAMAGE_KINDS.items()]
    table = "\n".join(["| kind | what it looks like |", "|---|---|", *rows])
    return fill((root / "docs" / "dataflow.md").read_text(encoding="utf-8"), "damage", table)


def fill(text: str, name: str, body: str) -> str:
    """`text` with the body of its one block `name` replaced.

    Raises:
        ValueError: the text has no such block, or several.
    """
    block = re.compile(rf"(<!-- generated: {name} -->\n).*?(<!-- end: {name} -->)", re.DOTALL)
    if (count := len(block.findall(text))) != 1:
        raise ValueError(f"expected one generated block {name!r}, found {count}")
    return block.sub(lambda found: f"{found[1]}{body}\n{found[2]}", text)


def card(root: Path) -> str:
    """The card of the sea story as a terminal of `COLUMNS` columns shows it, colours left out."""
    surroundings = {key: value for key, value in os.environ.items() if key not in ("FORCE_COLOR", "CLICOLOR_FORCE")}
    run = subprocess.run(
        [sys.executable, "-m", "headnote", "card", STORY],
        cwd=root,
        env=surroundings | {"COLUMNS": str(COLUMNS), "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        check=True,
    )
    lines = [line.rstrip() for line in run.stdout.decode("utf-8").strip("\n").splitlines()]
    return "\n".join(["```text", f"$ headnote card {STORY}", "", *lines, "```"])
