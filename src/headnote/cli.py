"""The command line: thin commands over the rooms."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec


def main() -> None:
    from headnote.card import card

    for name in sys.argv[2:]:
        sys.stdout.buffer.write(msgspec.json.encode(card(Path(name))) + b"\n")
