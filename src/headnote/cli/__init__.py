"""The command line: thin commands over the rooms, cheap to import (each command loads what it needs when it runs)."""

from __future__ import annotations

import sys


def main() -> None:
    """Run `headnote` with the arguments of this process and exit with its code."""
    from headnote.cli import failure, streams
    from headnote.cli.app import headnote

    streams.speak_utf8()
    sys.exit(failure.guard(headnote, sys.argv[1:]))
