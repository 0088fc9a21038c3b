"""Snapshots of what this room prints as text. To write them anew after a change that is meant, then read the diff:

.venv/bin/python -m tests.render.snapshots
"""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from headnote.records import Card
from headnote.render.tags import tag_list
from headnote.render.terminal import print_card
from tests.render.cards import CARDS

FOLDER = Path(__file__).parent / "snapshots"
WIDTHS = (40, 60, 80, 120, 200)


def printed(card: Card, width: int, *, encoding: str = "utf-8", color: bool = False) -> str:
    """What `print_card` writes to a stream of so many columns."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    console = Console(
        file=stream, width=width, force_terminal=color, color_system="standard" if color else None, _environ={}
    )
    print_card(card, console)
    stream.flush()
    return raw.getvalue().decode(encoding)


def snapshots() -> dict[str, str]:
    """Texts by file name."""
    texts = {f"{name}.{width}.txt": printed(make(), width) for name, make in CARDS.items() for width in WIDTHS}
    texts |= {f"{name}.ascii.txt": printed(CARDS[name](), 80, encoding="ascii") for name in ("rich", "crowded")}
    return texts | {f"{name}.tags.txt": tag_list(make()) for name, make in CARDS.items()}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.txt"):
        old.unlink()
    for name, text in snapshots().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"wrote {len(snapshots())} snapshots to {FOLDER}")
